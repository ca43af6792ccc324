package build.stave.registry;

import build.stave.oci.Json;
import build.stave.problem.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a program for a credential (docker-credential-helpers protocol). */
@FunctionalInterface
interface CredentialHelper {

  /** Runs {@code docker-credential-<name> get}; empty where it knows nothing of the server. */
  Optional<Credential> get(String name, String server) throws InterruptedException;

  /** Runs the program found on the PATH. */
  static Optional<Credential> run(String name, String server) throws InterruptedException {
    String program = "docker-credential-" + name;
    String doing = "ask " + program + " for " + server;
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw Problem.user("malformed name of a credential helper: " + name).exception();
    }
    try {
      Process process =
          new ProcessBuilder(program, "get").redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
          stdin.write(server);
        }
        byte[] answer = process.getInputStream().readNBytes(1 << 16);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          throw Problem.environment(doing, "it does not end").canRetry().exception();
        }
        return process.exitValue() == 0 ? Optional.of(credential(answer)) : none(doing, answer);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw Problem.environment(doing, "it cannot be run")
          .fix("put it on the PATH, or take it out of config.json")
          .exception(e);
    }
  }

  private static Credential credential(byte[] answer) {
    JsonNode node = Json.read(answer, JsonNode.class);
    String user = node.path("Username").asText("");
    String secret = node.path("Secret").asText("");
    return user.equals("<token>")
        ? new Credential.IdentityToken(secret)
        : new Credential.Basic(user, secret);
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
