package build.stave.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Mounts in this process's mount namespace. */
public final class Mounts {
  private static final long MS_RDONLY = 1;
  private static final long MS_BIND = 4096;
  private static final long MS_REC = 16384;
  private static final long MOUNT_ATTR_RDONLY = 1;
  private static final long AT_RECURSIVE = 0x8000;
  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;

  /**
   * With {@code userxattr} it works in a user namespace, and makes no redirects or metadata-only
   * copies; {@code volatile} spares the syncs of package managers, since after a crash a step is
   * run again.
   */
  private static final String OPTIONS = ",userxattr,index=off,volatile";

  /** mount(2) takes one page of options; its last byte is the NUL. */
  private static final int MAX_OPTIONS = 4095;

  private Mounts() {}

  /**
   * Mounts an overlay whose upper directory can be read as the difference.
   *
   * @param lowers lowest last, at least one
   * @param upper directory that gets the changes
   * @param work empty directory on the same file system
   */
  public static void overlay(List<String> lowers, String upper, String work, String target)
      throws IOException {
    String rest = ",upperdir=" + escape(upper) + ",workdir=" + escape(work) + OPTIONS;
    mountOverlay(lowers, rest, 0, target);
  }

  /** Mounts an overlay that cannot be changed; with one lower, a read-only bind mount. */
  public static void readOnly(List<String> lowers, String target) throws IOException {
    if (lowers.size() == 1) {
      bind(lowers.getFirst(), target, true);
    } else {
      mountOverlay(lowers, ",userxattr", MS_RDONLY, target);
    }
  }

  /** Shows a file or directory, with what is mounted below it, at another place. */
  public static void bind(String source, String target, boolean readOnly) throws IOException {
    mount(source, target, "", MS_BIND | MS_REC, "");
    if (!readOnly) {
      return;
    }
    try (var call = new Call()) {
      // Unlike a remount it adds to the flags, so that those a user namespace may not clear stay.
      MemorySegment attributes = call.buffer(32);
      attributes.set(ValueLayout.JAVA_LONG, 0, MOUNT_ATTR_RDONLY);
      long name = call.text(target);
      long result =
          call.attempt(
              SystemCall.MOUNT_SETATTR,
              Call.AT_FDCWD,
              name,
              AT_RECURSIVE,
              attributes.address(),
              32,
              0);
      if (result < 0) {
        unmount(target);
        throw Call.failure(SystemCall.MOUNT_SETATTR, target, result);
      }
    }
  }

  /** Mounts an empty file system in memory; options such as {@code mode=755,size=1m}. */
  public static void tmpfs(String target, String options) throws IOException {
    mount("tmpfs", target, "tmpfs", 0, options);
  }

  /** Unmounts, lazily where it is still in use. Does nothing where nothing is mounted. */
  public static void unmount(String target) throws IOException {
    try (var call = new Call()) {
      long name = call.text(target);
      long result =
          call.attempt(SystemCall.UMOUNT2, name, MNT_DETACH | UMOUNT_NOFOLLOW, 0, 0, 0, 0);
      if (result < 0 && result != -LinuxException.EINVAL && result != -LinuxException.ENOENT) {
        throw Call.failure(SystemCall.UMOUNT2, target, result);
      }
    }
  }

  private static void mountOverlay(List<String> lowers, String rest, long flags, String target)
      throws IOException {
    List<String> escaped = lowers.stream().map(Mounts::escape).toList();
    String options = "lowerdir=" + String.join(":", escaped) + rest;
    if (Names.encode(options).length <= MAX_OPTIONS) {
      mount("overlay", target, "overlay", flags, options);
      return;
    }
    // Descriptors have short names, which lets some 200 layers fit on every kernel; fsconfig's
    // lowerdir+ would need Linux 6.7.
    List<Descriptor> opened = new ArrayList<>();
    try {
      List<String> links = new ArrayList<>();
      for (String lower : lowers) {
        var directory = Descriptor.open(lower, Descriptor.O_PATH | Descriptor.O_DIRECTORY, 0);
        opened.add(directory);
        links.add("/proc/self/fd/" + directory.number());
      }
      String shorter = "lowerdir=" + String.join(":", links) + rest;
      if (Names.encode(shorter).length > MAX_OPTIONS) {
        throw new LinuxException(
            "mount overlay on " + target,
            LinuxException.EINVAL,
            lowers.size() + " layers are more than one mount can take");
      }
      mount("overlay", target, "overlay", flags, shorter);
    } finally {
      for (Descriptor directory : opened) {
        directory.close();
      }
    }
  }

  private static void mount(String source, String target, String type, long flags, String options)
      throws IOException {
    try (var call = new Call()) {
      long from = call.text(source);
      long to = call.text(target);
      long kind = type.isEmpty() ? 0 : call.text(type);
      long data = options.isEmpty() ? 0 : call.text(options);
      long result = call.attempt(SystemCall.MOUNT, from, to, kind, flags, data, 0);
      if (result < 0) {
        String what = type.isEmpty() ? source : type;
        throw Call.failure(SystemCall.MOUNT, what + " on " + target, result);
      }
    }
  }

  private static String escape(String path) {
    return path.replace("\\", "\\\\").replace(",", "\\,").replace(":", "\\:");
  }
}
