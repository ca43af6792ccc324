package build.stave.operator;

import build.stave.operator.run.job.BuilderSettings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says.
 *
 * @param namespaces that are watched; all where it is empty
 * @param leaseNamespace namespace of the Lease; null for an operator that is alone
 * @param identity of this operator in the Lease; null for a random one
 * @param httpPort of health and metrics
 * @param builder how builder pods are made
 */
record OperatorConfig(
    Set<String> namespaces,
    @Nullable String leaseNamespace,
    @Nullable String identity,
    int httpPort,
    BuilderSettings builder) {
  private static final String DEFAULT_PORT = "8080";

  /**
   * Reads the variables.
   *
   * @throws IllegalArgumentException naming the variable that is missing or wrong
   */
  static OperatorConfig of(Map<String, String> env) {
    boolean elects = Boolean.parseBoolean(env.getOrDefault("STAVE_LEADER_ELECTION", "true"));
    return new OperatorConfig(
        Arrays.stream(env.getOrDefault("STAVE_NAMESPACES", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet()),
        elects ? required(env, "POD_NAMESPACE") : null,
        env.get("POD_NAME"),
        port(env.getOrDefault("STAVE_HTTP_PORT", DEFAULT_PORT)),
        new BuilderSettings(
            required(env, "STAVE_BUILDER_IMAGE"),
            env.get("STAVE_BUILDER_PULL_POLICY"),
            resources(env.getOrDefault("STAVE_BUILDER_RESOURCES", "{}")),
            file(env, "STAVE_REGISTRIES_CONF"),
            file(env, "STAVE_CA_BUNDLE")));
  }

  private static String required(Map<String, String> env, String name) {
    String value = env.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("STAVE_HTTP_PORT is not a port: " + text, e);
    }
  }

  private static ResourceRequirements resources(String json) {
    try {
      return new ObjectMapper().readValue(json, ResourceRequirements.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "STAVE_BUILDER_RESOURCES is not what a container's resources are: "
              + e.getOriginalMessage(),
          e);
    }
  }

  private static @Nullable String file(Map<String, String> env, String name) {
    String path = env.get(name);
    if (path == null || path.isBlank()) {
      return null;
    }
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      throw new IllegalArgumentException(name + " cannot be read: " + e, e);
    }
  }
}
