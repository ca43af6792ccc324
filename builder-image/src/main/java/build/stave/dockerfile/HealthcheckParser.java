package build.stave.dockerfile;

import build.stave.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** HEALTHCHECK. */
final class HealthcheckParser {
  private static final long SHORTEST = 1_000_000;
  private static final Map<String, Flags.Kind> KNOWN =
      Map.of(
          "interval", Flags.Kind.TEXT,
          "timeout", Flags.Kind.TEXT,
          "start-period", Flags.Kind.TEXT,
          "start-interval", Flags.Kind.TEXT,
          "retries", Flags.Kind.TEXT);

  private HealthcheckParser() {}

  static Instruction parse(Node node) {
    if (node.words().isEmpty()) {
      throw InstructionParser.atLeastOneMissing("HEALTHCHECK");
    }
    String type = node.words().getFirst().toUpperCase(Locale.ROOT);
    List<String> words = node.words().subList(1, node.words().size());
    if (type.equals("NONE")) {
      InstructionParser.noFlags(node);
      if (!words.isEmpty()) {
        throw Problem.user("HEALTHCHECK NONE takes no arguments").exception();
      }
      return new Instruction.Healthcheck(
          node.range(), node.original(), Optional.empty(), 0, 0, 0, 0, 0);
    }
    Flags flags = Flags.of(node.flags(), KNOWN);
    if (!type.equals("CMD")) {
      throw Problem.user("Unknown type %s in HEALTHCHECK (try CMD)".formatted(Quoted.of(type)))
          .fix("write HEALTHCHECK [flags] CMD <command>, or HEALTHCHECK NONE")
          .exception();
    }
    if (words.isEmpty()) {
      throw Problem.user("Missing command after HEALTHCHECK CMD").exception();
    }
    Command command =
        node.json() ? new Command.Exec(words) : new Command.Shell(String.join(" ", words));
    return new Instruction.Healthcheck(
        node.range(),
        node.original(),
        Optional.of(command),
        interval(flags, "interval"),
        interval(flags, "timeout"),
        interval(flags, "start-period"),
        interval(flags, "start-interval"),
        retries(flags.nonEmpty("retries")));
  }

  private static long interval(Flags flags, String name) {
    @Nullable String value = flags.nonEmpty(name);
    long nanoseconds = value == null ? 0 : GoDuration.nanoseconds(value);
    if (nanoseconds != 0 && nanoseconds < SHORTEST) {
      throw Problem.user("Interval %s cannot be less than 1ms".formatted(Quoted.of(name)))
          .fix("write a duration such as --%s=30s".formatted(name))
          .exception();
    }
    return nanoseconds;
  }

  private static int retries(@Nullable String value) {
    if (value == null) {
      return 0;
    }
    int retries;
    try {
      retries = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw Problem.user("invalid value for --retries: " + Quoted.of(value))
          .fix("write a number such as --retries=3")
          .exception(e);
    }
    if (retries < 0) {
      throw Problem.user("--retries cannot be negative (%d)".formatted(retries)).exception();
    }
    return retries;
  }
}
