package build.stave.snapshot;

import build.stave.linux.Files;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a layer says about those below it: names that are gone, directories that hide what is below.
 * It counts only where there is something below, and is decided when that is known, so that a layer
 * is unpacked while those below it are.
 */
final class Deletions {
  /** Kept in memory; 150,000 names of 100 bytes. */
  private static final long MAX_NAMES = 16L << 20;

  private enum Mark {
    /** A whiteout, which is made already; stays where there is something below. */
    GONE,
    /** A whiteout for a file that was left out; stays where it hides something. */
    LEFT_OUT,
    /** A directory over a whiteout. */
    OPAQUE,
    /** A directory that hides another one. */
    OPAQUE_OVER_DIRECTORY
  }

  private final NavigableMap<String, Mark> marks = new TreeMap<>();
  private long names;

  /** A whiteout was made at a path. */
  void gone(String path) {
    put(path, Mark.GONE);
  }

  /** A whiteout was made at the path of a file that could not be made. */
  void leftOut(String path) {
    put(path, Mark.LEFT_OUT);
  }

  /** A directory was made in the place of a whiteout. */
  void opaque(String path) {
    put(path, Mark.OPAQUE);
  }

  /** A directory shows nothing of one below. */
  void opaqueOverDirectory(String path) {
    if (marks.get(path) != Mark.OPAQUE) {
      put(path, Mark.OPAQUE_OVER_DIRECTORY);
    }
  }

  /** To be called when a path was removed with all it held. */
  void forget(String path) {
    if (marks.remove(path) != null) {
      names -= path.length();
    }
    Map<String, Mark> inside = marks.subMap(path + "/", path + "0");
    for (String name : inside.keySet()) {
      names -= name.length();
    }
    inside.clear();
  }

  /** Whether what is kept is so much that it should be decided now. */
  boolean isFull() {
    return names > MAX_NAMES;
  }

  /** Decides all, in the order of paths; waits for the layers below. */
  void decide(LowerView below, Parents parents) throws IOException {
    for (Map.Entry<String, Mark> mark : marks.entrySet()) {
      decide(mark.getKey(), mark.getValue(), below.lookup(mark.getKey()), parents);
    }
    marks.clear();
    names = 0;
  }

  private static void decide(
      String path, Mark mark, LowerView.@Nullable Found found, Parents parents) throws IOException {
    boolean counts =
        switch (mark) {
          case GONE, OPAQUE -> found != null;
          case LEFT_OUT -> found != null && found.stat() != null;
          case OPAQUE_OVER_DIRECTORY -> found != null && found.isDirectory();
        };
    boolean whiteout = mark == Mark.GONE || mark == Mark.LEFT_OUT;
    if (whiteout && !counts) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      Files.unlink(parents.open(LowerView.parent(path)).path(name));
    } else if (!whiteout && counts) {
      Attributes.makeOpaque(parents.open(path).path());
    }
  }

  private void put(String path, Mark mark) {
    if (marks.put(path, mark) == null) {
      names += path.length();
    }
  }
}
