package build.stave.archive;

import build.stave.linux.Names;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.stream.BulkInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive entry by entry as hostile input: ustar, PAX and GNU forms, sparse files of
 * all forms. What it cannot represent exactly it refuses with a USER problem that names the archive
 * and the entry. Entries come as they are stored: names may repeat, and hard links may have no
 * target.
 */
public final class TarReader implements AutoCloseable {
  private final InputStream in;
  private final String archive;
  private final Limits limits;
  private final EntryFields.Global global = new EntryFields.Global();
  private String current = "";
  private long entries;
  private long rawBytes;
  private long fileBytes;
  private long storedLeft;
  private long padding;
  private boolean ended;
  private InputStream content = InputStream.nullInputStream();

  /**
   * @param in the archive, decompressed
   * @param archive its name for messages, such as {@code layer sha256:… of alpine:3.20}
   */
  public TarReader(InputStream in, String archive, Limits limits) {
    this.in = in;
    this.archive = archive;
    this.limits = limits;
  }

  /** The next entry, or null behind the last one. Skips what was not read of the one before. */
  public @Nullable Entry next() throws IOException {
    try {
      return ended ? null : readEntry();
    } catch (NumberFormatException e) {
      throw refuse("its header is damaged: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw refuse(Objects.toString(e.getMessage(), "it is malformed"));
    }
  }

  /** The content of the entry that was returned last; ends with it. */
  public InputStream content() {
    return content;
  }

  /** Reads all that is left of the stream, so that a digest over it covers every byte. */
  public void drain() throws IOException {
    byte[] chunk = new byte[64 * 1024];
    int n;
    do {
      n = readRaw(chunk, 0, chunk.length);
    } while (n >= 0);
    ended = true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private @Nullable Entry readEntry() throws IOException {
    var fields = new EntryFields(global);
    while (true) {
      skip(storedLeft);
      storedLeft = 0;
      skip(padding);
      padding = 0;
      byte[] block = readBlock();
      if (block == null) {
        ended = true;
        if (fields.pending()) {
          throw refuse("it ends after an extended header");
        }
        return null;
      }
      var header = new TarBlock(block);
      if (!header.checksumMatches()) {
        throw refuse(
            entries == 0 && !fields.pending()
                ? "it is no tar archive"
                : "its checksum does not match; the archive is damaged");
      }
      switch (header.type()) {
        case 'x', 'X' -> fields.addPax(readExtended(header));
        case 'g' -> global.add(readExtended(header), limits.headerBytes());
        case 'L' -> fields.setLongName(readExtended(header));
        case 'K' -> fields.setLongLink(readExtended(header));
        case 'V' -> beginContent(header.size());
        default -> {
          return begin(header, fields);
        }
      }
    }
  }

  private Entry begin(TarBlock header, EntryFields fields) throws IOException {
    current = fields.displayName(header);
    if (++entries > limits.entries()) {
      throw refuse("the archive has more than " + limits.entries() + " entries");
    }
    Entry.Kind kind = EntryFields.kind(header, fields);
    boolean file = kind == Entry.Kind.FILE;
    long stored = file ? fields.size(header) : 0;
    beginContent(stored);
    content = new Stored();
    Sparse sparse = file ? sparse(header, fields) : null;
    long size = stored;
    if (sparse != null) {
      if (sparse.dataSize() != storedLeft) {
        throw refuse("its sparse map does not fit its data");
      }
      size = sparse.realSize();
      content = sparse.content(content);
    }
    if (size > limits.bytes() - fileBytes) {
      throw refuse("the files of the archive hold more than " + limits.bytes() + " bytes");
    }
    fileBytes += size;
    Entry entry = fields.entry(header, kind, size);
    current = entry.path();
    return entry;
  }

  private @Nullable Sparse sparse(TarBlock header, EntryFields fields) throws IOException {
    if (header.type() != 'S') {
      return fields.sparse(content);
    }
    List<Sparse.Segment> segments = new ArrayList<>();
    boolean more = addSegments(header, 386, 4, segments) && header.sparseExtended();
    while (more) {
      byte[] block = readBlock();
      if (block == null || segments.size() > 1_000_000) {
        throw refuse("its sparse map is damaged");
      }
      boolean full = addSegments(new TarBlock(block), 0, 21, segments);
      more = full && block[504] != 0;
    }
    return new Sparse(header.sparseRealSize(), segments);
  }

  private static boolean addSegments(
      TarBlock block, int at, int count, List<Sparse.Segment> segments) {
    for (int i = 0; i < count; i++) {
      long offset = block.sparseField(at + i * 24);
      if (offset < 0) {
        return false;
      }
      segments.add(new Sparse.Segment(offset, Math.max(0, block.sparseField(at + i * 24 + 12))));
    }
    return true;
  }

  private void beginContent(long size) {
    if (size < 0) {
      throw refuse("its size is negative");
    }
    if (size > limits.bytes() - rawBytes) {
      throw refuse("the archive holds more than " + limits.bytes() + " bytes");
    }
    storedLeft = size;
    padding = (TarBlock.BLOCK - size % TarBlock.BLOCK) % TarBlock.BLOCK;
  }

  private byte[] readExtended(TarBlock header) throws IOException {
    long size = header.size();
    if (size < 0 || size > limits.headerBytes()) {
      throw refuse("an extended header has " + size + " bytes, more than it may have");
    }
    beginContent(size);
    byte[] data = new byte[(int) size];
    if (readFully(data) < data.length) {
      throw truncated();
    }
    storedLeft = 0;
    return data;
  }

  /** The next block; null at the end, which is zeros or, in careless archives, just the end. */
  private byte @Nullable [] readBlock() throws IOException {
    byte[] block = new byte[TarBlock.BLOCK];
    int got = readFully(block);
    if (got == 0 || (got == block.length && TarBlock.isZero(block))) {
      return null;
    }
    if (got < block.length) {
      throw truncated();
    }
    return block;
  }

  private int readFully(byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      int n = readRaw(bytes, done, bytes.length - done);
      if (n < 0) {
        break;
      }
      done += n;
    }
    return done;
  }

  private void skip(long bytes) throws IOException {
    byte[] chunk = new byte[(int) Math.min(bytes, 64 * 1024)];
    long left = bytes;
    while (left > 0) {
      int n = readRaw(chunk, 0, (int) Math.min(left, chunk.length));
      if (n < 0) {
        throw truncated();
      }
      left -= n;
    }
  }

  private int readRaw(byte[] bytes, int offset, int length) throws IOException {
    int n;
    try {
      n = in.read(bytes, offset, length);
    } catch (EOFException e) {
      throw truncated();
    } catch (IOException e) {
      throw problem("cannot be read: " + e.getMessage()).exception(e);
    }
    if (n > 0) {
      rawBytes += n;
      if (rawBytes > limits.bytes()) {
        throw refuse("the archive holds more than " + limits.bytes() + " bytes");
      }
    }
    return n;
  }

  private StaveException truncated() {
    return problem("the archive ends in the middle of it").exception();
  }

  private StaveException refuse(String reason) {
    return problem(reason).exception();
  }

  private Problem problem(String reason) {
    String where = current.isEmpty() ? "" : ", entry " + Names.shown(current);
    return Problem.user(archive + where + ": " + reason);
  }

  /** What the archive stores of the current entry. */
  private final class Stored extends BulkInput {
    private final long owner = entries;

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (owner != entries || storedLeft == 0) {
        return -1;
      }
      int n = readRaw(bytes, offset, (int) Math.min(length, storedLeft));
      if (n < 0) {
        throw truncated();
      }
      storedLeft -= n;
      return n;
    }
  }
}
