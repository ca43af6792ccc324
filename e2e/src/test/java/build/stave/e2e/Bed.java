package build.stave.e2e;

import build.stave.e2e.Command.Result;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The cluster under test, as {@code e2e/cluster env} tells of it.
 *
 * @param top the project's folder
 * @param kubeconfig of the cluster's administrator
 * @param secrets folder of the credentials for the registry and the git server
 * @param registry name of the registry
 * @param volumes folder for volumes of the node
 * @param auditLog where the API server writes who changed what of ours, a line of JSON each
 */
record Bed(Path top, Path kubeconfig, Path secrets, String registry, Path volumes, Path auditLog) {

  static Bed ofEnvironment() {
    return new Bed(
        Path.of(System.getProperty("stave.root", "..")),
        Path.of(variable("KUBECONFIG")),
        Path.of(variable("STAVE_SECRETS")),
        variable("STAVE_REGISTRY"),
        Path.of(variable("STAVE_VOLUMES")),
        Path.of(variable("STAVE_AUDIT_LOG")));
  }

  private static String variable(String name) {
    return Objects.requireNonNull(
        System.getenv(name), () -> name + " is not set: e2e/run sets it and runs these tests");
  }

  KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }

  /** A credential, such as {@code registry-password}. */
  String secret(String file) {
    return read(secrets.resolve(file));
  }

  Path example(String name) {
    return top.resolve("examples").resolve(name);
  }

  /** The project's own scripts in e2e/. */
  Command script(String name, String... arguments) {
    return command(top.resolve("e2e").resolve(name).toString(), arguments);
  }

  /** What kubectl prints; the test fails where kubectl does. */
  String kubectl(String... arguments) {
    return command("kubectl", arguments).output();
  }

  Result tryKubectl(String... arguments) {
    return command("kubectl", arguments).run();
  }

  /**
   * Makes the folder the newest commit of a branch.
   *
   * @param repository such as {@code examples/shop}: https://git.example.com/examples/shop.git
   * @return the commit
   */
  String push(String repository, Path folder, String branch) {
    return script("cluster", "git-push", repository, folder.toString(), branch).output().strip();
  }

  /** The same with files by path. */
  String push(String repository, Map<String, String> files) {
    try {
      Path folder = Files.createTempDirectory("stave-e2e");
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
      }
      String commit = push(repository, folder, "main");
      Command.of("rm", "-r", folder.toString()).output();
      return commit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Command command(String program, String... arguments) {
    return Command.of(
        Stream.concat(Stream.of(program), Arrays.stream(arguments)).toArray(String[]::new));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folders of examples/ that hold an ImageBuild. */
  List<String> examples() {
    try (Stream<Path> folders = Files.list(top.resolve("examples"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("imagebuild.yaml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
