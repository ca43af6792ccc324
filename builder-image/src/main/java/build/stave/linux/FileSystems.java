package build.stave.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Whole file systems, by the absolute path of something in them. */
public final class FileSystems {
  private FileSystems() {}

  /** Magic number of the file system that holds the path, {@code f_type} of statfs. */
  public static long type(String path) throws IOException {
    try (var call = new Call()) {
      MemorySegment buffer = call.buffer(256);
      call.run(SystemCall.STATFS, path, call.text(path), buffer.address(), 0, 0, 0);
      return buffer.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  /** Bytes that can still be written to the file system that holds the path. */
  public static long freeBytes(String path) throws IOException {
    return space(path).free();
  }

  /** How full the file system is that holds the path. */
  public static Space space(String path) throws IOException {
    try (var call = new Call()) {
      MemorySegment buffer = call.buffer(256);
      call.run(SystemCall.STATFS, path, call.text(path), buffer.address(), 0, 0, 0);
      long block = buffer.get(ValueLayout.JAVA_LONG, 8);
      long total = buffer.get(ValueLayout.JAVA_LONG, 16);
      return new Space(
          total * block,
          (total - buffer.get(ValueLayout.JAVA_LONG, 24)) * block,
          buffer.get(ValueLayout.JAVA_LONG, 32) * block);
    }
  }

  /**
   * Bytes of a file system.
   *
   * @param total it can hold
   * @param used by whoever
   * @param free for those who have no right on what is held back
   */
  public record Space(long total, long used, long free) {}

  /** Writes all that the file system of a directory holds in memory to its disk. */
  public static void sync(String directory) throws IOException {
    int flags = Descriptor.O_RDONLY | Descriptor.O_DIRECTORY;
    try (var opened = Descriptor.open(directory, flags, 0);
        var call = new Call()) {
      call.run(SystemCall.SYNCFS, directory, opened.number(), 0, 0, 0, 0);
    }
  }
}
