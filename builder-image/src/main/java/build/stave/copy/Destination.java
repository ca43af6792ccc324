package build.stave.copy;

import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where things go: resolves the destination inside its root and makes missing directories. */
final class Destination {
  private final CopyRequest request;
  private final Owner owner;
  private final boolean directory;
  private final List<String> made = new ArrayList<>();

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
   * @param several whether other files have the same destination
   */
  String forFile(String name, boolean several) throws IOException {
    String path = resolve();
    Stat existing = Files.lstatOrNull(path);
    if (directory || several || (existing != null && existing.isDirectory())) {
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
  }

  /** Gives the directories that were made their time, which writing into them changed. */
  void finish() throws IOException {
    for (String path : made.reversed()) {
      Files.setTimes(path, request.epoch(), 0);
    }
  }

  /** A path of the root file system as its processes see it, for messages. */
  String shown(String path) {
    String inside = path.substring(Math.min(path.length(), request.root().length()));
    return inside.startsWith("/") ? inside : "/" + inside;
  }

  private String resolve() throws IOException {
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

  private void makeDirectories(String path) throws IOException {
    if (path.length() <= request.root().length()) {
      return;
    }
    Stat existing = Files.lstatOrNull(path);
    if (existing == null) {
      makeDirectories(path.substring(0, path.lastIndexOf('/')));
      Files.mkdir(path, 0755);
      Metadata.own(path, owner);
      Files.chmod(path, 0755);
      made.add(path);
    } else if (!existing.isDirectory()) {
      throw Problem.user("cannot copy to non-directory: " + shown(path))
          .fix("choose a destination below which every parent is a directory")
          .exception();
    }
  }
}
