package build.stave.source;

import build.stave.oci.Digest;
import org.jspecify.annotations.Nullable;

/** Where a build context comes from. */
public sealed interface ContextSpec {
  /** A folder of this machine. */
  record Folder(String path) implements ContextSpec {}

  /**
   * A git repository.
   *
   * @param url {@code https}, {@code http}, {@code ssh}, {@code git} or {@code file}, or {@code
   *     user@host:path}; may hold a user and a password
   * @param ref branch, tag, full reference name, or commit, full or short; empty for the default
   *     branch
   * @param subdir folder in the repository; empty for all of it
   * @param commit beginning of the commit that it must be, or null
   * @param keepGitDir whether {@code .git} stays
   * @param submodules whether submodules are fetched
   * @param commitTimes whether files have the time of the commit, and not that of the build
   */
  record Git(
      String url,
      String ref,
      String subdir,
      @Nullable String commit,
      boolean keepGitDir,
      boolean submodules,
      boolean commitTimes)
      implements ContextSpec {
    /** All files at a reference, submodules too, without {@code .git}. */
    public static Git of(String url, String ref) {
      return new Git(url, ref, "", null, false, true, false);
    }

    /** The same, with or without {@code .git}. */
    public Git keepingGitDir(boolean keep) {
      return new Git(url, ref, subdir, commit, keep, submodules, commitTimes);
    }

    /** The same, which has to be this commit or one that begins so. */
    public Git checked(String hash) {
      return new Git(url, ref, subdir, hash, keepGitDir, submodules, commitTimes);
    }

    @Override
    public String toString() {
      return GitUrl.redacted(url) + (ref.isEmpty() ? "" : "#" + ref);
    }
  }

  /** A tar archive or a lone Dockerfile on a web server, told apart by content. */
  record Archive(String url, @Nullable Digest checksum) implements ContextSpec {
    @Override
    public String toString() {
      return GitUrl.redacted(url);
    }
  }

  /** A tar archive or a lone Dockerfile from standard input, told apart by content. */
  record Stream() implements ContextSpec {}

  /** No files at all. */
  record Empty() implements ContextSpec {}

  /**
   * What docker takes the word after {@code docker build} for.
   *
   * @throws build.stave.problem.StaveException for a git URL with a malformed query or fragment
   */
  static ContextSpec parse(String text) {
    if (text.equals("-")) {
      return new Stream();
    }
    if (GitUrl.isGit(text)) {
      return GitUrl.parse(text);
    }
    return text.startsWith("http://") || text.startsWith("https://")
        ? new Archive(text, null)
        : new Folder(text);
  }
}
