package build.stave.e2e;

import build.stave.e2e.Command.Result;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The registry, as skopeo sees it. */
final class Registry {
  private final Bed bed;

  Registry(Bed bed) {
    this.bed = bed;
  }

  /**
   * Digest of what a reference such as {@code registry.example.com/examples/hello:latest} names.
   */
  String digest(String reference) {
    return inspect("--no-tags", "--format", "{{.Digest}}", "docker://" + reference)
        .output()
        .strip();
  }

  /** The manifest, as JSON. */
  String manifest(String reference) {
    return inspect("--no-tags", "--raw", "docker://" + reference).output();
  }

  /** Bytes of the manifest, and of all that it names. */
  long size(String reference) {
    String text = manifest(reference);
    JsonNode manifest = Serialization.unmarshal(text, JsonNode.class);
    long size = text.getBytes(StandardCharsets.UTF_8).length + manifest.at("/config/size").asLong();
    for (JsonNode layer : manifest.get("layers")) {
      size += layer.get("size").asLong();
    }
    return size;
  }

  /** The image's configuration, as JSON. */
  String config(String reference) {
    return inspect("--config", "docker://" + reference).output();
  }

  boolean has(String reference) {
    Result result = inspect("--no-tags", "--raw", "docker://" + reference).run();
    if (result.code() == 0) {
      return true;
    }
    if (result.text().contains("manifest unknown") || result.text().contains("name unknown")) {
      return false;
    }
    throw new AssertionError(reference + ": " + result.text());
  }

  private Command inspect(String... arguments) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("skopeo", "inspect", "--cert-dir", bed.secrets().toString()));
    line.addAll(List.of("--authfile", bed.secrets().resolve("registry-auth.json").toString()));
    line.addAll(List.of(arguments));
    return Command.of(line.toArray(String[]::new));
  }
}
