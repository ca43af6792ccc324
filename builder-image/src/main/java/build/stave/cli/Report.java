package build.stave.cli;

import build.stave.engine.BuildRequest;
import build.stave.engine.BuildResult;
import build.stave.engine.Output;
import build.stave.oci.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a finished build tells: on standard output, and in the files that flags name. */
final class Report {
  private Report() {}

  static void write(
      OutputOptions options, BuildRequest request, BuildResult result, PrintStream out)
      throws IOException {
    if (options.iidFile() != null) {
      Files.writeString(options.iidFile(), result.config().toString());
    }
    if (options.metadataFile() != null) {
      Files.write(options.metadataFile(), Json.bytes(metadata(request, result)));
    }
    if (options.quiet()) {
      out.println(result.image().digest());
    } else {
      for (Output output : request.outputs()) {
        out.println(line(output, request, result));
      }
    }
    out.flush();
  }

  /** The keys that {@code docker buildx build --metadata-file} writes. */
  private static Map<String, Object> metadata(BuildRequest request, BuildResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("containerimage.config.digest", result.config());
    fields.put("containerimage.descriptor", result.image());
    fields.put("containerimage.digest", result.image().digest());
    if (!request.names().isEmpty()) {
      fields.put(
          "image.name",
          request.names().stream().map(Object::toString).collect(Collectors.joining(",")));
    }
    return fields;
  }

  private static String tag(BuildRequest request) {
    return String.valueOf(request.names().getFirst().tagOrLatest());
  }

  private static String line(Output output, BuildRequest request, BuildResult result) {
    String digest = result.image().digest().toString();
    return switch (output) {
      case Output.Registry registry ->
          "Pushed "
              + registry.names().stream().map(Object::toString).collect(Collectors.joining(", "))
              + " as "
              + digest;
      case Output.Layout layout ->
          "Wrote "
              + digest
              + " to the OCI layout "
              + layout.folder()
              + "; to use it: skopeo copy oci:"
              + layout.folder()
              + ":"
              + tag(request)
              + " docker://REGISTRY/NAME:"
              + tag(request);
      case Output.OciArchive archive -> "Wrote " + digest + " to the OCI archive " + archive.file();
      case Output.DockerArchive archive ->
          "Wrote "
              + digest
              + " to "
              + archive.file()
              + "; to use it: docker load -i "
              + archive.file();
    };
  }
}
