package build.stave.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code buildah.txt} says: an explanation ({@code #} lines), then either the part of the
 * message with which buildah refuses ({@code ! …}), or {@code builds} where it builds what must
 * fail, or the lines that only we have ({@code < …}) and that only buildah has ({@code > …}).
 *
 * @param explanation why there is a difference, and who is right
 * @param statements the rest
 */
record BuildahVerdict(List<String> explanation, List<String> statements) {
  /** Agreement. */
  static final BuildahVerdict SAME = new BuildahVerdict(List.of(), List.of());

  static BuildahVerdict parse(List<String> lines) {
    return new BuildahVerdict(
        lines.stream().filter(l -> l.startsWith("#")).toList(),
        lines.stream().filter(l -> !l.startsWith("#")).toList());
  }

  /** Whether buildah refuses with this message as foreseen. */
  boolean refuses(String message) {
    return statements.size() == 1
        && statements.getFirst().startsWith("! ")
        && message.contains(statements.getFirst().substring(2));
  }

  /** Whether buildah is foreseen to build what must fail. */
  boolean builds() {
    return statements.equals(List.of("builds"));
  }

  /** Statements about how two listings differ. */
  static List<String> difference(List<String> ours, List<String> buildah) {
    List<String> statements = new ArrayList<>();
    ours.stream().filter(l -> !buildah.contains(l)).forEach(l -> statements.add("< " + l));
    buildah.stream().filter(l -> !ours.contains(l)).forEach(l -> statements.add("> " + l));
    return statements;
  }
}
