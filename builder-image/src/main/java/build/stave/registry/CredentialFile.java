package build.stave.registry;

import build.stave.oci.Json;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import build.stave.reference.ImageReference;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of credentials: Docker's config.json, containers-auth.json, or a mounted Kubernetes
 * Secret ({@code .dockerconfigjson}, {@code .dockercfg}).
 */
final class CredentialFile {
  private static final int MAX_SIZE = 1 << 20;

  private final Path file;
  private final JsonNode document;
  private final CredentialHelper helper;

  private CredentialFile(Path file, JsonNode document, CredentialHelper helper) {
    this.file = file;
    this.document = document;
    this.helper = helper;
  }

  static CredentialFile read(Path file, CredentialHelper helper) {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw malformed(file, "it is larger than 1 MiB");
      }
      JsonNode document = Json.read(Files.readAllBytes(file), JsonNode.class);
      if (!document.isObject()) {
        throw malformed(file, "it is no JSON object");
      }
      return new CredentialFile(file, document, helper);
    } catch (IOException e) {
      throw malformed(file, "it cannot be read: " + e.getMessage());
    } catch (StaveException e) {
      // the reason could quote the content
      throw e.problem().doing().isEmpty() ? malformed(file, "it is not valid JSON") : e;
    }
  }

  /** What to try for an image, best first: its helper, the general helper, then written entries. */
  List<CredentialEntry> candidates(ImageReference image) throws InterruptedException {
    var found = new ArrayList<CredentialEntry>();
    if (!isSecret()) {
      fromHelper(image).ifPresent(found::add);
    }
    JsonNode auths = document.path("auths");
    if (auths.isMissingNode() && isLegacy()) {
      auths = document;
    }
    auths.properties().stream()
        .sorted(
            Map.Entry.<String, JsonNode>comparingByKey(Comparator.comparing(CredentialFile::bare))
                .reversed())
        .filter(entry -> CredentialKey.parse(entry.getKey()).matches(image))
        .forEach(
            entry -> {
              Credential credential = credential(entry.getKey(), entry.getValue());
              if (credential != null) {
                found.add(new CredentialEntry(credential, file.toString()));
              }
            });
    return List.copyOf(found);
  }

  private static String bare(String key) {
    CredentialKey parsed = CredentialKey.parse(key);
    return parsed.host() + "/" + parsed.path();
  }

  /** A Secret must not choose a program to run; the kubelet ignores helpers in it too. */
  private boolean isSecret() {
    String name = String.valueOf(file.getFileName());
    return name.equals(".dockerconfigjson") || isLegacy();
  }

  private boolean isLegacy() {
    return String.valueOf(file.getFileName()).equals(".dockercfg");
  }

  private Optional<CredentialEntry> fromHelper(ImageReference image) throws InterruptedException {
    String server = CredentialKey.serverOf(image.registry());
    JsonNode helpers = document.path("credHelpers");
    String name = helpers.path(image.registry()).asText("");
    if (name.isEmpty()) {
      name = helpers.path(server).asText("");
    }
    if (name.isEmpty()) {
      name = document.path("credsStore").asText("");
    }
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String origin = "docker-credential-" + name;
    return helper.get(name, server).map(credential -> new CredentialEntry(credential, origin));
  }

  private @Nullable Credential credential(String key, JsonNode node) {
    Written written;
    try {
      written = Json.read(Json.bytes(node), Written.class);
    } catch (StaveException e) {
      throw malformed(file, "the entry of " + bare(key) + " is malformed");
    }
    if (!written.registrytoken().isEmpty()) {
      return new Credential.RegistryToken(written.registrytoken());
    }
    if (!written.identitytoken().isEmpty()) {
      return new Credential.IdentityToken(written.identitytoken());
    }
    if (!written.username().isEmpty()) {
      return new Credential.Basic(written.username(), written.password());
    }
    return written.auth().isEmpty() ? null : decoded(key, written.auth());
  }

  private Credential decoded(String key, String auth) {
    try {
      var text = new String(Base64.getMimeDecoder().decode(auth), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      if (colon > 0) {
        // Docker pads with NUL
        String password = text.substring(colon + 1).replaceAll("\0+$", "");
        return new Credential.Basic(text.substring(0, colon), password);
      }
    } catch (IllegalArgumentException e) {
      // reported below, without the text
    }
    throw malformed(file, "auth of " + bare(key) + " is not base64 of user:password");
  }

  private static StaveException malformed(Path file, String why) {
    return Problem.user(why)
        .doing("read credentials from " + file)
        .because(Reason.SECRET_MALFORMED)
        .fix("write it with docker login, or as a Secret of type kubernetes.io/dockerconfigjson")
        .exception();
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Written(
      String auth, String username, String password, String identitytoken, String registrytoken) {
    @JsonCreator
    Written(
        @Nullable String auth,
        @Nullable String username,
        @Nullable String password,
        @Nullable String identitytoken,
        @Nullable String registrytoken) {
      this.auth = auth == null ? "" : auth;
      this.username = username == null ? "" : username;
      this.password = password == null ? "" : password;
      this.identitytoken = identitytoken == null ? "" : identitytoken;
      this.registrytoken = registrytoken == null ? "" : registrytoken;
    }

    @Override
    public String toString() {
      return "entry";
    }
  }
}
