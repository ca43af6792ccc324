package build.stave.linux;

import build.stave.stream.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file. */
final class Descriptor implements AutoCloseable {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_NOCTTY = 0400;
  static final int O_NONBLOCK = 04000;
  static final int O_CLOEXEC = 02000000;
  static final int O_PATH = 010000000;
  static final int O_DIRECTORY = SystemCall.ARM64 ? 040000 : 0200000;
  static final int O_NOFOLLOW = SystemCall.ARM64 ? 0100000 : 0400000;

  private static final int CHUNK = 128 * 1024;

  private final String path;
  private final long number;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Descriptor(String path, long number) {
    this.path = path;
    this.number = number;
  }

  static Descriptor open(String path, int flags, int mode) throws LinuxException {
    return openAt(Call.AT_FDCWD, path, flags, mode);
  }

  static Descriptor openAt(long directory, String path, int flags, int mode) throws LinuxException {
    try (var call = new Call()) {
      long name = call.text(path);
      return new Descriptor(
          path,
          call.run(
              SystemCall.OPENAT, path, directory, name, flags | O_CLOEXEC | O_NOCTTY, mode, 0));
    }
  }

  long number() {
    return number;
  }

  /** Sets permission bits, whatever the umask says. */
  void chmod(int permissions) throws LinuxException {
    try (var call = new Call()) {
      call.run(SystemCall.FCHMOD, path, number, permissions, 0, 0, 0);
    }
  }

  /** Sets the size; what is added is a hole. */
  void resize(long size) throws LinuxException {
    try (var call = new Call()) {
      call.run(SystemCall.FTRUNCATE, path, number, size, 0, 0, 0);
    }
  }

  /** Bytes read, 0 at the end. */
  int read(byte[] bytes, int offset, int length) throws LinuxException {
    int size = Math.min(length, CHUNK);
    try (var call = new Call()) {
      MemorySegment buffer = call.buffer(size);
      long got = call.run(SystemCall.READ, path, number, buffer.address(), size, 0, 0);
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, offset, (int) got);
      return (int) got;
    }
  }

  void write(byte[] bytes, int offset, int length) throws LinuxException {
    int done = 0;
    while (done < length) {
      int size = Math.min(length - done, CHUNK);
      try (var call = new Call()) {
        MemorySegment buffer = call.buffer(size);
        MemorySegment.copy(bytes, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, size);
        done += (int) call.run(SystemCall.WRITE, path, number, buffer.address(), size, 0, 0);
      }
    }
  }

  InputStream input() {
    return new BulkInput() {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
          return 0;
        }
        int got = Descriptor.this.read(bytes, offset, length);
        return got == 0 ? -1 : got;
      }

      @Override
      public void close() throws IOException {
        Descriptor.this.close();
      }
    };
  }

  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Descriptor.this.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        Descriptor.this.close();
      }
    };
  }

  @Override
  public void close() throws LinuxException {
    if (closed.compareAndSet(false, true)) {
      try (var call = new Call()) {
        call.run(SystemCall.CLOSE, path, number, 0, 0, 0, 0);
      }
    }
  }
}
