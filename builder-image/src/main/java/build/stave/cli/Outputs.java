package build.stave.cli;

import build.stave.engine.Output;
import build.stave.problem.Problem;
import build.stave.reference.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code --output}, {@code --push} and what happens without them. */
final class Outputs {
  private static final List<String> FIELDS = List.of("type", "dest", "tar", "push", "name");

  private Outputs() {}

  /**
   * The outputs that the flags ask for.
   *
   * @param fallback folder that gets an OCI layout where nothing is asked for
   */
  static List<Output> of(OutputOptions options, List<ImageReference> names, Path fallback) {
    List<Output> outputs = new ArrayList<>();
    boolean push = options.push();
    for (String text : options.outputs()) {
      if (!text.contains("=")) {
        outputs.add(new Output.Layout(Path.of(text)));
        continue;
      }
      Map<String, String> fields = KeyValues.fields("--output", text, FIELDS);
      String type = fields.getOrDefault("type", "");
      switch (type) {
        case "oci" -> {
          Path dest = destination(text, fields);
          outputs.add(
              fields.getOrDefault("tar", "true").equals("false")
                  ? new Output.Layout(dest)
                  : new Output.OciArchive(dest));
        }
        case "docker" -> outputs.add(new Output.DockerArchive(destination(text, fields)));
        case "registry" -> push = true;
        case "image" -> push |= fields.getOrDefault("push", "false").equals("true");
        default ->
            throw Problem.user("unknown output type \"" + type + "\" in --output " + text)
                .fix("types are oci, docker and registry")
                .exception();
      }
    }
    if (push) {
      if (names.isEmpty()) {
        throw Problem.user("nothing says where to push to")
            .fix("name the image: --tag registry.example.com/team/app:1.0")
            .exception();
      }
      outputs.add(new Output.Registry(names));
    }
    return outputs.isEmpty() ? List.of(new Output.Layout(fallback)) : List.copyOf(outputs);
  }

  private static Path destination(String text, Map<String, String> fields) {
    String dest = fields.get("dest");
    if (dest == null || dest.isEmpty()) {
      throw Problem.user("--output " + text + " names no file")
          .fix("add dest=PATH to it")
          .exception();
    }
    return Path.of(dest);
  }
}
