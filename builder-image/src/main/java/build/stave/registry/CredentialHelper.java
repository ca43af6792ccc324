package build.stave.registry;

import build.stave.oci.Json;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a program for a credential (docker-credential-helpers protocol). */
@FunctionalInterface
interface CredentialHelper {

  /** Runs {@code docker-credential-<name> get}; empty where it knows nothing of the server. */
  Optional<Credential> get(String name, String server) throws InterruptedException;

  /**
   * Runs the programs found on a path.
   *
   * @param path folders with colons between
   */
  static CredentialHelper on(String path) {
    return (name, server) -> run(path, name, server);
  }

  private static Optional<Credential> run(String path, String name, String server)
      throws InterruptedException {
    String program = "docker-credential-" + name;
    String doing = "ask " + program + " for " + server;
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw Problem.user("malformed name of a credential helper: " + name).exception();
    }
    String file =
        Arrays.stream(path.split(":"))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.environment(doing, "there is no such program on the PATH")
                        .fix("install it, or take it out of config.json")
                        .exception());
    try {
      Process process =
          new ProcessBuilder(file, "get").redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
          stdin.write(server);
        } catch (IOException e) {
          // it did not want to know, which its answer tells more about
        }
        // before the answer is read, which would wait without limit; a pipe holds 64 KiB
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          throw Problem.environment(doing, "it does not end").canRetry().exception();
        }
        byte[] answer = process.getInputStream().readNBytes(1 << 16);
        return process.exitValue() == 0
            ? Optional.of(credential(doing, answer))
            : none(doing, answer);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw Problem.environment(doing, "it cannot be run: " + e.getMessage()).exception(e);
    }
  }

  private static Credential credential(String doing, byte[] answer) {
    JsonNode node = json(doing, answer);
    String user = node.path("Username").asText("");
    String secret = node.path("Secret").asText("");
    return user.equals("<token>")
        ? new Credential.IdentityToken(secret)
        : new Credential.Basic(user, secret);
  }

  private static JsonNode json(String doing, byte[] answer) {
    try {
      return Json.read(answer, JsonNode.class);
    } catch (StaveException e) {
      // without the reason, which could quote a secret
      throw Problem.environment(doing, "its answer is not valid JSON").exception();
    }
  }

  private static Optional<Credential> none(String doing, byte[] answer) {
    var text = new String(answer, StandardCharsets.UTF_8).strip();
    if (text.contains("not found")) {
      return Optional.empty();
    }
    throw Problem.environment(doing, "it failed: " + text.lines().findFirst().orElse("no message"))
        .exception();
  }
}
