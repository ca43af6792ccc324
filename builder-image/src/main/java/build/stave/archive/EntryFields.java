package build.stave.archive;

import build.stave.linux.Names;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What extended headers say about the entry that follows them, over what its own header says. */
final class EntryFields {
  private static final String XATTR = "SCHILY.xattr.";
  private static final int MAX_XATTR_NAME = 255;
  private static final long MAX_ID = Integer.MAX_VALUE;

  private final Global global;
  private final Map<String, byte[]> own = new HashMap<>();
  private final List<byte[]> sparseNumbers = new ArrayList<>();
  private byte @Nullable [] longName;
  private byte @Nullable [] longLink;
  private boolean pending;

  EntryFields(Global global) {
    this.global = global;
  }

  /** Fields for all entries that follow. */
  static final class Global {
    private final Map<String, byte[]> fields = new HashMap<>();
    private long bytes;

    void add(byte[] data, int limit) {
      bytes += data.length;
      if (bytes > limit) {
        throw new IllegalArgumentException("its global headers are too large");
      }
      PaxRecords.parse(data, fields::put);
    }
  }

  void addPax(byte[] data) {
    pending = true;
    PaxRecords.parse(
        data,
        (key, value) -> {
          if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            sparseNumbers.add(value);
          } else {
            own.put(key, value);
          }
        });
  }

  void setLongName(byte[] data) {
    pending = true;
    longName = untilNul(data);
  }

  void setLongLink(byte[] data) {
    pending = true;
    longLink = untilNul(data);
  }

  boolean pending() {
    return pending;
  }

  static Entry.Kind kind(TarBlock header, EntryFields fields) {
    return switch (header.type()) {
      case '\0', '0', '7', 'S' ->
          // Before ustar, directories were files whose names end with a slash.
          endsWithSlash(fields.rawName(header)) ? Entry.Kind.DIRECTORY : Entry.Kind.FILE;
      case '1' -> Entry.Kind.HARD_LINK;
      case '2' -> Entry.Kind.SYMLINK;
      case '3' -> Entry.Kind.CHARACTER_DEVICE;
      case '4' -> Entry.Kind.BLOCK_DEVICE;
      case '5' -> Entry.Kind.DIRECTORY;
      case '6' -> Entry.Kind.FIFO;
      default ->
          throw new IllegalArgumentException(
              "it has type '" + header.type() + "', which no image holds");
    };
  }

  String displayName(TarBlock header) {
    return Names.decode(rawName(header));
  }

  /** Bytes that the archive holds for a file. */
  long size(TarBlock header) {
    byte[] size = record("size");
    return size == null ? header.size() : Sparse.number(ascii(size));
  }

  /** The map of a sparse file in one of the PAX forms. */
  @Nullable Sparse sparse(InputStream data) throws IOException {
    byte[] realSize = record("GNU.sparse.realsize");
    byte[] size = realSize != null ? realSize : record("GNU.sparse.size");
    boolean inData = "1".equals(field("GNU.sparse.major")) && "0".equals(field("GNU.sparse.minor"));
    String map = sparseNumbers.isEmpty() ? field("GNU.sparse.map") : Sparse.join(sparseNumbers);
    if (!inData && map == null) {
      if (size != null) {
        throw new IllegalArgumentException("it is sparse in an unknown form");
      }
      return null;
    }
    if (size == null) {
      throw new IllegalArgumentException("it is sparse without a size");
    }
    long total = Sparse.number(ascii(size));
    return inData ? Sparse.ofData(total, data) : Sparse.ofMap(total, map == null ? "" : map);
  }

  Entry entry(TarBlock header, Entry.Kind kind, long size) {
    String path = EntryNames.normalise(rawName(header));
    if (path.isEmpty() && kind != Entry.Kind.DIRECTORY) {
      throw new IllegalArgumentException("it has no name");
    }
    byte[] paxLink = record("linkpath");
    byte[] link = paxLink != null ? paxLink : longLink != null ? longLink : header.link();
    boolean device = kind == Entry.Kind.CHARACTER_DEVICE || kind == Entry.Kind.BLOCK_DEVICE;
    return new Entry(
        path,
        kind,
        (int) (header.mode() & 07777),
        id("uid", header.uid()),
        id("gid", header.gid()),
        size,
        mtime(header),
        switch (kind) {
          case SYMLINK -> EntryNames.target(link);
          case HARD_LINK -> hardLink(link);
          case FILE, DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> "";
        },
        device ? deviceNumber(header.deviceMajor()) : 0,
        device ? deviceNumber(header.deviceMinor()) : 0,
        xattrs());
  }

  private static String hardLink(byte[] link) {
    String target = EntryNames.normalise(link);
    if (target.isEmpty()) {
      throw new IllegalArgumentException("it links to no name");
    }
    return target;
  }

  private byte[] rawName(TarBlock header) {
    byte[] sparseName = record("GNU.sparse.name");
    byte[] path = sparseName != null ? sparseName : record("path");
    return path != null ? path : longName != null ? longName : header.name();
  }

  private int id(String key, long inHeader) {
    byte[] value = record(key);
    long id = value == null ? inHeader : Sparse.number(ascii(value));
    if (id < 0 || id > MAX_ID) {
      throw new IllegalArgumentException("its " + key + " " + id + " is out of range");
    }
    return (int) id;
  }

  private long mtime(TarBlock header) {
    String value = field("mtime");
    if (value == null) {
      return header.mtime();
    }
    if (value.length() > 40 || !value.matches("-?[0-9]+(\\.[0-9]*)?")) {
      throw new NumberFormatException("mtime " + value);
    }
    BigDecimal seconds = new BigDecimal(value).setScale(0, RoundingMode.FLOOR);
    if (seconds.abs().compareTo(BigDecimal.valueOf(1L << 40)) > 0) {
      throw new NumberFormatException("mtime " + value);
    }
    return seconds.longValueExact();
  }

  private static int deviceNumber(long number) {
    if (number < 0 || number > 0xFFFFF) {
      throw new IllegalArgumentException("its device number " + number + " is out of range");
    }
    return (int) number;
  }

  private SortedMap<String, Bytes> xattrs() {
    SortedMap<String, Bytes> result = new TreeMap<>();
    Set<String> keys = new HashSet<>(global.fields.keySet());
    keys.addAll(own.keySet());
    for (String key : keys) {
      byte[] value = record(key);
      if (key.startsWith(XATTR) && value != null) {
        result.put(attributeName(key), Bytes.of(value));
      }
    }
    return result;
  }

  private static String attributeName(String key) {
    String name = key.substring(XATTR.length());
    if (name.indexOf('\0') >= 0 || Names.encode(name).length > MAX_XATTR_NAME) {
      throw new IllegalArgumentException("it has an attribute whose name no file can have");
    }
    return name;
  }

  private @Nullable String field(String key) {
    byte[] value = record(key);
    return value == null ? null : ascii(value);
  }

  /** What the entry's own records say, or else the ones for all entries. */
  private byte @Nullable [] record(String key) {
    byte[] value = own.containsKey(key) ? own.get(key) : global.fields.get(key);
    // POSIX: an empty value takes back what an earlier record or the header says.
    return value == null || (value.length == 0 && !key.startsWith(XATTR)) ? null : value;
  }

  private static String ascii(byte[] value) {
    return new String(value, StandardCharsets.US_ASCII);
  }

  private static boolean endsWithSlash(byte[] name) {
    return name.length > 0 && name[name.length - 1] == '/';
  }

  private static byte[] untilNul(byte[] data) {
    for (int i = 0; i < data.length; i++) {
      if (data[i] == 0) {
        return Arrays.copyOf(data, i);
      }
    }
    return data;
  }
}
