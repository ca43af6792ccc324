package build.stave.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls and the native memory of their arguments, freed at close. All go through libc's
 * {@code syscall}, so that one handle serves them all with either C library.
 */
final class Call implements AutoCloseable {
  /** In place of a directory's descriptor: paths are absolute. */
  static final long AT_FDCWD = -100;

  static final long AT_SYMLINK_NOFOLLOW = 0x100;

  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = syscallHandle();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(STATE);

  @SuppressWarnings("restricted")
  private static MethodHandle syscallHandle() {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /** Native memory for a result, zeroed. */
  MemorySegment buffer(long bytes) {
    return arena.allocate(bytes, 8);
  }

  /** Native memory that holds these bytes. */
  long bytes(byte[] value) {
    if (value.length == 0) {
      return 0;
    }
    MemorySegment memory = arena.allocate(value.length);
    MemorySegment.copy(value, 0, memory, ValueLayout.JAVA_BYTE, 0, value.length);
    return memory.address();
  }

  /** A path or other name, with the NUL that ends it. */
  long text(String name) throws LinuxException {
    byte[] encoded = Names.encode(name);
    for (byte b : encoded) {
      if (b == 0) {
        throw new LinuxException(
            "path " + name.replace('\0', '?'), LinuxException.EINVAL, "it holds a NUL byte");
      }
    }
    MemorySegment memory = arena.allocate(encoded.length + 1L);
    MemorySegment.copy(encoded, 0, memory, ValueLayout.JAVA_BYTE, 0, encoded.length);
    return memory.address();
  }

  /** The result, or the negated error number; repeats what a signal interrupted. */
  long attempt(SystemCall call, long a, long b, long c, long d, long e, long f) {
    while (true) {
      try {
        long result = (long) SYSCALL.invokeExact(state, (long) call.number(), a, b, c, d, e, f);
        if (result != -1) {
          return result;
        }
      } catch (Throwable t) {
        throw new IllegalStateException(call.label(), t);
      }
      int errno = (int) ERRNO.get(state, 0L);
      if (errno != Errno.EINTR || call == SystemCall.CLOSE) {
        return -errno;
      }
    }
  }

  /** The result, or throws what went wrong with the path. */
  long run(SystemCall call, String path, long a, long b, long c, long d, long e)
      throws LinuxException {
    long result = attempt(call, a, b, c, d, e, 0);
    if (result < 0) {
      throw failure(call, path, result);
    }
    return result;
  }

  static LinuxException failure(SystemCall call, String path, long result) {
    int errno = (int) -result;
    return new LinuxException(call.label() + " " + path, errno, Errno.describe(errno));
  }

  @Override
  public void close() {
    arena.close();
  }
}
