package build.stave.e2e;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Secrets that a tenant has, in the forms that Kubernetes knows. */
final class Secrets {
  private Secrets() {}

  /** registry-auth, git-auth and git-ssh, as YAML. */
  static String of(Bed bed) {
    return Stream.of(
            registry("registry-auth", bed.secret("registry-auth.json")),
            login("git-auth", bed.secret("git-user"), bed.secret("git-password")),
            secret(
                "git-ssh",
                "kubernetes.io/ssh-auth",
                Map.of(
                    "ssh-privatekey", bed.secret("git-key"),
                    "known_hosts", bed.secret("git-known-hosts"))))
        .map(Serialization::asYaml)
        .collect(Collectors.joining("---\n"));
  }

  /** With credentials for registries, as {@code docker login} keeps them. */
  static Secret registry(String name, String dockerConfig) {
    return secret(
        name, "kubernetes.io/dockerconfigjson", Map.of(".dockerconfigjson", dockerConfig));
  }

  /** With a user's name and password. */
  static Secret login(String name, String user, String password) {
    return secret(name, "kubernetes.io/basic-auth", Map.of("username", user, "password", password));
  }

  static Secret secret(String name, String type, Map<String, String> values) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withType(type)
        .withStringData(values)
        .build();
  }
}
