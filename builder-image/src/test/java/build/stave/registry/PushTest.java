package build.stave.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TestServer;
import build.stave.oci.Blob;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushTest {
  private final FakeRegistry registry = new FakeRegistry();
  private final HttpTransport transport =
      new HttpTransport(HttpSettings.of("1", Map.of()), Clock.systemUTC(), duration -> {});
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final RegistryClient client =
      new RegistryClient(
          RegistrySettings.of(Credentials.NONE), transport, Clock.systemUTC(), warnings::add);
  private final Image image = TestImages.of("one", "two", "one");

  @AfterEach
  void close() {
    transport.close();
    registry.close();
  }

  private PushReport push(String target, String... tags) throws InterruptedException {
    return client.push(image, registry.reference(target), List.of(tags), MountHints.NONE);
  }

  private boolean isManifestPut(String request) {
    return request.startsWith("PUT ") && request.contains("/manifests/");
  }

  @Test
  void sendsEachBlobOnceAndTheManifestLast() throws Exception {
    PushReport report = push("team/shop:1", "2", "1");
    long bytes = 6L + image.config().length;
    assertThat(report).isEqualTo(new PushReport(image.descriptor().digest(), bytes, 3, 0, 0));
    List<String> requests = registry.requests();
    assertThat(requests.subList(requests.size() - 2, requests.size()))
        .containsExactly("PUT /v2/team/shop/manifests/1", "PUT /v2/team/shop/manifests/2");
    assertThat(requests.stream().filter(this::isManifestPut)).hasSize(2);
    assertThat(registry.manifests).containsKeys("team/shop:1", "team/shop:2");
    assertThat(registry.sessions).isEmpty();
  }

  @Test
  void sendsNothingTwice() throws Exception {
    push("team/shop:1");
    assertThat(push("team/shop:1"))
        .isEqualTo(new PushReport(image.descriptor().digest(), 0, 0, 0, 3));
  }

  @Test
  void mountsFromOtherRepositories() throws Exception {
    push("team/shop:1");
    assertThat(client.push(image, registry.reference("b:1"), List.of(), hints()))
        .isEqualTo(new PushReport(image.descriptor().digest(), 0, 0, 2, 0).and(sent(config())));
  }

  private long config() {
    return image.config().length;
  }

  private PushReport sent(long bytes) {
    return new PushReport(image.descriptor().digest(), bytes, 1, 0, 0);
  }

  private MountHints hints() {
    return new MountHints(
        Map.of(
            Digest.of("one"), List.of(registry.reference("team/shop")),
            Digest.of("two"), List.of(registry.reference("team/shop"))));
  }

  @Test
  void usesTheSessionOfARefusedMount() throws Exception {
    push("team/shop:1");
    registry.mounts = false;
    int before = registry.requests().size();
    PushReport report = client.push(image, registry.reference("b:1"), List.of(), hints());
    assertThat(report.blobsSent()).isEqualTo(3);
    List<String> posts =
        registry.requests().subList(before, registry.requests().size()).stream()
            .filter(request -> request.startsWith("POST"))
            .toList();
    assertThat(posts).hasSize(3);
    assertThat(registry.sessions).isEmpty();
  }

  @Test
  void sendsWhereAMountIsForbidden() throws Exception {
    push("team/shop:1");
    registry.interceptor =
        exchange -> {
          if (FakeRegistry.query(exchange).containsKey("mount")) {
            FakeRegistry.error(exchange, 403, "DENIED");
            return true;
          }
          return false;
        };
    assertThat(client.push(image, registry.reference("b:1"), List.of(), hints()).blobsSent())
        .isEqualTo(3);
  }

  @Test
  void opensANewSessionAfterACutConnection() throws Exception {
    var cuts = new AtomicInteger();
    registry.interceptor =
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT") && cuts.incrementAndGet() <= 2) {
            throw new IOException("cut");
          }
          return false;
        };
    assertThat(push("a:1").blobsSent()).isEqualTo(3);
    assertThat(registry.sessions).isEmpty();
  }

  @Test
  void writesNoTagAndLeavesNoSessionWhereABlobFails() {
    registry.interceptor =
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            FakeRegistry.error(exchange, 400, "DIGEST_INVALID");
            return true;
          }
          return false;
        };
    // one blob, as an upload that is interrupted while it opens a session does not learn of it
    assertThatThrownBy(
            () ->
                client.push(TestImages.of(), registry.reference("a:1"), List.of(), MountHints.NONE))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("push " + registry.authority() + "/a:1")
        .hasMessageContaining("400: DIGEST_INVALID told so");
    assertThat(registry.requests()).noneMatch(this::isManifestPut);
    assertThat(registry.sessions).isEmpty();
    assertThat(registry.manifests).isEmpty();
  }

  /** Pushes to a registry that takes no manifest before it has the first layer. */
  private PushReport pushWhereLost(int status, String code) throws InterruptedException {
    registry.interceptor =
        exchange -> {
          boolean refused =
              exchange.getRequestURI().getPath().contains("/manifests/")
                  && !registry.blobs.containsKey("a@" + Digest.of("one"));
          if (refused) {
            exchange.getRequestBody().readAllBytes();
            FakeRegistry.error(exchange, status, code);
          }
          return refused;
        };
    Set<Digest> believed = Set.of(Digest.of("one"), Digest.of("two"), Digest.of("three"));
    return client.push(image, registry.reference("a:1"), List.of(), MountHints.NONE, believed);
  }

  @ParameterizedTest
  @CsvSource({"400, MANIFEST_BLOB_UNKNOWN", "404, BLOB_UNKNOWN"})
  void sendsWhatTheRegistryHasLost(int status, String code) throws Exception {
    registry.putBlob("a", "two".getBytes(StandardCharsets.UTF_8));
    assertThat(pushWhereLost(status, code))
        .isEqualTo(new PushReport(image.descriptor().digest(), 3 + config(), 2, 0, 1));
    assertThat(registry.manifests).containsKey("a:1");
    assertThat(registry.requests().stream().filter(this::isManifestPut)).hasSize(2);
  }

  @Test
  void doesNotRepeatWhatIsNotAllowed() {
    assertThatThrownBy(() -> pushWhereLost(403, "DENIED")).hasMessageContaining("not allowed");
    assertThat(registry.requests().stream().filter(this::isManifestPut)).hasSize(1);
  }

  @Test
  void noticesAnotherDigest() {
    registry.interceptor =
        exchange -> {
          if (exchange.getRequestURI().getPath().contains("/manifests/")) {
            exchange
                .getResponseHeaders()
                .set("Docker-Content-Digest", Digest.of("other").toString());
            TestServer.answer(exchange, 201, new byte[0]);
            return true;
          }
          return false;
        };
    assertThatThrownBy(() -> push("a:1")).hasMessageContaining("stored the manifest as");
  }

  @Test
  void handsOnWarnings() throws Exception {
    registry.interceptor =
        exchange -> {
          exchange.getResponseHeaders().add("Warning", "299 - \"read only from May\"");
          return false;
        };
    push("a:1");
    assertThat(warnings).contains(registry.authority() + ": read only from May");
  }

  @Test
  void saysWhatToDoWhereNotAllowed() {
    registry.interceptor =
        exchange -> {
          FakeRegistry.error(exchange, 403, "DENIED");
          return true;
        };
    assertThatThrownBy(() -> push("a:1"))
        .satisfies(
            e -> {
              var problem = ((StaveException) e).problem();
              assertThat(problem.message()).contains("403 (not allowed)");
              assertThat(problem.fix().orElseThrow()).contains("ask for access to");
              assertThat(problem.retryable()).isFalse();
            });
  }

  @Test
  void foreignLayersAreNotSent() throws Exception {
    byte[] bytes = "foreign".getBytes(StandardCharsets.UTF_8);
    var foreign =
        Descriptor.of(
            "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
            Digest.of(bytes),
            bytes.length);
    var blobs = new ArrayList<>(image.layers());
    blobs.add(new Blob(foreign, () -> new ByteArrayInputStream(bytes)));
    var with = new Image(image.descriptor(), image.manifest(), image.config(), blobs);
    assertThat(client.push(with, registry.reference("a:1"), List.of(), MountHints.NONE).blobsSent())
        .isEqualTo(3);
    assertThat(registry.blobs).doesNotContainKey("a@" + foreign.digest());
  }
}
