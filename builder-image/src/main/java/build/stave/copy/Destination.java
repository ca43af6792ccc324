package build.stave.copy;

import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Where things go: resolves the destination inside its root, makes missing directories, and gives
 * those that are written into a time that does not depend on the clock.
 */
final class Destination {
  private final CopyRequest request;
  private final Owner owner;
  private final boolean directory;

  /**
   * Directories whose time the clock gave. Those that a source brought are none: their writer dates
   * them. What is left are the destination and its parents, which nothing replaces by a link.
   */
  private final Set<String> touched = new HashSet<>();

  Destination(CopyRequest request) {
    this.request = request;
    this.owner = request.owner() == null ? Owner.ROOT : request.owner();
    String written = request.destination();
    this.directory =
        written.endsWith("/") || written.endsWith("/.") || request.sources().size() > 1;
  }

  /** The destination as a directory that exists. */
  String asDirectory() throws IOException {
    String path = resolve();
    makeDirectories(path);
    return path;
  }

  /**
   * Where a single file goes: into the destination, if that is a directory or meant as one, else to
   * exactly there.
   *
   * @param name in a directory
   * @param several whether other files have the same destination, which then is a directory as for
   *     several sources; BuildKit would leave the last of them (moby/buildkit#1853)
   */
  String forFile(String name, boolean several) throws IOException {
    String path = resolve();
    if (directory || several || isDirectory(path)) {
      makeDirectories(path);
      return path + "/" + name;
    }
    makeDirectories(path.substring(0, path.lastIndexOf('/')));
    return path;
  }

  /** Removes a file or link that is in the way. */
  void makeRoom(String path) throws IOException {
    Stat existing = Files.lstatOrNull(path);
    if (existing == null) {
      return;
    }
    if (!existing.isDirectory()) {
      Files.unlink(path);
    } else if (request.link()) {
      Files.removeTree(path);
    } else {
      throw Problem.user("cannot replace directory " + shown(path) + " with a file").exception();
    }
    written(path);
  }

  /** Notes that something was made or removed at a path. */
  void written(String path) {
    touched.add(path.substring(0, path.lastIndexOf('/')));
  }

  /** Notes that a directory was given a time after the last change in it. */
  void dated(String directory) {
    touched.remove(directory);
  }

  /** Dates the directories that nothing else has dated. */
  void finish() throws IOException {
    for (String path : touched) {
      Files.setTimes(path, request.epoch(), 0);
    }
  }

  /** A path of the root file system as its processes see it, for messages. */
  String shown(String path) {
    String inside = path.substring(Math.min(path.length(), request.root().length()));
    return inside.startsWith("/") ? inside : "/" + inside;
  }

  /** With --link nothing of the image below counts, so that the file replaces a directory. */
  private boolean isDirectory(String path) throws IOException {
    Stat existing = request.link() ? null : Files.lstatOrNull(path);
    return existing != null && existing.isDirectory();
  }

  private String resolve() throws IOException {
    if (request.link()) {
      return lexical();
    }
    try {
      return RootPath.resolve(request.root(), request.destination());
    } catch (LinuxException e) {
      if (e.errno() == LinuxException.ELOOP) {
        throw Problem.user("too many symbolic links in destination " + request.destination())
            .exception(e);
      }
      throw e;
    }
  }

  /** The destination as it is written; its links are replaced by directories, not followed. */
  private String lexical() {
    Deque<String> names = new ArrayDeque<>();
    for (String name : request.destination().split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return names.isEmpty() ? request.root() : request.root() + "/" + String.join("/", names);
  }

  private void makeDirectories(String path) throws IOException {
    if (path.length() <= request.root().length()) {
      return;
    }
    if (request.link()) {
      // From the top, since looking at a path would follow a link among its parents.
      makeDirectories(path.substring(0, path.lastIndexOf('/')));
      Stat there = Files.lstatOrNull(path);
      if (there != null && !there.isDirectory()) {
        Files.unlink(path);
      }
    }
    Stat existing = Files.lstatOrNull(path);
    if (existing == null) {
      makeDirectories(path.substring(0, path.lastIndexOf('/')));
      Files.mkdir(path, 0755);
      Metadata.own(path, owner);
      Files.chmod(path, 0755);
      touched.add(path);
      written(path);
    } else if (!existing.isDirectory()) {
      throw Problem.user("cannot copy to non-directory: " + shown(path))
          .fix("choose a destination below which every parent is a directory")
          .exception();
    }
  }
}
