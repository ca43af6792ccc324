package build.stave.accounts;

import java.util.List;

/**
 * Who a process runs as, or who owns a file.
 *
 * @param uid 0 to 2^31-1
 * @param gid primary group
 * @param groups supplementary groups, in the order of /etc/group
 * @param home home directory, {@code /} where none is known
 */
public record Identity(int uid, int gid, List<Integer> groups, String home) {
  /** Root without any account file. */
  public static final Identity ROOT = new Identity(0, 0, List.of(), "/");

  public Identity {
    groups = List.copyOf(groups);
  }
}
