package build.stave.linux;

import java.util.Locale;

/** System calls by their numbers, which differ between x86-64 and arm64 up to number 423. */
enum SystemCall {
  CLOSE(3, 57),
  COPY_FILE_RANGE(326, 285),
  FCHMOD(91, 52),
  FCHMODAT(268, 53),
  FCHMODAT2(452, 452),
  FCHOWNAT(260, 54),
  FLOCK(73, 32),
  FSYNC(74, 82),
  FTRUNCATE(77, 46),
  GETDENTS64(217, 61),
  LGETXATTR(192, 9),
  LINKAT(265, 37),
  LLISTXATTR(195, 12),
  LSETXATTR(189, 6),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  MOUNT(165, 40),
  MOUNT_SETATTR(442, 442),
  OPENAT(257, 56),
  READ(0, 63),
  READLINKAT(267, 78),
  RENAMEAT2(316, 276),
  STATFS(137, 43),
  STATX(332, 291),
  SYMLINKAT(266, 36),
  SYNCFS(306, 267),
  UMOUNT2(166, 39),
  UNLINKAT(263, 35),
  UTIMENSAT(280, 88),
  WRITE(1, 64);

  /** Whether this machine is an arm64 one. */
  static final boolean ARM64 = System.getProperty("os.arch").equals("aarch64");

  private final int number;

  SystemCall(int x86, int arm) {
    this.number = System.getProperty("os.arch").equals("aarch64") ? arm : x86;
  }

  int number() {
    return number;
  }

  /** The name as manual pages have it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
