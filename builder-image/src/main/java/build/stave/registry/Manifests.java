package build.stave.registry;

import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.problem.Problem;
import build.stave.reference.ImageReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Reads manifests of one repository, and finds the one for a platform. */
final class Manifests {
  private static final int MAX_MANIFEST = 4 << 20;
  private static final int MAX_DEPTH = 4;
  private static final String ACCEPT =
      String.join(
          ", ",
          MediaType.OCI_INDEX,
          MediaType.OCI_MANIFEST,
          MediaType.DOCKER_LIST,
          MediaType.DOCKER_MANIFEST);

  /** A document as it was received; its digest has been verified. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Document(Descriptor descriptor, byte[] bytes) {
    boolean isIndex() {
      return descriptor.mediaType().equals(MediaType.OCI_INDEX)
          || descriptor.mediaType().equals(MediaType.DOCKER_LIST);
    }
  }

  private final Endpoint endpoint;
  private final String doing;
  private final ImageReference image;

  Manifests(Endpoint endpoint, String doing, ImageReference image) {
    this.endpoint = endpoint;
    this.doing = doing;
    this.image = image;
  }

  /** What the reference names: by its digest, else by its tag. */
  Document root() throws InterruptedException {
    Digest digest = image.digest();
    return digest == null
        ? read(String.valueOf(image.tagOrLatest()), Optional.empty())
        : read(digest.toString(), Optional.of(digest));
  }

  /** The manifest for the platform, which is the document itself where that is no index. */
  Document select(Document document, Platform platform) throws InterruptedException {
    Document current = document;
    for (int depth = 0; current.isIndex(); depth++) {
      if (depth == MAX_DEPTH) {
        throw Problem.remote(doing, "indexes lie within indexes without end").exception();
      }
      List<Descriptor> entries = Json.read(current.bytes(), Index.class).manifests();
      Descriptor entry =
          PlatformMatch.best(entries, platform)
              .orElseThrow(() -> missing(entries, platform).exception());
      Document next = read(entry.digest().toString(), Optional.of(entry.digest()));
      current =
          new Document(
              entry.platform() == null
                  ? next.descriptor()
                  : next.descriptor().withPlatform(entry.platform()),
              next.bytes());
    }
    return current;
  }

  private Problem missing(List<Descriptor> entries, Platform platform) {
    List<String> offered =
        entries.stream()
            .map(Descriptor::platform)
            .filter(p -> p != null && !p.os().equals("unknown"))
            .map(String::valueOf)
            .toList();
    return Problem.user(
            "there is no image for " + platform + "; there are " + String.join(", ", offered))
        .doing(doing)
        .fix("choose another platform with --platform, or another image");
  }

  private Document read(String name, Optional<Digest> expected) throws InterruptedException {
    Request request =
        Request.get(doing, endpoint.uri(image, "manifests/" + name)).with("Accept", ACCEPT);
    try (Response response = endpoint.send(request, image, Scopes.pull(image.repository()))) {
      if (response.status() != 200) {
        throw endpoint.problem(request, image, response);
      }
      byte[] bytes = response.bytes(MAX_MANIFEST);
      Digest digest = verified(bytes, expected, response);
      return new Document(Descriptor.of(mediaType(bytes, response), digest, bytes.length), bytes);
    }
  }

  private Digest verified(byte[] bytes, Optional<Digest> expected, Response response) {
    Digest wanted =
        expected
            .or(() -> response.headers().first("Docker-Content-Digest").flatMap(Manifests::digest))
            .orElseGet(() -> Digest.of(bytes));
    Digest actual = Digest.of(wanted.newHash().digest(bytes), wanted.algorithm());
    if (!actual.equals(wanted)) {
      throw Problem.remote(
              doing,
              image.registry() + " sent a manifest of digest " + actual + " instead of " + wanted)
          .fix("the registry, a mirror or a proxy changes content; use another one")
          .exception();
    }
    return actual;
  }

  /** Old registries send digests of other kinds; those say nothing. */
  private static Optional<Digest> digest(String text) {
    return Optional.of(text).filter(t -> t.matches("sha256:[a-f0-9]{64}")).map(Digest::parse);
  }

  /** A document that could be read both ways is neither (CVE-2021-41190). */
  private String mediaType(byte[] bytes, Response response) {
    JsonNode document = Json.read(bytes, JsonNode.class);
    String header =
        response.headers().first("Content-Type").orElse("").replaceFirst(";.*", "").strip();
    String written = document.path("mediaType").asText("");
    String type = isKnown(written) ? written : header;
    boolean isIndex = document.has("manifests");
    boolean isManifest = document.has("layers") || document.has("config");
    if (document.path("schemaVersion").asInt() == 1 || document.has("fsLayers")) {
      throw Problem.remote(doing, "the image is in Docker's schema 1, which is obsolete")
          .fix("push it again with a current tool")
          .exception();
    }
    if (isIndex == isManifest) {
      throw Problem.remote(doing, image.registry() + " sent neither a manifest nor an index")
          .exception();
    }
    boolean saysIndex = type.equals(MediaType.OCI_INDEX) || type.equals(MediaType.DOCKER_LIST);
    if (isKnown(type) && saysIndex != isIndex) {
      throw Problem.remote(doing, "the manifest is not of the type it says, " + type).exception();
    }
    return isKnown(type) ? type : isIndex ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
  }

  private static boolean isKnown(String type) {
    return type.equals(MediaType.OCI_INDEX)
        || type.equals(MediaType.OCI_MANIFEST)
        || type.equals(MediaType.DOCKER_LIST)
        || type.equals(MediaType.DOCKER_MANIFEST);
  }
}
