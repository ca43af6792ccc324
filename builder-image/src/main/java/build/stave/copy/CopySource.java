package build.stave.copy;

import build.stave.archive.Bytes;
import build.stave.ignore.IgnoreRules;
import java.nio.file.Path;

/** One source of a COPY or ADD whose content lies ready. */
public sealed interface CopySource {
  /**
   * A path or pattern in a tree. The tree may be hostile: links in it lead nowhere outside.
   *
   * @param root absolute path of the tree, escaped as {@link build.stave.linux.Names}
   * @param title how a person calls it in messages, such as {@code the build context}
   * @param pattern relative to the root; empty for all of it
   * @param ignore what the tree is thought not to hold
   * @param origin whose owners and times count
   * @param unpack whether a file that is an archive by its content is unpacked
   */
  record Tree(
      String root, String title, String pattern, IgnoreRules ignore, Origin origin, boolean unpack)
      implements CopySource {}

  /** Where a tree comes from. */
  enum Origin {
    /** Of a person's machine or git: owned by 0:0, times of no meaning. */
    CONTEXT,
    /** As a context, but the times are kept: of git, where the commit's time was asked for. */
    DATED,
    /** The root file system of a stage or image: owners and times are kept. */
    IMAGE
  }

  /** A small file with mode 0644, such as a heredoc. */
  record Inline(String name, Bytes content) implements CopySource {}

  /**
   * A downloaded file; mode 0600.
   *
   * @param file in a folder of our own
   * @param name for a destination that is a directory
   * @param mtime seconds since 1970
   * @param unpack whether it is unpacked if it is an archive by its content
   */
  record LocalFile(Path file, String name, long mtime, boolean unpack) implements CopySource {}
}
