package build.stave.accounts;

import build.stave.linux.Files;
import build.stave.linux.Names;
import build.stave.linux.RootPath;
import build.stave.linux.Stat;
import build.stave.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads /etc/passwd and /etc/group of an untrusted root: confined, bounded, forgiving. */
final class AccountFile {
  private static final int MAX_BYTES = 16 << 20;

  private AccountFile() {}

  /** One user; {@code home} may be empty. */
  record User(String name, int uid, int gid, String home) {}

  /** One group. */
  record Group(String name, int gid, List<String> members) {}

  static List<User> users(String root) throws IOException {
    List<User> users = new ArrayList<>();
    for (String[] fields : lines(root, "/etc/passwd")) {
      if (fields.length < 4) {
        continue;
      }
      OptionalInt uid = number(fields[2]);
      OptionalInt gid = number(fields[3]);
      if (uid.isPresent() && gid.isPresent()) {
        String home = fields.length > 5 ? fields[5] : "";
        users.add(new User(fields[0], uid.getAsInt(), gid.getAsInt(), home));
      }
    }
    return users;
  }

  static List<Group> groups(String root) throws IOException {
    List<Group> groups = new ArrayList<>();
    for (String[] fields : lines(root, "/etc/group")) {
      if (fields.length < 3) {
        continue;
      }
      OptionalInt gid = number(fields[2]);
      if (gid.isPresent()) {
        List<String> members =
            fields.length > 3 ? List.of(fields[3].split(",", -1)) : List.<String>of();
        groups.add(new Group(fields[0], gid.getAsInt(), members));
      }
    }
    return groups;
  }

  /** A decimal number that fits an id, else empty. */
  static OptionalInt number(String text) {
    if (text.isEmpty() || text.length() > 10) {
      return OptionalInt.empty();
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalInt.empty();
      }
      value = value * 10 + digit;
    }
    return value <= Integer.MAX_VALUE ? OptionalInt.of((int) value) : OptionalInt.empty();
  }

  private static List<String[]> lines(String root, String file) throws IOException {
    String path = RootPath.resolve(root, file);
    Stat stat = Files.lstatOrNull(path);
    if (stat == null || !stat.isFile()) {
      return List.of();
    }
    byte[] content;
    try (InputStream in = Files.read(path)) {
      content = in.readNBytes(MAX_BYTES + 1);
    }
    if (content.length > MAX_BYTES) {
      throw Problem.user(file + " of the image is larger than " + (MAX_BYTES >> 20) + " MiB")
          .exception();
    }
    List<String[]> lines = new ArrayList<>();
    for (String line : Names.decode(content).split("\n", -1)) {
      String[] fields = line.strip().split(":", -1);
      if (!fields[0].isEmpty() && !fields[0].startsWith("#")) {
        lines.add(fields);
      }
    }
    return lines;
  }
}
