package build.stave.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Files of root file system trees, by absolute path, escaped as {@link Names} does. No function
 * follows a symbolic link in the last component; callers resolve the others. Failures are {@link
 * LinuxException}s.
 */
public final class Files {
  private static final int PATH_MAX = 4096;
  private static final int DIRENT_BUFFER = 64 * 1024;
  private static final int DIRENT_LENGTH = 16;
  private static final int DIRENT_NAME = 19;
  private static final int AT_REMOVEDIR = 0x200;
  private static final long COPY_RANGE = 1L << 30;

  private Files() {}

  /** What lies at a path. */
  public static Stat lstat(String path) throws IOException {
    try (var call = new Call()) {
      return Statx.decode(statx(call, path, 0));
    }
  }

  /** What lies at a path, or null where nothing does (ENOENT, ENOTDIR). */
  public static @Nullable Stat lstatOrNull(String path) throws IOException {
    try (var call = new Call()) {
      MemorySegment buffer = call.buffer(Statx.SIZE);
      long result =
          call.attempt(
              SystemCall.STATX,
              Call.AT_FDCWD,
              call.text(path),
              Call.AT_SYMLINK_NOFOLLOW,
              Statx.BASIC,
              buffer.address(),
              0);
      if (result == -LinuxException.ENOENT || result == -LinuxException.ENOTDIR) {
        return null;
      }
      if (result < 0) {
        throw Call.failure(SystemCall.STATX, path, result);
      }
      return Statx.decode(buffer);
    }
  }

  /** Names in a directory, without {@code .} and {@code ..}, sorted by their bytes. */
  public static List<String> list(String directory) throws IOException {
    int flags = Descriptor.O_RDONLY | Descriptor.O_DIRECTORY | Descriptor.O_NOFOLLOW;
    List<byte[]> names = new ArrayList<>();
    try (var opened = Descriptor.open(directory, flags, 0);
        var call = new Call()) {
      MemorySegment buffer = call.buffer(DIRENT_BUFFER);
      while (true) {
        long length =
            call.run(
                SystemCall.GETDENTS64,
                directory,
                opened.number(),
                buffer.address(),
                DIRENT_BUFFER,
                0,
                0);
        if (length == 0) {
          break;
        }
        readNames(buffer, length, names);
      }
    }
    names.sort(Arrays::compareUnsigned);
    return names.stream().map(Names::decode).toList();
  }

  /** Target of a symbolic link, as stored. */
  public static String readlink(String path) throws IOException {
    try (var call = new Call()) {
      MemorySegment buffer = call.buffer(PATH_MAX);
      long length =
          call.run(
              SystemCall.READLINKAT,
              path,
              Call.AT_FDCWD,
              call.text(path),
              buffer.address(),
              PATH_MAX,
              0);
      return Names.decode(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /** Opens a file to read (O_NOFOLLOW); unbuffered. */
  public static InputStream read(String path) throws IOException {
    // Without O_NONBLOCK, opening a fifo would wait for a writer for ever.
    int flags = Descriptor.O_RDONLY | Descriptor.O_NOFOLLOW | Descriptor.O_NONBLOCK;
    return Descriptor.open(path, flags, 0).input();
  }

  /** Creates a file that must not exist yet (O_EXCL, O_NOFOLLOW), or throws EEXIST; unbuffered. */
  public static OutputStream create(String path, int mode) throws IOException {
    return createFile(path, mode).output();
  }

  /** Creates a file of zeros that takes no space; it must not exist yet. */
  public static void createHole(String path, int mode, long size) throws IOException {
    try (Descriptor file = createFile(path, mode)) {
      file.resize(size);
    }
  }

  /**
   * Copies content into a file that must not exist yet; shares blocks where the file system can.
   */
  public static void copyContent(String from, String to, int mode) throws IOException {
    int flags = Descriptor.O_RDONLY | Descriptor.O_NOFOLLOW | Descriptor.O_NONBLOCK;
    try (var in = Descriptor.open(from, flags, 0);
        var out = createFile(to, mode)) {
      if (!copyRanges(from, in, out)) {
        byte[] chunk = new byte[128 * 1024];
        for (int n = in.read(chunk, 0, chunk.length); n > 0; n = in.read(chunk, 0, chunk.length)) {
          out.write(chunk, 0, n);
          stopIfInterrupted(from);
        }
      }
    }
  }

  /** Makes a directory with exactly these permission bits, whatever the umask says. */
  public static void mkdir(String path, int mode) throws IOException {
    try (var call = new Call()) {
      call.run(SystemCall.MKDIRAT, path, Call.AT_FDCWD, call.text(path), mode, 0, 0);
    }
    chmod(path, mode & 07777);
  }

  /** Makes a symbolic link; the target is stored as it is. */
  public static void symlink(String target, String path) throws IOException {
    try (var call = new Call()) {
      call.run(SystemCall.SYMLINKAT, path, call.text(target), Call.AT_FDCWD, call.text(path), 0, 0);
    }
  }

  /** Makes a hard link, of a symbolic link too. */
  public static void link(String existing, String path) throws IOException {
    try (var call = new Call()) {
      call.run(
          SystemCall.LINKAT,
          existing + " as " + path,
          Call.AT_FDCWD,
          call.text(existing),
          Call.AT_FDCWD,
          call.text(path),
          0);
    }
  }

  /** Makes a device, fifo or socket; {@code mode} holds the type, and is not cut by the umask. */
  public static void mknod(String path, int mode, int major, int minor) throws IOException {
    try (var call = new Call()) {
      call.run(
          SystemCall.MKNODAT, path, Call.AT_FDCWD, call.text(path), mode, device(major, minor), 0);
    }
    chmod(path, mode & 07777);
  }

  /** Removes anything but a directory. */
  public static void unlink(String path) throws IOException {
    try (var call = new Call()) {
      call.run(SystemCall.UNLINKAT, path, Call.AT_FDCWD, call.text(path), 0, 0, 0);
    }
  }

  /** Removes an empty directory. */
  public static void rmdir(String path) throws IOException {
    try (var call = new Call()) {
      call.run(SystemCall.UNLINKAT, path, Call.AT_FDCWD, call.text(path), AT_REMOVEDIR, 0, 0);
    }
  }

  /** Renames within a file system; replaces a file, or an empty directory by a directory. */
  public static void rename(String from, String to) throws IOException {
    try (var call = new Call()) {
      call.run(
          SystemCall.RENAMEAT2,
          from + " to " + to,
          Call.AT_FDCWD,
          call.text(from),
          Call.AT_FDCWD,
          call.text(to),
          0);
    }
  }

  /** Removes a file or a whole tree; does nothing where there is none. Crosses no mount. */
  public static void removeTree(String path) throws IOException {
    new TreeRemoval(path).run();
  }

  /** Sets permission bits; never on a symbolic link. */
  public static void chmod(String path, int permissions) throws IOException {
    try (var call = new Call()) {
      long name = call.text(path);
      long result =
          call.attempt(
              SystemCall.FCHMODAT2,
              Call.AT_FDCWD,
              name,
              permissions,
              Call.AT_SYMLINK_NOFOLLOW,
              0,
              0);
      if (result >= 0) {
        return;
      }
      // Kernels before 6.6 lack it, and older seccomp profiles answer EPERM to what they do not
      // know.
      if (result != -Errno.ENOSYS && result != -LinuxException.EPERM) {
        throw Call.failure(SystemCall.FCHMODAT2, path, result);
      }
      int flags = Descriptor.O_PATH | Descriptor.O_NOFOLLOW;
      try (var opened = Descriptor.open(path, flags, 0)) {
        // fchmodat follows links, but this one's target is fixed; a symbolic link behind it is
        // refused by the kernel (EOPNOTSUPP).
        long through = call.text("/proc/self/fd/" + opened.number());
        call.run(SystemCall.FCHMODAT, path, Call.AT_FDCWD, through, permissions, 0, 0);
      }
    }
  }

  /**
   * Sets the owner; clears setuid, setgid and capabilities as the kernel does, so call it first.
   */
  public static void lchown(String path, int uid, int gid) throws IOException {
    try (var call = new Call()) {
      call.run(
          SystemCall.FCHOWNAT,
          path,
          Call.AT_FDCWD,
          call.text(path),
          uid,
          gid,
          Call.AT_SYMLINK_NOFOLLOW);
    }
  }

  /** Sets the modification time and the access time to the same instant. */
  public static void setTimes(String path, long seconds, int nanos) throws IOException {
    try (var call = new Call()) {
      MemorySegment times = call.buffer(32);
      for (int offset = 0; offset < 32; offset += 16) {
        times.set(ValueLayout.JAVA_LONG, offset, seconds);
        times.set(ValueLayout.JAVA_LONG, offset + 8, nanos);
      }
      call.run(
          SystemCall.UTIMENSAT,
          path,
          Call.AT_FDCWD,
          call.text(path),
          times.address(),
          Call.AT_SYMLINK_NOFOLLOW,
          0);
    }
  }

  /** All extended attributes that can be read. */
  public static SortedMap<String, byte[]> xattrs(String path) throws IOException {
    return Xattrs.all(path);
  }

  /** One extended attribute, or null where the file has none of that name. */
  public static byte @Nullable [] xattr(String path, String name) throws IOException {
    return Xattrs.one(path, name);
  }

  /** Sets an extended attribute, new or not. */
  public static void setXattr(String path, String name, byte[] value) throws IOException {
    try (var call = new Call()) {
      call.run(
          SystemCall.LSETXATTR,
          path + " " + name,
          call.text(path),
          call.text(name),
          call.bytes(value),
          value.length,
          0);
    }
  }

  /** Identity of the mount that holds the path. */
  static long mountId(String path) throws IOException {
    try (var call = new Call()) {
      return Statx.mountId(statx(call, path, Statx.MOUNT_ID));
    }
  }

  static MemorySegment statx(Call call, String path, long more) throws IOException {
    MemorySegment buffer = call.buffer(Statx.SIZE);
    call.run(
        SystemCall.STATX,
        path,
        Call.AT_FDCWD,
        call.text(path),
        Call.AT_SYMLINK_NOFOLLOW,
        Statx.BASIC | more,
        buffer.address());
    return buffer;
  }

  private static Descriptor createFile(String path, int mode) throws IOException {
    int flags =
        Descriptor.O_WRONLY | Descriptor.O_CREAT | Descriptor.O_EXCL | Descriptor.O_NOFOLLOW;
    Descriptor file = Descriptor.open(path, flags, mode);
    try {
      file.chmod(mode & 07777);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return file;
  }

  /** Copies inside the kernel; false where that is not possible and nothing was copied. */
  private static boolean copyRanges(String from, Descriptor in, Descriptor out) throws IOException {
    long total = 0;
    try (var call = new Call()) {
      while (true) {
        long copied =
            call.attempt(
                SystemCall.COPY_FILE_RANGE, in.number(), 0, out.number(), 0, COPY_RANGE, 0);
        if (copied > 0) {
          total += copied;
          stopIfInterrupted(from);
        } else if (total == 0) {
          // Also at length 0, since files of special file systems report no size.
          return false;
        } else if (copied == 0) {
          return true;
        } else {
          throw Call.failure(SystemCall.COPY_FILE_RANGE, from, copied);
        }
      }
    }
  }

  /** Copies of large files end with the build that wants them. */
  private static void stopIfInterrupted(String path) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("copy of " + path + " interrupted");
    }
  }

  private static void readNames(MemorySegment buffer, long length, List<byte[]> names) {
    long at = 0;
    while (at < length) {
      int size = Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, at + DIRENT_LENGTH));
      long end = at + DIRENT_NAME;
      while (buffer.get(ValueLayout.JAVA_BYTE, end) != 0) {
        end++;
      }
      byte[] name =
          buffer.asSlice(at + DIRENT_NAME, end - at - DIRENT_NAME).toArray(ValueLayout.JAVA_BYTE);
      boolean dots = name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
      if (!dots) {
        names.add(name);
      }
      at += size;
    }
  }

  private static long device(int major, int minor) {
    return (minor & 0xFFL)
        | ((major & 0xFFFL) << 8)
        | ((minor & ~0xFFL) << 12)
        | ((major & ~0xFFFL) << 32);
  }
}
