package build.stave.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code --help} prints. The library's own help gives the longest flag's width to a column of
 * its own, which leaves too little for what the flags mean.
 */
final class Help {
  /** Longer labels have a line to themselves. */
  private static final int WIDEST_LABEL = 26;

  private final int width;

  /**
   * Help for a terminal.
   *
   * @param width columns of a line
   */
  Help(int width) {
    this.width = width;
  }

  /** The help of a command. */
  String of(Syntax syntax) {
    List<Row> rows = new ArrayList<>();
    var usage = new StringBuilder();
    for (Syntax.Argument argument : syntax.arguments()) {
      usage.append(" [").append(argument.label()).append(']');
      rows.add(new Row(argument.label(), argument.description()));
    }
    return text(syntax, usage.toString(), rows);
  }

  /** The help of {@code stave} itself. */
  String of(Syntax syntax, List<Command> commands) {
    List<Row> rows = new ArrayList<>();
    commands.forEach(command -> rows.add(new Row(command.name(), command.syntax().description())));
    return text(syntax, " COMMAND", List.of()) + "Commands:\n" + table(rows);
  }

  private String text(Syntax syntax, String usage, List<Row> arguments) {
    List<Row> rows = new ArrayList<>(arguments);
    syntax.flags().forEach(flag -> rows.add(new Row(flag.label(), flag.description())));
    return "Usage: %s [FLAGS]%s%n%s%n%s"
        .formatted(syntax.name(), usage, syntax.description(), table(rows));
  }

  private String table(List<Row> rows) {
    int widest = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    int column = Math.min(widest, WIDEST_LABEL) + 4;
    var text = new StringBuilder();
    for (Row row : rows) {
      text.append("  ").append(row.label());
      int at = 2 + row.label().length();
      if (at > column - 2) {
        text.append('\n');
        at = 0;
      }
      text.repeat(" ", column - at);
      wrap(row.description(), column, text);
    }
    return text.toString();
  }

  private void wrap(String description, int column, StringBuilder text) {
    int at = column;
    for (String word : description.split(" ", -1)) {
      if (at > column && at + 1 + word.length() > width) {
        text.append('\n').repeat(" ", column);
        at = column;
      } else if (at > column) {
        text.append(' ');
        at++;
      }
      text.append(word);
      at += word.length();
    }
    text.append('\n');
  }

  /** A line of a table. */
  private record Row(String label, String description) {}
}
