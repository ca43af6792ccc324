package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.Expander;
import build.stave.dockerfile.Expander.Expansion;
import build.stave.dockerfile.Instruction;
import build.stave.dockerfile.LintRule;
import build.stave.dockerfile.Suggestion;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A FROM with its variables replaced.
 *
 * @param image name of a stage, a named context or an image
 * @param platform null where none was asked for
 */
record BaseLine(String image, @Nullable Platform platform) {

  static BaseLine of(
      Dockerfile dockerfile,
      Instruction.From from,
      GlobalArguments globals,
      Expander expander,
      Findings findings) {
    return Located.in(dockerfile, from.range(), () -> expanded(from, globals, expander, findings));
  }

  private static BaseLine expanded(
      Instruction.From from, GlobalArguments globals, Expander expander, Findings findings) {
    Expansion image = expander.expand(from.image(), globals.values()::get);
    undefined(from, image, globals, findings);
    if (image.word().isEmpty()) {
      throw Problem.user(
              "base name (" + from.image() + ") should not be blank" + hint(image, globals))
          .fix("give each ARG in it a default before the first FROM, or pass --build-arg")
          .exception();
    }
    return new BaseLine(
        image.word(),
        from.platform().isEmpty() ? null : platform(from, globals, expander, findings));
  }

  private static Platform platform(
      Instruction.From from, GlobalArguments globals, Expander expander, Findings findings) {
    Expansion text = expander.expand(from.platform(), globals.values()::get);
    undefined(from, text, globals, findings);
    boolean onlyTarget =
        text.unmatched().isEmpty()
            && text.matched().equals(java.util.Set.of(GlobalArguments.TARGET_PLATFORM));
    if (onlyTarget && text.word().equals(globals.values().get(GlobalArguments.TARGET_PLATFORM))) {
      findings.add(LintRule.REDUNDANT_TARGET_PLATFORM.at(from.range(), from.platform()));
    }
    if (text.word().isEmpty()) {
      throw Problem.user(
              "empty platform value from expression " + from.platform() + hint(text, globals))
          .fix("FROM sees only arguments declared before the first FROM, and automatic ones")
          .exception();
    }
    return Platform.parse(text.word());
  }

  private static void undefined(
      Instruction.From from, Expansion text, GlobalArguments globals, Findings findings) {
    for (String name : text.unmatched()) {
      if (!globals.declared().contains(name)) {
        findings.add(
            LintRule.UNDEFINED_ARG_IN_FROM.at(from.range(), name),
            Suggestion.hint(name, globals.declared(), ""));
      }
    }
  }

  private static String hint(Expansion text, GlobalArguments globals) {
    return text.unmatched().stream()
        .map(name -> Suggestion.hint(name, globals.values().keySet(), ""))
        .filter(hint -> !hint.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Notes where the defaults alone, without any build argument, do not make an image name. */
  static void checkDefaults(
      Dockerfile dockerfile, Map<String, String> defaults, Expander expander, Findings findings) {
    for (Dockerfile.Stage stage : dockerfile.stages()) {
      Instruction.From from = stage.from();
      try {
        ImageReference.parse(expander.word(from.image(), defaults::get));
      } catch (StaveException e) {
        if (!from.image().contains("$")) {
          continue;
        }
        findings.add(LintRule.INVALID_DEFAULT_ARG_IN_FROM.at(from.range(), from.image()));
      }
    }
  }
}
