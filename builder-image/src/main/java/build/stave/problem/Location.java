package build.stave.problem;

/**
 * A place in a text that a person wrote.
 *
 * @param file name as the person knows it, such as {@code Dockerfile}
 * @param line first line, from 1
 * @param column from 1, in UTF-16 units; 0 where the whole line is meant
 * @param text the line itself, without its line end
 */
public record Location(String file, int line, int column, String text) {
  @Override
  public String toString() {
    return column > 0 ? file + ":" + line + ":" + column : file + ":" + line;
  }
}
