package build.stave.source;

import build.stave.crds.git.GitEnvironment;
import build.stave.linux.Files;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Opens build contexts. */
public final class Sources {
  private Sources() {}

  /**
   * Makes a context lie ready as a tree of files.
   *
   * @param folder existing and empty, for what has to be fetched; everything in it stays until the
   *     caller removes it
   * @throws build.stave.problem.StaveException USER where it does not exist or is not what it has
   *     to be, REMOTE where a server fails
   */
  public static SourceTree open(ContextSpec spec, Path folder, SourceSettings settings)
      throws IOException, InterruptedException {
    return switch (spec) {
      case ContextSpec.Folder local -> folder(local.path());
      case ContextSpec.Git git -> git(git, folder, settings);
      case ContextSpec.Archive archive -> {
        var download =
            new Downloads(settings.http()).fetch(archive.url(), archive.checksum(), folder);
        yield file(download.file(), archive.toString(), folder);
      }
      case ContextSpec.Stream ignored -> stream(settings.input(), folder);
      case ContextSpec.Empty ignored -> SourceTree.of(make(folder));
    };
  }

  /**
   * Looks which commit a git context means now; nothing is fetched.
   *
   * @param folder existing, for what git keeps meanwhile
   */
  public static GitHead look(ContextSpec.Git git, Path folder, SourceSettings settings)
      throws IOException, InterruptedException {
    GitEnvironment.install();
    Path home = java.nio.file.Files.createTempDirectory(folder, "home");
    try (var connection = new GitConnection(settings.http(), settings.git(), home)) {
      return new GitCheckout(connection, false, false).look(git.url(), git.ref());
    } catch (StaveException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    } finally {
      Files.removeTree(home.toString());
    }
  }

  /**
   * Unpacks a tar archive, plain or compressed, below a root.
   *
   * @param title what a person calls the file
   * @param root absolute and existing; nothing is written outside of it, whatever the archive holds
   */
  public static void unpack(Path file, String title, String root) throws IOException {
    ArchiveContext.unpack(file, title, root);
  }

  private static SourceTree folder(String path) throws IOException {
    String absolute = Path.of(path.isEmpty() ? "." : path).toAbsolutePath().normalize().toString();
    String real = RootPath.resolve("/", absolute);
    Stat stat = Files.lstatOrNull(real);
    if (stat == null) {
      throw Problem.user("folder " + path + " does not exist")
          .fix("name a folder, a git URL, the URL of a tar archive, or - for standard input")
          .exception();
    }
    if (!stat.isDirectory()) {
      throw Problem.user(path + " is not a folder")
          .fix("name the folder that holds it; a Dockerfile is named with -f")
          .exception();
    }
    return SourceTree.of(real);
  }

  private static SourceTree git(ContextSpec.Git git, Path folder, SourceSettings settings)
      throws IOException, InterruptedException {
    String root = make(folder);
    GitEnvironment.install();
    Path home = java.nio.file.Files.createDirectory(folder.resolve("home"));
    try (var connection = new GitConnection(settings.http(), settings.git(), home)) {
      var commit =
          new GitCheckout(connection, git.keepGitDir(), git.submodules())
              .write(git.url(), git.ref(), Path.of(root).toFile());
      if (git.commit() != null && !commit.id().startsWith(git.commit())) {
        throw Problem.user(git + " is commit " + commit.id() + " and not " + git.commit())
            .fix("correct the checksum, or the reference that it belongs to")
            .exception();
      }
      var tree = new GitTree(git.commitTimes() ? Optional.of(commit.time()) : Optional.empty());
      tree.normalize(root);
      return new SourceTree(
          subdir(root, git),
          Optional.of(commit.id()),
          Optional.of(commit.time()),
          git.commitTimes(),
          tree.notes());
    } catch (StaveException e) {
      // Git says of an interruption that the connection failed.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    } finally {
      Files.removeTree(home.toString());
    }
  }

  private static String subdir(String root, ContextSpec.Git git) throws IOException {
    String path = RootPath.resolve(root, git.subdir());
    Stat stat = Files.lstatOrNull(path);
    if (stat == null || !stat.isDirectory()) {
      throw Problem.user(
              git + " has no folder " + git.subdir() + (stat == null ? "" : ": it is a file"))
          .fix("check the part behind the colon")
          .exception();
    }
    return path;
  }

  private static SourceTree stream(InputStream in, Path folder) throws IOException {
    Path spool = folder.resolve("stdin");
    java.nio.file.Files.copy(in, spool);
    return file(spool, "standard input", folder);
  }

  private static SourceTree file(Path file, String title, Path folder) throws IOException {
    try {
      String root = make(folder);
      ArchiveContext.read(file, title, root);
      return SourceTree.of(root);
    } finally {
      java.nio.file.Files.delete(file);
    }
  }

  private static String make(Path folder) throws IOException {
    String root = folder.toAbsolutePath().resolve("tree").toString();
    Files.mkdir(root, 0755);
    return root;
  }
}
