package build.stave.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a tree takes of its disk. */
public final class DiskUsage {
  /** More than any disk has. */
  private static final long PEBIBYTE = 1L << 50;

  /** What a small file takes. */
  private static final long BLOCK = 4096;

  private DiskUsage() {}

  /**
   * Bytes on disk of a file or a whole tree, 0 where there is none. Others may change it meanwhile.
   * One whose paths are too long to be followed counts as a pebibyte: nobody can hide files there.
   */
  public static long of(Path top) throws IOException {
    long bytes = 0;
    Deque<String> pending = new ArrayDeque<>();
    pending.push(top.toString());
    while (!pending.isEmpty()) {
      String next = pending.pop();
      try (var call = new Call()) {
        MemorySegment buffer = Files.statx(call, next, 0);
        Stat stat = Statx.decode(buffer);
        if (stat.isDirectory()) {
          Files.list(next).forEach(name -> pending.push(next + "/" + name));
        }
        bytes += Statx.diskBytes(buffer) / (stat.isDirectory() ? 1 : Math.max(1, stat.links()));
      } catch (LinuxException e) {
        switch (e.errno()) {
          case LinuxException.ENOENT, LinuxException.ENOTDIR -> {}
          case LinuxException.ENAMETOOLONG -> bytes += PEBIBYTE;
          default -> throw e;
        }
      }
    }
    return bytes;
  }

  /**
   * The same, measured once and then read from a file.
   *
   * @param note the file, in the tree; it is no matter where it cannot be written
   * @param state of the tree: what was measured counts while this is the same
   */
  public static long noted(Path note, String state, Path top) throws IOException {
    try {
      String[] words = java.nio.file.Files.readString(note).split(" ", -1);
      if (words.length == 3 && words[0].equals(state)) {
        return Long.parseLong(words[1]);
      }
    } catch (IOException | NumberFormatException e) {
      // Not measured yet, or half on disk when the machine crashed.
    }
    long bytes = of(top) + (java.nio.file.Files.exists(note) ? 0 : BLOCK);
    try {
      java.nio.file.Files.writeString(note, state + " " + bytes + " bytes");
    } catch (IOException e) {
      // Full, or removed by another process: it is measured again then.
    }
    return bytes;
  }
}
