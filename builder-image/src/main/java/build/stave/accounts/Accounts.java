package build.stave.accounts;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Looks up {@code user[:group]} in the account files of a root, by runc's rules (libcontainer/user
 * GetExecUser), which BuildKit uses for RUN. Files are read at each look-up, since a step may have
 * changed them.
 */
public final class Accounts {
  private final String root;

  private Accounts(String root) {
    this.root = root;
  }

  /** Accounts of the root file system at an absolute path; it need not have account files. */
  public static Accounts of(String root) {
    return new Accounts(root);
  }

  /**
   * Who a process with this USER runs as. A number is always an id, and one without an account has
   * group 0 and home {@code /}. With an explicit group there are no supplementary groups.
   *
   * @param spec {@code user[:group]}, names or numbers; empty for root
   * @throws StaveException USER for a name that the files do not have
   */
  public Identity user(String spec) throws IOException {
    return find(spec, false);
  }

  /**
   * Who {@code --chown} means. As {@link #user}, but a number without a group is the group's number
   * too (Dockerfile reference, COPY --chown).
   *
   * @throws StaveException USER for a name that the files do not have
   */
  public Identity owner(String spec) throws IOException {
    return find(spec, true);
  }

  private Identity find(String spec, boolean sameGroup) throws IOException {
    int colon = spec.indexOf(':');
    String userPart = colon < 0 ? spec : spec.substring(0, colon);
    String groupPart = colon < 0 ? "" : spec.substring(colon + 1);
    OptionalInt number = userPart.isEmpty() ? OptionalInt.of(0) : AccountFile.number(userPart);

    AccountFile.User account = null;
    for (AccountFile.User user : AccountFile.users(root)) {
      boolean same =
          number.isPresent() ? user.uid() == number.getAsInt() : user.name().equals(userPart);
      if (same) {
        account = user;
        break;
      }
    }
    if (account == null && number.isEmpty()) {
      throw unknown("user", userPart, "/etc/passwd");
    }
    int uid = account == null ? number.orElseThrow() : account.uid();
    String home = account == null || account.home().isEmpty() ? "/" : account.home();
    if (!groupPart.isEmpty()) {
      return new Identity(uid, group(groupPart), List.of(), home);
    }
    if (sameGroup && number.isPresent()) {
      return new Identity(uid, uid, List.of(), home);
    }
    if (account == null) {
      return new Identity(uid, 0, List.of(), home);
    }
    return new Identity(uid, account.gid(), memberships(account.name()), home);
  }

  private int group(String text) throws IOException {
    OptionalInt number = AccountFile.number(text);
    if (number.isPresent()) {
      return number.getAsInt();
    }
    for (AccountFile.Group group : AccountFile.groups(root)) {
      if (group.name().equals(text)) {
        return group.gid();
      }
    }
    throw unknown("group", text, "/etc/group");
  }

  private List<Integer> memberships(String user) throws IOException {
    List<Integer> gids = new ArrayList<>();
    for (AccountFile.Group group : AccountFile.groups(root)) {
      if (group.members().contains(user) && !gids.contains(group.gid())) {
        gids.add(group.gid());
      }
    }
    return gids;
  }

  private static StaveException unknown(String kind, String name, String file) {
    return Problem.user(
            "unknown %s \"%s\": %s of the image has no such entry".formatted(kind, name, file))
        .fix(
            "create it in an earlier RUN, or write its number instead of its name"
                + (kind.equals("user") ? ", such as USER 1000:1000" : ""))
        .exception();
  }
}
