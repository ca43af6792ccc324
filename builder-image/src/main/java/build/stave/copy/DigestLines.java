package build.stave.copy;

import build.stave.archive.Bytes;
import build.stave.copy.TreeWalk.Node;
import build.stave.linux.Files;
import build.stave.linux.Names;
import build.stave.linux.Stat;
import build.stave.oci.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Collects what is hashed of each file, in the order of the walk, contents still to come. */
final class DigestLines implements Selection.Visitor {
  private final ContentHasher hasher;
  private final List<Line> lines = new ArrayList<>();
  private final Map<Inode, String> names = new HashMap<>();
  private boolean owners;
  private String start = "";

  private record Inode(long dev, long ino) {}

  private record Line(Bytes fields, @Nullable Future<byte[]> content) {}

  DigestLines(ContentHasher hasher) {
    this.hasher = hasher;
  }

  /** Says that what follows is of another source. */
  void source(CopySource.Tree source) {
    owners = source.origin() == CopySource.Origin.IMAGE;
    names.clear();
    add(new Fields().text("source"), null);
  }

  @Override
  public void start(String name, Node match, boolean several) {
    // A directory's own name does not get into the result, a file's may.
    start = match.stat().isDirectory() ? "" : name;
    add(new Fields().text("start").text(start).number(several ? 1 : 0), null);
  }

  @Override
  public void enter(Node directory) throws IOException {
    // Of a directory whose content is copied, nothing but the content gets into the result.
    if (!directory.name().isEmpty()) {
      add(describe(directory), null);
    }
  }

  @Override
  public void leave(Node directory) {}

  @Override
  public void file(Node file) throws IOException {
    Stat stat = file.stat();
    Fields fields = describe(file).number(stat.size());
    if (stat.isSymlink()) {
      fields.text(Files.readlink(file.path()));
    }
    if (stat.isFile() && stat.links() > 1) {
      String first = names.putIfAbsent(new Inode(stat.dev(), stat.ino()), name(file));
      fields.text(first == null ? "" : first);
    }
    add(fields, stat.isFile() ? hasher.hash(file.path()) : null);
  }

  private Fields describe(Node node) throws IOException {
    Stat stat = node.stat();
    var fields =
        new Fields()
            .text(name(node))
            .number(stat.mode())
            .number(owners ? stat.uid() : 0)
            .number(owners ? stat.gid() : 0)
            .number(stat.rdevMajor())
            .number(stat.rdevMinor());
    Xattrs.of(node.path()).forEach((name, value) -> fields.text(name).bytes(value));
    return fields;
  }

  private String name(Node node) {
    return node.name().isEmpty() ? start : node.name();
  }

  private void add(Fields fields, @Nullable Future<byte[]> content) {
    lines.add(new Line(fields.finish(), content));
  }

  /** The digest of all lines; waits for the contents. */
  Digest digest() throws IOException {
    MessageDigest hash = Digest.newSha256();
    for (Line line : lines) {
      hash.update(line.fields().toArray());
      if (line.content() != null) {
        hash.update(content(line.content()));
      }
    }
    return Digest.of(hash.digest(), "sha256");
  }

  private static byte[] content(Future<byte[]> hash) throws IOException {
    try {
      return hash.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while files were hashed");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Length-prefixed fields; hashed at once, so that a line costs 32 bytes of memory. */
  private static final class Fields {
    private final MessageDigest hash = Digest.newSha256();

    Fields text(String text) {
      return bytes(Names.encode(text));
    }

    Fields number(long number) {
      hash.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
      return this;
    }

    Fields bytes(byte[] bytes) {
      number(bytes.length);
      hash.update(bytes);
      return this;
    }

    Bytes finish() {
      return Bytes.of(hash.digest());
    }
  }
}
