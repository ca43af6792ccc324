package build.stave.ignore;

import java.util.ArrayDeque;
import java.util.Deque;

/** The shortest spelling of a path, without looking at a file system (Go filepath.Clean). */
final class CleanPath {
  private CleanPath() {}

  static String of(String path) {
    boolean absolute = path.startsWith("/");
    Deque<String> elements = new ArrayDeque<>();
    for (String element : path.split("/", -1)) {
      if (element.isEmpty() || element.equals(".")) {
        continue;
      }
      if (!element.equals("..")) {
        elements.addLast(element);
      } else if (!elements.isEmpty() && !elements.getLast().equals("..")) {
        elements.removeLast();
      } else if (!absolute) {
        elements.addLast(element);
      }
    }
    String joined = String.join("/", elements);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
