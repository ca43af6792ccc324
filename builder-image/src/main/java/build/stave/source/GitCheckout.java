package build.stave.source;

import build.stave.linux.Files;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.dircache.InvalidPathException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.DirCacheNameConflictException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.submodule.SubmoduleWalk;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.URIish;

/** Fetches one commit of a repository, no deeper than needed, and writes its files. */
final class GitCheckout {
  private static final Pattern FULL_COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern SHORT_COMMIT = Pattern.compile("[0-9a-f]{4,39}");
  private static final String LOCAL = "refs/stave/";
  private static final int MAX_DEPTH = 10;

  private final GitConnection connection;
  private final boolean keepGitDir;
  private final boolean submodules;

  GitCheckout(GitConnection connection, boolean keepGitDir, boolean submodules) {
    this.connection = connection;
    this.keepGitDir = keepGitDir;
    this.submodules = submodules;
  }

  /** The commit that was written, and its time. */
  record Commit(String id, long time) {}

  /**
   * Writes the files of a commit into a folder that is there and empty.
   *
   * @param ref as in {@link ContextSpec.Git}
   */
  Commit write(String url, String ref, File folder) throws IOException {
    return write(url, ref, folder, 0);
  }

  /** Which commit a reference is at. */
  GitHead look(String url, String ref) {
    var remote = remote(url);
    try {
      Map<String, Ref> refs = refs(remote);
      Ref found = find(refs, ref).orElseThrow(() -> remote.unknown(ref, refs.keySet()));
      ObjectId peeled = found.getPeeledObjectId();
      ObjectId id =
          peeled == null ? Objects.requireNonNull(found.getObjectId(), "an object") : peeled;
      String name = found.getTarget().getName();
      return new GitHead(
          id.name(),
          name.startsWith(Constants.R_HEADS)
              ? Optional.of(name.substring(Constants.R_HEADS.length()))
              : Optional.empty());
    } catch (GitAPIException e) {
      throw remote.explain(e, ref);
    }
  }

  private Map<String, Ref> refs(GitRemote remote) throws GitAPIException {
    return connection
        .prepare(Git.lsRemoteRepository().setRemote(remote.fetched()), remote.logins())
        .callAsMap();
  }

  private Commit write(String url, String ref, File folder, int depth) throws IOException {
    var remote = remote(url);
    try (Git git = Git.init().setDirectory(folder).setInitialBranch("stave").call()) {
      Repository repository = git.getRepository();
      configure(repository, remote.shown());
      ObjectId id = fetch(git, remote, ref);
      RevCommit commit = parse(repository, id);
      checkOut(git, remote, commit);
      if (submodules) {
        writeSubmodules(repository, url, depth);
      }
      return new Commit(commit.name(), commit.getCommitTime());
    } catch (GitAPIException e) {
      throw remote.explain(e, ref);
    } finally {
      if (!keepGitDir) {
        Files.removeTree(folder + "/.git");
      }
    }
  }

  private static void checkOut(Git git, GitRemote remote, RevCommit commit) throws GitAPIException {
    try {
      git.checkout().setName(commit.name()).setForced(true).call();
    } catch (InvalidPathException | DirCacheNameConflictException e) {
      throw Problem.user(
              "git repository "
                  + remote.shown()
                  + " has a path that git refuses: "
                  + e.getMessage())
          .exception(e);
    }
  }

  private GitRemote remote(String url) {
    try {
      var address = new URIish(url);
      return new GitRemote(address, connection.logins(address));
    } catch (URISyntaxException e) {
      throw Problem.user("malformed git URL " + GitUrl.redacted(url)).exception();
    }
  }

  private static void configure(Repository repository, String url) throws IOException {
    StoredConfig config = repository.getConfig();
    config.setString("remote", "origin", "url", url);
    config.setBoolean("core", null, "filemode", true);
    config.setBoolean("core", null, "symlinks", true);
    config.setString("core", null, "autocrlf", "false");
    config.save();
  }

  private ObjectId fetch(Git git, GitRemote remote, String ref)
      throws GitAPIException, IOException {
    if (FULL_COMMIT.matcher(ref).matches()) {
      try {
        fetch(git, remote, 1, ref + ":" + LOCAL + "commit");
        return ObjectId.fromString(ref);
      } catch (TransportException e) {
        // Servers need not hand out commits that no reference names.
        if (remote.isFatal(e)) {
          throw e;
        }
        fetchAll(git, remote);
        return ObjectId.fromString(ref);
      }
    }
    Map<String, Ref> refs = refs(remote);
    Optional<Ref> found = find(refs, ref);
    if (found.isPresent()) {
      String name = found.get().getName();
      fetch(git, remote, 1, "+" + name + ":" + LOCAL + "head");
      return Objects.requireNonNull(git.getRepository().resolve(LOCAL + "head"));
    }
    if (SHORT_COMMIT.matcher(ref).matches()) {
      fetchAll(git, remote);
      return resolveShort(git.getRepository(), remote, ref);
    }
    throw remote.unknown(ref, refs.keySet());
  }

  private static Optional<Ref> find(Map<String, Ref> refs, String ref) {
    if (ref.isEmpty()) {
      return Optional.ofNullable(refs.get(Constants.HEAD));
    }
    for (String prefix : new String[] {"", Constants.R_HEADS, Constants.R_TAGS, "refs/"}) {
      Ref found = refs.get(prefix + ref);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private void fetch(Git git, GitRemote remote, int depth, String... specs) throws GitAPIException {
    var command =
        git.fetch().setRemote(remote.fetched()).setTagOpt(TagOpt.NO_TAGS).setRefSpecs(specs);
    if (depth > 0) {
      command.setDepth(depth);
    }
    connection.prepare(command, remote.logins()).call();
  }

  private void fetchAll(Git git, GitRemote remote) throws GitAPIException {
    fetch(git, remote, 0, "+refs/heads/*:" + LOCAL + "heads/*", "+refs/tags/*:" + LOCAL + "tags/*");
  }

  private static ObjectId resolveShort(Repository repository, GitRemote remote, String ref)
      throws IOException {
    try (var reader = repository.newObjectReader()) {
      var matches = reader.resolve(AbbreviatedObjectId.fromString(ref));
      if (matches.size() != 1) {
        throw remote.unknown(ref, Set.of());
      }
      return matches.iterator().next();
    }
  }

  private static RevCommit parse(Repository repository, ObjectId id) throws IOException {
    try (var walk = new RevWalk(repository)) {
      return walk.parseCommit(id);
    } catch (IncorrectObjectTypeException e) {
      throw Problem.user("git object " + id.name() + " is no commit").exception(e);
    } catch (MissingObjectException e) {
      throw Problem.user("git repository has no commit " + id.name())
          .because(Reason.REF_NOT_FOUND)
          .exception(e);
    }
  }

  private void writeSubmodules(Repository repository, String url, int depth) throws IOException {
    Stat modules = Files.lstatOrNull(repository.getWorkTree() + "/.gitmodules");
    if (modules != null && !modules.isFile()) {
      throw Problem.user(".gitmodules of " + GitUrl.redacted(url) + " is no file").exception();
    }
    try (var walk = SubmoduleWalk.forIndex(repository)) {
      while (walk.next()) {
        String path = walk.getPath();
        String address = submoduleUrl(walk, url);
        if (depth == MAX_DEPTH) {
          throw Problem.user("git submodules nest deeper than " + MAX_DEPTH + ": " + path)
              .exception();
        }
        String folder = submoduleFolder(repository.getWorkTree().toString(), path);
        write(address, walk.getObjectId().name(), new File(folder), depth + 1);
      }
    } catch (ConfigInvalidException e) {
      throw Problem.user("malformed .gitmodules: " + e.getMessage()).exception(e);
    }
  }

  /** Makes the folder of a submodule, which no link may lead to and nothing may be in. */
  private static String submoduleFolder(String root, String path) throws IOException {
    String folder = root;
    for (String name : path.split("/", -1)) {
      folder = folder + "/" + name;
      Stat there = Files.lstatOrNull(folder);
      if (there == null) {
        Files.mkdir(folder, 0755);
      } else if (!there.isDirectory()) {
        throw Problem.user("git submodule " + path + " is no directory").exception();
      }
    }
    if (!Files.list(folder).isEmpty()) {
      throw Problem.user("git submodule " + path + " has files of its parent").exception();
    }
    return folder;
  }

  private static String submoduleUrl(SubmoduleWalk walk, String parent)
      throws IOException, ConfigInvalidException {
    String url = walk.getModulesUrl();
    if (url == null) {
      throw Problem.user("git submodule " + walk.getPath() + " has no url in .gitmodules")
          .exception();
    }
    String address =
        url.startsWith("./") || url.startsWith("../") ? GitUrl.relative(parent, url) : url;
    // A repository must not make the builder read repositories of the machine it runs on.
    if (!GitUrl.isRemote(address) && GitUrl.isRemote(parent)) {
      throw Problem.user(
              "git submodule " + walk.getPath() + " has a local url: " + GitUrl.redacted(address))
          .exception();
    }
    return address;
  }
}
