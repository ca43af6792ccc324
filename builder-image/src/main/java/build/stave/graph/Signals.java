package build.stave.graph;

import build.stave.dockerfile.Suggestion;
import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names and numbers that STOPSIGNAL takes on Linux. */
final class Signals {
  private static final List<String> NAMES = names();

  private Signals() {}

  static void check(String signal) {
    if (signal.matches("[0-9]{1,3}") && Integer.parseInt(signal) > 0) {
      return;
    }
    String name = signal.toUpperCase(Locale.ROOT);
    String plain = name.startsWith("SIG") ? name.substring(3) : name;
    if (!NAMES.contains(plain)) {
      throw Problem.user("invalid signal: " + signal + Suggestion.hint(plain, NAMES, "SIG"))
          .fix("write a signal's number, or its name such as SIGTERM")
          .exception();
    }
  }

  private static List<String> names() {
    String plain =
        "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV"
            + " STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ"
            + " RTMIN RTMAX";
    List<String> names = new ArrayList<>(List.of(plain.split(" ")));
    for (int i = 1; i <= 15; i++) {
      names.add("RTMIN+" + i);
    }
    for (int i = 1; i <= 14; i++) {
      names.add("RTMAX-" + i);
    }
    return List.copyOf(names);
  }
}
