package build.stave.corpus;

import build.stave.linux.Files;
import build.stave.linux.Names;
import build.stave.linux.Stat;
import build.stave.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree as text, one line for each path: kind, octal mode, owner, path, then the content, the link
 * target, the device or the first other name of the same file, and extended attributes. No times.
 */
final class TreeListing {
  private static final int INLINE = 400;

  private final String root;
  private final SortedMap<String, String> lines = new TreeMap<>();
  private final Map<Long, String> firstNames = new HashMap<>();

  private TreeListing(String root) {
    this.root = root;
  }

  /** Lines by path. */
  static SortedMap<String, String> of(String root) throws IOException {
    var listing = new TreeListing(root);
    listing.add("");
    return listing.lines;
  }

  private void add(String path) throws IOException {
    Stat stat = Files.lstat(root + path);
    String shown = quoted(path.isEmpty() ? "/" : path);
    var line = new StringBuilder();
    line.append(kind(stat)).append(' ');
    line.append(stat.isSymlink() ? "-" : String.format("%04o", stat.permissions()));
    line.append(' ').append(stat.uid()).append(':').append(stat.gid()).append(' ').append(shown);
    if (!stat.isDirectory() && stat.links() > 1 && firstNames.containsKey(stat.ino())) {
      line.append(" same as ").append(firstNames.get(stat.ino()));
    } else {
      firstNames.put(stat.ino(), shown);
      line.append(rest(root + path, stat));
    }
    lines.put(path, line.toString());
    if (stat.isDirectory()) {
      for (String name : Files.list(root + path)) {
        add(path + "/" + name);
      }
    }
  }

  private static char kind(Stat stat) {
    if (stat.isDirectory()) {
      return 'd';
    }
    if (stat.isFile()) {
      return 'f';
    }
    if (stat.isSymlink()) {
      return 'l';
    }
    return stat.isFifo() ? 'p' : stat.isSocket() ? 's' : stat.isBlockDevice() ? 'b' : 'c';
  }

  private static String rest(String path, Stat stat) throws IOException {
    var rest = new StringBuilder();
    if (stat.isFile()) {
      rest.append(' ').append(content(path));
    } else if (stat.isSymlink()) {
      rest.append(" -> ").append(quoted(Files.readlink(path)));
    } else if (stat.isCharacterDevice() || stat.isBlockDevice()) {
      rest.append(' ').append(stat.rdevMajor()).append(',').append(stat.rdevMinor());
    }
    for (Map.Entry<String, byte[]> attribute : Files.xattrs(path).entrySet()) {
      String name = attribute.getKey();
      // What the unpacker notes for itself.
      if (!name.startsWith("user.rootlesscontainers") && !name.startsWith("security.selinux")) {
        rest.append(' ').append(name).append('=').append(value(attribute.getValue()));
      }
    }
    return rest.toString();
  }

  private static String content(String path) throws IOException {
    try (InputStream in = Files.read(path)) {
      return value(in.readAllBytes());
    }
  }

  private static String value(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean printable =
        bytes.length <= INLINE
            && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || c == '\r' || c >= ' ')
            && text.indexOf('\uFFFD') < 0;
    return printable
        ? '"' + escaped(text) + '"'
        : Digest.of(bytes).hex().substring(0, 16) + "+" + bytes.length;
  }

  /** Escaped, and in quotes where it has to be. */
  static String quoted(String text) {
    String escaped = escaped(text);
    return escaped.equals(text) && !text.isBlank() && text.indexOf(' ') < 0
        ? text
        : '"' + escaped + '"';
  }

  private static String escaped(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\uFEFF' -> out.append("\\uFEFF");
        default -> {
          if (Character.isSurrogate(c)
              && !Character.isHighSurrogate(c)
              && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
            for (byte b : Names.encode(String.valueOf(c))) {
              out.append(String.format("\\x%02X", b & 0xFF));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }
}
