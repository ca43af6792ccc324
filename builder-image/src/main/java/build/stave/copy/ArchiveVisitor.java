package build.stave.copy;

import build.stave.copy.TreeWalk.Node;
import java.io.IOException;

/** Unpacks files that are archives, and leaves everything else to another visitor. */
final class ArchiveVisitor implements Selection.Visitor {
  private final CopyRequest request;
  private final Destination destination;
  private final Selection.Visitor others;
  private boolean unpacked;

  ArchiveVisitor(CopyRequest request, Destination destination, Selection.Visitor others) {
    this.request = request;
    this.destination = destination;
    this.others = others;
  }

  @Override
  public void start(String name, Node start, boolean several) throws IOException {
    unpacked = start.stat().isFile() && ArchiveSource.isArchive(start.path());
    if (unpacked) {
      ArchiveSource.unpack(start.path(), name, request, destination);
    } else {
      others.start(name, start, several);
    }
  }

  @Override
  public void enter(Node directory) throws IOException {
    others.enter(directory);
  }

  @Override
  public void file(Node file) throws IOException {
    if (!unpacked) {
      others.file(file);
    }
  }

  @Override
  public void leave(Node directory) throws IOException {
    others.leave(directory);
  }
}
