package build.stave.copy;

import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code --chmod} asks for: octal, or the symbolic form of POSIX and GNU chmod with an empty
 * umask (Dockerfile reference, COPY --chmod).
 */
public final class ModeChange {
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,5}");
  private static final Pattern CLAUSE = Pattern.compile("[ugoa]*([-+=]([rwxXst]*|[ugo]))+");
  private static final int USER = 04700;
  private static final int GROUP = 02070;
  private static final int OTHER = 01007;

  private final int octal;
  private final List<String> clauses;

  private ModeChange(int octal, List<String> clauses) {
    this.octal = octal;
    this.clauses = List.copyOf(clauses);
  }

  /** Parses a mode; anything else is a problem of the person. */
  public static ModeChange parse(String text) {
    if (OCTAL.matcher(text).matches()) {
      int value = Integer.parseInt(text, 8);
      if (value > 07777) {
        throw malformed(text);
      }
      return new ModeChange(value, List.of());
    }
    List<String> clauses = new ArrayList<>();
    for (String clause : text.split(",", -1)) {
      if (!CLAUSE.matcher(clause).matches()) {
        throw malformed(text);
      }
      clauses.add(clause);
    }
    return new ModeChange(-1, clauses);
  }

  private static RuntimeException malformed(String text) {
    return Problem.user("invalid value \"" + text + "\" of --chmod")
        .fix("use an octal mode such as 0755 or a symbolic one such as u=rwX,go=rX")
        .exception();
  }

  /** The permission bits that a file with these bits gets. */
  public int apply(int permissions, boolean directory) {
    if (octal >= 0) {
      return octal;
    }
    int mode = permissions;
    for (String clause : clauses) {
      mode = applyClause(clause, mode, directory);
    }
    return mode;
  }

  private static int applyClause(String clause, int before, boolean directory) {
    int i = 0;
    int who = 0;
    for (; "ugoa".indexOf(clause.charAt(i)) >= 0; i++) {
      who |=
          switch (clause.charAt(i)) {
            case 'u' -> USER;
            case 'g' -> GROUP;
            case 'o' -> OTHER;
            default -> 07777;
          };
    }
    if (who == 0) {
      who = 07777;
    }
    int mode = before;
    while (i < clause.length()) {
      char operator = clause.charAt(i++);
      int bits = 0;
      for (; i < clause.length() && "+-=".indexOf(clause.charAt(i)) < 0; i++) {
        bits |= bits(clause.charAt(i), mode, directory);
      }
      bits &= who;
      mode =
          switch (operator) {
            case '+' -> mode | bits;
            case '-' -> mode & ~bits;
            default -> (mode & ~kept(who, directory)) | bits;
          };
    }
    return mode;
  }

  /** The bits that {@code =} clears: on directories, GNU chmod leaves setuid and setgid alone. */
  private static int kept(int who, boolean directory) {
    return directory ? who & ~06000 : who;
  }

  private static int bits(char letter, int mode, boolean directory) {
    return switch (letter) {
      case 'r' -> 0444;
      case 'w' -> 0222;
      case 'x' -> 0111;
      case 'X' -> directory || (mode & 0111) != 0 ? 0111 : 0;
      case 's' -> 06000;
      case 't' -> 01000;
      case 'u' -> spread((mode >> 6) & 7);
      case 'g' -> spread((mode >> 3) & 7);
      default -> spread(mode & 7);
    };
  }

  private static int spread(int bits) {
    return (bits << 6) | (bits << 3) | bits;
  }
}
