package build.stave.engine;

import build.stave.graph.FileSource;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.source.ContextSpec;
import build.stave.source.Download;
import build.stave.source.Downloads;
import build.stave.source.SourceTree;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ADD takes from web servers and git repositories. What the plan saw there is what its steps
 * get: a file that the plan had to download is not fetched again, a branch stays at its commit.
 */
final class RemoteFiles {
  private static final Pattern FULL_COMMIT = Pattern.compile("[0-9a-f]{40}");

  private final Contexts contexts;
  private final Downloads downloads;
  private final Memo<String, Download> files = new Memo<>();
  private final Memo<FileSource.Git, String> commits = new Memo<>();

  RemoteFiles(Contexts contexts, Downloads downloads) {
    this.contexts = contexts;
    this.downloads = downloads;
  }

  /** The file of a URL as it is now, downloaded once. */
  Download planned(String url) throws Exception {
    return files.get(url, () -> downloads.fetch(url, null, contexts.newFolder()));
  }

  /** The file of a source. */
  Download file(FileSource.Http source) throws Exception {
    return source.checksum() == null
        ? planned(source.url())
        : downloads.fetch(source.url(), source.checksum(), contexts.newFolder());
  }

  /** The commit of a source, full. */
  String commit(FileSource.Git source) throws Exception {
    return commits.get(
        source,
        () -> {
          ContextSpec.Git git = spec(source);
          for (String known : new @Nullable String[] {git.commit(), git.ref()}) {
            if (known != null && FULL_COMMIT.matcher(known).matches()) {
              return known;
            }
          }
          try {
            return contexts.look(git).commit();
          } catch (StaveException e) {
            // Servers list branches and tags, but no commits: a short one is found by fetching.
            return contexts
                .git(git)
                .commit()
                .orElseThrow(() -> Problem.internal("look at " + git, "no commit").exception());
          }
        });
  }

  /** How a person calls a source; without its password. */
  String title(FileSource.Git source) {
    return spec(source).toString();
  }

  /** The files of a source at its commit. */
  SourceTree tree(FileSource.Git source) throws Exception {
    ContextSpec.Git git = spec(source);
    String commit = commit(source);
    if (commit.equals(git.commit())) {
      // The checkout compares it with what the reference is.
      return contexts.git(git);
    }
    return contexts.git(
        new ContextSpec.Git(
            git.url(),
            commit,
            git.subdir(),
            git.commit(),
            git.keepGitDir(),
            git.submodules(),
            git.commitTimes()));
  }

  private static ContextSpec.Git spec(FileSource.Git source) {
    if (!(ContextSpec.parse(source.url()) instanceof ContextSpec.Git git)) {
      throw Problem.internal("add " + source.url(), "it is planned as a git repository")
          .exception();
    }
    String checksum = source.checksum();
    String known = git.commit();
    if (checksum != null && known != null && !checksum.equals(known)) {
      throw Problem.user(
              "--checksum=" + checksum + " contradicts checksum=" + known + " in the URL")
          .fix("write one of them")
          .exception();
    }
    ContextSpec.Git checked = checksum == null ? git : git.checked(checksum);
    return checked.keepingGitDir(source.keepGitDir() || git.keepGitDir());
  }
}
