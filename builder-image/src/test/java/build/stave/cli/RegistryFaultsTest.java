package build.stave.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import build.stave.http.TestServer;
import build.stave.oci.Descriptor;
import build.stave.oci.Digest;
import build.stave.oci.ImageConfig;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.oci.MediaType;
import build.stave.oci.Platform;
import build.stave.registry.FakeRegistry;
import build.stave.registry.RealRegistry;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Registries that fail, seen from the command line: exit code 3, one message that says what to do,
 * no tag written, nothing left in the store.
 */
@Tag("real")
final class RegistryFaultsTest {
  private static final byte[] LAYER = layer();

  @TempDir Path folder;
  private final FakeRegistry registry = new FakeRegistry();
  private final List<Path> mounted = new ArrayList<>();
  private Path context;
  private Path store;

  @BeforeEach
  void prepare() throws IOException {
    context = Files.createDirectory(folder.resolve("context"));
    store = folder.resolve("store");
    Files.writeString(context.resolve("file"), "content");
  }

  @AfterEach
  void close() throws Exception {
    registry.close();
    for (Path mount : mounted) {
      new ProcessBuilder("umount", mount.toString()).start().waitFor(10, TimeUnit.SECONDS);
    }
  }

  /** A layer that does not compress, so that it can be cut in the middle. */
  private static byte[] layer() {
    byte[] content = new byte[1 << 20];
    new Random(3).nextBytes(content);
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      var entry = new TarArchiveEntry("large");
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] uncompressed() throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(LAYER))) {
      return in.readAllBytes();
    }
  }

  /** Puts an image of one layer under {@code base:1}. */
  private void putBase() throws IOException {
    byte[] config =
        Json.bytes(
            ImageConfig.scratch(Platform.local())
                .withLayers(null, List.of(Digest.of(uncompressed())), List.of()));
    byte[] manifest =
        Json.bytes(
            new Manifest(
                2,
                MediaType.OCI_MANIFEST,
                Descriptor.of(MediaType.OCI_CONFIG, Digest.of(config), config.length),
                List.of(Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.of(LAYER), LAYER.length)),
                null));
    registry.putBlob("base", config);
    registry.putBlob("base", LAYER);
    registry.putManifest("base", "1", MediaType.OCI_MANIFEST, manifest);
  }

  private record Run(int code, String err) {
    /** The lines from ERROR on: the message and what to do. */
    String message() {
      return err.substring(Math.max(0, err.indexOf("ERROR: ")));
    }
  }

  private Run run(String dockerfile, String... flags) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    var arguments = new ArrayList<String>();
    arguments.add("build");
    arguments.addAll(Arrays.asList(flags));
    arguments.addAll(List.of("--store", store.toString(), "--progress", "plain"));
    if (!arguments.contains("--registry-auth")) {
      Path none = Files.writeString(folder.resolve("none.json"), "{}");
      arguments.addAll(List.of("--registry-auth", none.toString()));
    }
    arguments.add(context.toString());
    PrintStream before = System.err;
    var captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, UTF_8));
    int code;
    try {
      code = Main.run(arguments.toArray(String[]::new));
    } finally {
      System.setErr(before);
    }
    return new Run(code, captured.toString(UTF_8));
  }

  private Run pull() throws IOException {
    return run(
        "FROM " + registry.reference("base:1") + "\nCOPY file /\n",
        "--output",
        folder.resolve("out").toString());
  }

  private Run push() throws IOException {
    return run("FROM scratch\nCOPY file /\n", "--push", "-t", registry.reference("a:1").toString());
  }

  private void assertFault(Run run, String... texts) throws IOException {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.REMOTE);
    assertOneMessage(run, texts);
  }

  private void assertOneMessage(Run run, String... texts) throws IOException {
    assertThat(run.err().split("ERROR: ", -1)).as(run.err()).hasSize(2);
    assertThat(run.message()).contains(texts).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(registry.manifests.keySet()).noneMatch(name -> name.startsWith("a:"));
    assertThat(folder.resolve("out")).doesNotExist();
    assertNothingLeft();
  }

  private void assertNothingLeft() throws IOException {
    assertThat(Files.readString(Path.of("/proc/self/mounts")))
        .doesNotContain(store.toString() + "/");
    // A download that was not finished; whole blobs, their locks and marks may stay.
    try (Stream<Path> files = Files.walk(store.resolve("builds"))) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("blob-"))).isEmpty();
    }
    try (Stream<Path> builds = Files.list(store.resolve("builds"))) {
      assertThat(builds.filter(Files::isDirectory)).isEmpty();
    }
  }

  private void answer(Predicate<HttpExchange> which, FakeRegistry.Interceptor with) {
    registry.interceptor = exchange -> which.test(exchange) && with.answered(exchange);
  }

  private static boolean isBlob(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().contains("/blobs/" + Digest.of(LAYER));
  }

  private static boolean isPut(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("PUT");
  }

  private static boolean isManifestPut(HttpExchange exchange) {
    return isPut(exchange) && exchange.getRequestURI().getPath().contains("/manifests/");
  }

  private static FakeRegistry.Interceptor error(int status, String code) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      FakeRegistry.error(exchange, status, code);
      return true;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED, not logged in, --registry-auth FILE",
    "403, DENIED, not allowed, ask for access to",
    "404, MANIFEST_UNKNOWN, not found, check the spelling of",
    "418, TEAPOT, answered 418, ''"
  })
  void aRefusedPull(int status, String code, String meaning, String fix) throws Exception {
    answer(exchange -> true, error(status, code));
    assertFault(
        pull(),
        "Dockerfile:1",
        "pull " + registry.authority() + "/base:1",
        meaning,
        code + " told so",
        fix);
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED, not logged in, --registry-auth FILE",
    "403, DENIED, not allowed, ask for access to",
    "404, NAME_UNKNOWN, not found, check the spelling of",
    "413, SIZE_INVALID, too large, raise the limit"
  })
  void aRefusedPush(int status, String code, String meaning, String fix) throws Exception {
    answer(exchange -> !exchange.getRequestMethod().equals("GET"), error(status, code));
    Run run = push();
    // HEAD has no body to say a code in
    assertFault(run, "push " + registry.authority() + "/a:1", meaning, fix);
  }

  @Test
  void aRefusedManifest() throws Exception {
    answer(RegistryFaultsTest::isManifestPut, error(400, "MANIFEST_INVALID"));
    assertFault(push(), "400: MANIFEST_INVALID told so");
    assertThat(registry.sessions).isEmpty();
  }

  @Test
  void aMissingBlob() throws Exception {
    putBase();
    answer(RegistryFaultsTest::isBlob, error(404, "BLOB_UNKNOWN"));
    assertFault(pull(), "404 (not found): BLOB_UNKNOWN", Digest.of(LAYER).toString());
  }

  @Test
  void aLimitThatPassesIsWaitedFor() throws Exception {
    putBase();
    var times = new AtomicInteger();
    answer(
        exchange -> isBlob(exchange) && times.incrementAndGet() <= 2,
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          FakeRegistry.error(exchange, 429, "TOOMANYREQUESTS");
          return true;
        });
    long start = System.nanoTime();
    assertThat(pull().code()).isEqualTo(ExitCode.OK);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(times).hasValue(3);
  }

  @Test
  void aLimitThatStaysIsReported() throws Exception {
    var times = new AtomicInteger();
    answer(
        exchange -> exchange.getRequestURI().getPath().contains("/manifests/"),
        exchange -> {
          times.incrementAndGet();
          exchange.getResponseHeaders().set("Retry-After", "1");
          FakeRegistry.error(exchange, 429, "TOOMANYREQUESTS");
          return true;
        });
    assertFault(pull(), "429 (too many requests)", "wait, or log in", "try again in 1 s");
    assertThat(times).hasValue(4);
  }

  @Test
  void nobodyWaitsForAnHour() throws Exception {
    var times = new AtomicInteger();
    answer(
        exchange -> exchange.getRequestURI().getPath().contains("/manifests/"),
        exchange -> {
          times.incrementAndGet();
          exchange.getResponseHeaders().set("Retry-After", "3600");
          FakeRegistry.error(exchange, 429, "TOOMANYREQUESTS");
          return true;
        });
    assertFault(pull(), "429 (too many requests)", "try again in 3600 s");
    assertThat(times).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void aServerThatStaysBroken(int status) throws Exception {
    answer(exchange -> exchange.getRequestMethod().equals("HEAD"), error(status, "UNKNOWN"));
    assertFault(push(), "answered " + status);
  }

  @Test
  void aServerThatRecovers() throws Exception {
    var times = new AtomicInteger();
    answer(exchange -> isPut(exchange) && times.incrementAndGet() == 1, error(502, "UNKNOWN"));
    assertThat(push().code()).isEqualTo(ExitCode.OK);
    assertThat(registry.manifests).containsKey("a:1");
    assertThat(registry.sessions).isEmpty();
  }

  @Test
  void tokensThatExpireAreRenewed() throws Exception {
    Run run = withTokens(true);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(registry.manifests).containsKey("a:1");
    assertThat(registry.requests().stream().filter(r -> r.startsWith("GET /token"))).hasSize(2);
  }

  @Test
  void tokensThatAreNeverAcceptedAreReported() throws Exception {
    assertFault(withTokens(false), "401 (not logged in)", "--registry-auth FILE");
  }

  /** The first token is good until the registry is asked to take the first content. */
  private Run withTokens(boolean accepted) throws IOException {
    var number = new AtomicInteger();
    var expired = new AtomicBoolean();
    registry.interceptor =
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/token")) {
            String token = "{\"token\":\"t" + number.incrementAndGet() + "\"}";
            TestServer.answer(exchange, 200, token.getBytes(UTF_8));
            return true;
          }
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          if (isPut(exchange)) {
            expired.set(true);
          }
          if (accepted && shown != null && !(expired.get() && shown.equals("Bearer t1"))) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          FakeRegistry.challenge(exchange, "Bearer realm=\"" + registry.uri("/token") + "\"");
          return true;
        };
    return push();
  }

  @Test
  void aTruncatedBlob() throws Exception {
    putBase();
    answer(
        RegistryFaultsTest::isBlob,
        exchange -> {
          TestServer.answer(exchange, 200, Arrays.copyOf(LAYER, 1000));
          return true;
        });
    assertFault(pull(), "breaks off after 1000 of " + LAYER.length + " bytes");
  }

  @Test
  void aBlobOfOtherContent() throws Exception {
    putBase();
    byte[] wrong = LAYER.clone();
    wrong[1000]++;
    registry.blobs.put("base@" + Digest.of(LAYER), wrong);
    assertFault(
        pull(),
        "blob " + Digest.of(LAYER) + " arrived with digest " + Digest.of(wrong),
        "changes content");
  }

  /** Sends the length and half of the blob, then closes the connection. */
  private static boolean cut(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, LAYER.length);
    exchange.getResponseBody().write(LAYER, 0, LAYER.length / 2);
    exchange.getResponseBody().flush();
    throw new IOException("cut");
  }

  @Test
  void aConnectionThatIsCutOnce() throws Exception {
    putBase();
    var times = new AtomicInteger();
    answer(exchange -> isBlob(exchange) && times.incrementAndGet() == 1, RegistryFaultsTest::cut);
    assertThat(pull().code()).isEqualTo(ExitCode.OK);
    assertThat(times).hasValue(2);
  }

  @Test
  void aConnectionThatIsCutEachTime() throws Exception {
    putBase();
    answer(RegistryFaultsTest::isBlob, RegistryFaultsTest::cut);
    assertFault(pull(), "breaks off after " + LAYER.length / 2 + " of " + LAYER.length + " bytes");
  }

  @Test
  void anUploadThatIsCutEachTime() throws Exception {
    answer(
        RegistryFaultsTest::isPut,
        exchange -> {
          exchange.getRequestBody().readNBytes(10);
          throw new IOException("cut");
        });
    assertFault(push(), "the connection to " + registry.authority() + " failed");
    assertThat(registry.requests())
        .noneMatch(request -> request.startsWith("PUT") && request.contains("/manifests/"));
  }

  @Test
  void nothingListens() throws Exception {
    String gone = registry.reference("base:1").toString();
    registry.close();
    Run run = run("FROM " + gone + "\n", "--output", folder.resolve("out").toString());
    assertFault(run, "nothing accepts connections at " + registry.authority());
  }

  private void limitStore(String size) throws Exception {
    Files.createDirectory(store);
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", store.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(mount.getInputStream().readAllBytes(), UTF_8);
    assertThat(mount.waitFor()).as(output).isZero();
    mounted.add(store);
  }

  /** Too small for what the base's files contain, which a step reads. */
  @Test
  void theDiskIsFullWhilePulling() throws Exception {
    putBase();
    limitStore("600k");
    Run run =
        run(
            "FROM "
                + registry.reference("base:1")
                + " AS base\nCOPY file /\nFROM scratch\nCOPY --from=base /file /\n",
            "--output",
            folder.resolve("out").toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.ENVIRONMENT);
    assertOneMessage(run, "unpack layer", "free space");
  }

  /** The same with a registry that was not made for tests. */
  @Test
  void aRealRegistryThatIsNotTrustedOrDoesNotTrust() throws Exception {
    try (var real = new RealRegistry(Files.createDirectory(folder.resolve("real")))) {
      String name = real.reference("a:1").toString();
      String dockerfile = "FROM scratch\nCOPY file /\n";
      Path wrong = real.credentials(folder.resolve("wrong.json"), "wrong");
      Path right = real.credentials(folder.resolve("right.json"), RealRegistry.PASSWORD);
      String[] push = {"--push", "-t", name, "--registry-auth", right.toString()};
      assertFault(
          run(dockerfile, push),
          "the certificate of " + real.host() + " is signed by no authority known here",
          "--registry-ca " + real.host() + "=FILE");
      String trusted = real.host() + "=" + real.authority();
      assertFault(
          run(
              dockerfile,
              "--push",
              "-t",
              name,
              "--registry-auth",
              wrong.toString(),
              "--registry-ca",
              trusted),
          "refused the user name or password from " + wrong);
      assertFault(
          run(dockerfile, "--push", "-t", name, "--registry-ca", trusted),
          "401 (not logged in)",
          "--registry-auth FILE");
      assertFault(
          run(
              "FROM " + real.reference("unknown:1") + "\n",
              "--registry-auth",
              right.toString(),
              "--registry-ca",
              trusted,
              "--output",
              folder.resolve("out").toString()),
          "MANIFEST_UNKNOWN",
          "check the spelling");
      Run pushed =
          run(
              dockerfile,
              "--push",
              "-t",
              name,
              "--registry-auth",
              right.toString(),
              "--registry-ca",
              trusted);
      assertThat(pushed.code()).as(pushed.err()).isZero();
      Run insecure =
          run(
              dockerfile,
              "--push",
              "-t",
              name,
              "--registry-auth",
              right.toString(),
              "--insecure-registry",
              real.host());
      assertThat(insecure.code()).as(insecure.err()).isZero();
      assertThat(insecure.err()).contains("0 bytes in 0 blobs sent");
    }
  }
}
