package build.stave.archive;

import build.stave.linux.Names;
import build.stave.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The header blocks of an entry: ustar, with a PAX header before it where needed (POSIX pax). */
final class TarHeader {
  static final int BLOCK = 512;

  private static final int MAX_NAME = 100;
  private static final long MAX_ID = 07777777;
  private static final long MAX_LONG = 077777777777L;

  private TarHeader() {}

  static void write(Entry entry, OutputStream out) throws IOException {
    byte[] path =
        Names.encode(entry.kind() == Entry.Kind.DIRECTORY ? entry.path() + "/" : entry.path());
    byte[] link = Names.encode(entry.link());
    SortedMap<String, byte[]> records = records(entry, path, link);
    if (!records.isEmpty()) {
      byte[] body = body(records);
      byte[] name = "PaxHeaders.0".getBytes(StandardCharsets.US_ASCII);
      out.write(header(name, 'x', 0644, 0, 0, body.length, 0, new byte[0], 0, 0));
      out.write(body);
      pad(body.length, out);
    }
    out.write(
        header(
            path,
            type(entry.kind()),
            entry.mode() & 07777,
            fit(entry.uid() & 0xFFFFFFFFL, MAX_ID),
            fit(entry.gid() & 0xFFFFFFFFL, MAX_ID),
            fit(entry.size(), MAX_LONG),
            fit(entry.mtime(), MAX_LONG),
            link,
            device(entry, entry.deviceMajor()),
            device(entry, entry.deviceMinor())));
  }

  /** Fills up the last block of content. */
  static void pad(long size, OutputStream out) throws IOException {
    int rest = (int) (size % BLOCK);
    if (rest > 0) {
      out.write(new byte[BLOCK - rest]);
    }
  }

  private static SortedMap<String, byte[]> records(Entry entry, byte[] path, byte[] link) {
    SortedMap<String, byte[]> records = new TreeMap<>();
    text(records, "path", entry.path(), path);
    text(records, "linkpath", entry.link(), link);
    number(records, "uid", entry.uid() & 0xFFFFFFFFL, MAX_ID);
    number(records, "gid", entry.gid() & 0xFFFFFFFFL, MAX_ID);
    number(records, "size", entry.size(), MAX_LONG);
    number(records, "mtime", entry.mtime(), MAX_LONG);
    for (Map.Entry<String, Bytes> xattr : entry.xattrs().entrySet()) {
      if (xattr.getKey().indexOf('=') >= 0) {
        throw Problem.user(
                "/" + entry.path() + ": tar cannot hold an attribute named " + xattr.getKey())
            .exception();
      }
      records.put("SCHILY.xattr." + xattr.getKey(), xattr.getValue().toArray());
    }
    return records;
  }

  /**
   * A short name that is no UTF-8 stays in the ustar header alone, whose bytes every reader takes
   * as they are; in a PAX record it has to be declared.
   */
  private static void text(
      SortedMap<String, byte[]> records, String key, String text, byte[] bytes) {
    boolean tooLong = bytes.length > MAX_NAME;
    if (!tooLong && isAscii(bytes)) {
      return;
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      if (tooLong) {
        records.put("hdrcharset", "BINARY".getBytes(StandardCharsets.US_ASCII));
        records.put(key, bytes);
      }
    } else {
      records.put(key, bytes);
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static void number(SortedMap<String, byte[]> records, String key, long value, long max) {
    if (value < 0 || value > max) {
      records.put(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static long fit(long value, long max) {
    return value < 0 || value > max ? 0 : value;
  }

  private static int device(Entry entry, int number) {
    if (number < 0 || number > MAX_ID) {
      throw Problem.user("/" + entry.path() + ": tar cannot hold device number " + number)
          .exception();
    }
    return number;
  }

  private static byte[] body(SortedMap<String, byte[]> records) {
    var body = new ByteArrayOutputStream();
    records.forEach(
        (key, value) -> {
          byte[] name = Names.encode(key);
          int rest = name.length + value.length + 3;
          int length = rest + Integer.toString(rest).length();
          length = rest + Integer.toString(length).length();
          body.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
          body.write(' ');
          body.writeBytes(name);
          body.write('=');
          body.writeBytes(value);
          body.write('\n');
        });
    return body.toByteArray();
  }

  private static char type(Entry.Kind kind) {
    return switch (kind) {
      case FILE -> '0';
      case HARD_LINK -> '1';
      case SYMLINK -> '2';
      case CHARACTER_DEVICE -> '3';
      case BLOCK_DEVICE -> '4';
      case DIRECTORY -> '5';
      case FIFO -> '6';
    };
  }

  private static byte[] header(
      byte[] name,
      char type,
      int mode,
      long uid,
      long gid,
      long size,
      long mtime,
      byte[] link,
      int major,
      int minor) {
    byte[] block = new byte[BLOCK];
    System.arraycopy(name, 0, block, 0, Math.min(name.length, MAX_NAME));
    octal(block, 100, 8, mode);
    octal(block, 108, 8, uid);
    octal(block, 116, 8, gid);
    octal(block, 124, 12, size);
    octal(block, 136, 12, mtime);
    block[156] = (byte) type;
    System.arraycopy(link, 0, block, 157, Math.min(link.length, MAX_NAME));
    ascii(block, 257, "ustar\00000");
    octal(block, 329, 8, major);
    octal(block, 337, 8, minor);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    octal(block, 148, 7, sum);
    return block;
  }

  private static void octal(byte[] block, int offset, int width, long value) {
    long rest = value;
    for (int i = offset + width - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    block[offset + width - 1] = 0;
  }

  private static void ascii(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }
}
