package build.stave.graph;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths of images and contexts: always with slashes, cleaned as Go's {@code path.Clean} does. */
final class Paths {
  private Paths() {}

  /** The path below {@code /}: no empty, {@code .} or {@code ..} element, no slash at its end. */
  static String absolute(String path) {
    Deque<String> elements = new ArrayDeque<>();
    for (String element : path.split("/", -1)) {
      switch (element) {
        case "", "." -> {}
        case ".." -> elements.pollLast();
        default -> elements.addLast(element);
      }
    }
    return "/" + String.join("/", elements);
  }

  /** The same without the first slash: empty for the root. */
  static String relative(String path) {
    return absolute(path).substring(1);
  }

  /** An absolute path as it is, another one in the directory. */
  static String join(String directory, String path) {
    return absolute(path.startsWith("/") ? path : directory + "/" + path);
  }

  /** A destination of COPY: a slash at its end says that it was written as a directory. */
  static String destination(String directory, String path) {
    String joined = join(directory, path);
    boolean folder =
        path.isEmpty() || path.endsWith("/") || path.equals(".") || path.endsWith("/.");
    return folder && !joined.equals("/") ? joined + "/" : joined;
  }

  /** The last element. */
  static String base(String path) {
    String cleaned = absolute(path);
    return cleaned.substring(cleaned.lastIndexOf('/') + 1);
  }
}
