package build.stave.copy;

import build.stave.linux.Files;
import build.stave.linux.Stat;
import java.io.IOException;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a copy has beside its content.
 *
 * @param mode permission bits before {@code --chmod}
 * @param mtime seconds since 1970
 */
record Metadata(Owner owner, int mode, SortedMap<String, byte[]> xattrs, long mtime) {

  /** Sets it; the order matters, since a change of owner clears setuid and capabilities. */
  void apply(String path, Stat made, @Nullable ModeChange chmod) throws IOException {
    own(path, owner);
    Xattrs.set(path, xattrs);
    if (!made.isSymlink()) {
      Files.chmod(path, chmod == null ? mode : chmod.apply(mode, made.isDirectory()));
    }
    Files.setTimes(path, mtime, 0);
  }

  /** Changes the owner where it is another one. */
  static void own(String path, Owner owner) throws IOException {
    Stat stat = Files.lstat(path);
    if (stat.uid() != owner.uid() || stat.gid() != owner.gid()) {
      Files.lchown(path, owner.uid(), owner.gid());
    }
  }
}
