package build.stave.graph;

import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The named contexts; {@code alpine} and {@code docker.io/library/alpine:latest} are one name. */
final class Contexts {
  private static final String DEFAULT_TAG = ":latest";

  private final Map<String, NamedContext> byName = new HashMap<>();

  Contexts(Map<String, NamedContext> contexts) {
    contexts.forEach((name, context) -> byName.put(normalised(name), context));
  }

  /** What overrides the name, or null; the reserved names cannot be overridden. */
  @Nullable Origin origin(String name) {
    if (name.equalsIgnoreCase("scratch") || name.equalsIgnoreCase("context")) {
      return null;
    }
    NamedContext context = byName.get(normalised(name));
    return context == null
        ? null
        : switch (context) {
          case NamedContext.Image(String reference) -> new Origin.Image(reference);
          case NamedContext.Layout(String reference) -> new Origin.Image(reference);
          case NamedContext.Files(String files) -> new Origin.Files(files);
        };
  }

  private static String normalised(String name) {
    try {
      String familiar = ImageReference.parse(name).familiar();
      return familiar.endsWith(DEFAULT_TAG)
          ? familiar.substring(0, familiar.length() - DEFAULT_TAG.length())
          : familiar;
    } catch (StaveException e) {
      return name.toLowerCase(Locale.ROOT);
    }
  }
}
