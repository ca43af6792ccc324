package build.stave.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The result of statx(2), laid out alike on all architectures (linux/stat.h). */
final class Statx {
  static final int SIZE = 256;
  static final long BASIC = 0x7FF;
  static final long MOUNT_ID = 0x1000;

  private Statx() {}

  static Stat decode(MemorySegment buffer) {
    return new Stat(
        Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, 28)),
        buffer.get(ValueLayout.JAVA_INT, 20),
        buffer.get(ValueLayout.JAVA_INT, 24),
        buffer.get(ValueLayout.JAVA_LONG, 40),
        buffer.get(ValueLayout.JAVA_LONG, 112),
        buffer.get(ValueLayout.JAVA_INT, 120),
        buffer.get(ValueLayout.JAVA_LONG, 32),
        ((long) buffer.get(ValueLayout.JAVA_INT, 136) << 32)
            | Integer.toUnsignedLong(buffer.get(ValueLayout.JAVA_INT, 140)),
        buffer.get(ValueLayout.JAVA_INT, 16),
        buffer.get(ValueLayout.JAVA_INT, 128),
        buffer.get(ValueLayout.JAVA_INT, 132));
  }

  /** What lies on disk of it, in bytes; counted in units of 512 whatever the file system's are. */
  static long diskBytes(MemorySegment buffer) {
    return buffer.get(ValueLayout.JAVA_LONG, 48) * 512;
  }

  static long mountId(MemorySegment buffer) {
    return buffer.get(ValueLayout.JAVA_LONG, 144);
  }
}
