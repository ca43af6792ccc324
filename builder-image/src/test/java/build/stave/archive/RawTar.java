package build.stave.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes tar archives that no honest program would. */
public final class RawTar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int uid;
  private int gid;
  private long mtime = 1000;

  /** Makes the entries that follow somebody's, such as of an ordinary user who unpacks them. */
  public RawTar owner(int uid, int gid) {
    this.uid = uid;
    this.gid = gid;
    return this;
  }

  /** Dates the entries that follow, in seconds since 1970. */
  public RawTar mtime(long seconds) {
    this.mtime = seconds;
    return this;
  }

  /** Adds an entry with a right checksum; {@code size} is what the header claims. */
  public RawTar header(char type, String name, String link, int mode, long size) {
    return header(type, bytes(name), link, mode, octal(size, 11));
  }

  public RawTar header(char type, byte[] name, String link, int mode, byte[] size) {
    byte[] block = new byte[512];
    copy(name, block, 0, 100);
    copy(octal(mode, 7), block, 100, 8);
    copy(octal(uid, 7), block, 108, 8);
    copy(octal(gid, 7), block, 116, 8);
    copy(size, block, 124, 12);
    copy(octal(mtime, 11), block, 136, 12);
    block[156] = (byte) type;
    copy(bytes(link), block, 157, 100);
    copy(bytes("ustar\00000"), block, 257, 8);
    if (type == '3' || type == '4') {
      copy(octal(1, 7), block, 329, 8);
      copy(octal(3, 7), block, 337, 8);
    }
    return block(block);
  }

  /** Adds a header block as it is but for its checksum. */
  public RawTar block(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    copy(octal(sum, 6), block, 148, 7);
    block[154] = 0;
    out.writeBytes(block);
    return this;
  }

  /** Adds bytes and pads them to a block. */
  public RawTar data(byte[] data) {
    out.writeBytes(data);
    out.writeBytes(new byte[(512 - data.length % 512) % 512]);
    return this;
  }

  public RawTar file(String name, String content) {
    return header('0', name, "", 0644, content.length()).data(bytes(content));
  }

  public RawTar directory(String name) {
    return header('5', name, "", 0755, 0);
  }

  public RawTar symlink(String name, String target) {
    return header('2', name, target, 0777, 0);
  }

  public RawTar hardLink(String name, String target) {
    return header('1', name, target, 0644, 0);
  }

  /** Adds an extended header with one record, for the next entry. */
  public RawTar pax(String key, byte[] value) {
    return pax('x', record(key, value));
  }

  public RawTar pax(String key, String value) {
    return pax(key, bytes(value));
  }

  public RawTar pax(char type, byte[] records) {
    return header(type, "PaxHeader", "", 0644, records.length).data(records);
  }

  /** Adds a GNU long name (L) or long link (K). */
  public RawTar gnuLong(char type, String name) {
    byte[] data = bytes(name + "\0");
    return header(type, "././@LongLink", "", 0644, data.length).data(data);
  }

  /** The archive with its end. */
  public byte[] end() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  /** The archive as far as it got. */
  public byte[] unfinished() {
    return out.toByteArray();
  }

  public static byte[] record(String key, byte[] value) {
    int rest = key.length() + value.length + 3;
    int length = rest + 1;
    while (length != rest + Integer.toString(length).length()) {
      length = rest + Integer.toString(length).length();
    }
    var record = new ByteArrayOutputStream();
    record.writeBytes(bytes(length + " " + key + "="));
    record.writeBytes(value);
    record.write('\n');
    return record.toByteArray();
  }

  /** Records of keys and values in turn. */
  public static byte[] records(String... keysAndValues) {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      all.writeBytes(record(keysAndValues[i], bytes(keysAndValues[i + 1])));
    }
    return all.toByteArray();
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] octal(long value, int digits) {
    String text = Long.toOctalString(value);
    return bytes("0".repeat(Math.max(0, digits - text.length())) + text);
  }

  private static void copy(byte[] from, byte[] to, int at, int most) {
    System.arraycopy(from, 0, to, at, Math.min(from.length, most));
  }
}
