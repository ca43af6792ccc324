package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuildRun;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.StepStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run takes from those before it, and what it does not. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OnBed.class)
final class CacheTest {
  private static final String CLAIM = "steps";

  /** Of this call alone: the registry may hold what earlier ones cached. */
  private final String dockerfile =
      """
      FROM busybox
      RUN mkdir /a && echo %d > /a/file
      RUN echo b > /b
      """
          .formatted(System.currentTimeMillis());

  private final Bed bed;
  private final Registry registry;
  private final Tenant tenant;

  CacheTest(Bed bed, Registry registry, Tenant tenant) {
    this.bed = bed;
    this.registry = registry;
    this.tenant = tenant;
  }

  @BeforeAll
  void makeVolume() {
    Claim.make(bed, tenant, CLAIM);
  }

  @Test
  void anotherRunTakesEachStepFromTheRegistry() {
    Wish wish = Wish.inline("again", dockerfile).with("cache: {registry: {}}");
    tenant.apply(wish);
    ImageBuildRun first = tenant.succeeded("again", 1);
    assertThat(cached(first)).containsExactly(false, false);

    ImageBuildRun second = requested("again", 2);

    assertThat(cached(second)).containsExactly(true, true);
    assertThat(image(second).digest()).isEqualTo(image(first).digest());
    assertThat(log(second)).doesNotContain("unpack busybox");

    tenant.apply(Wish.inline("again", dockerfile).with("cache: {registry: {}, disabled: true}"));
    tenant.staysAt("again", 2, Duration.ofSeconds(4));
    ImageBuildRun anew = requested("again", 3);
    assertThat(cached(anew)).containsExactly(false, false);
    assertThat(image(anew).digest()).isEqualTo(image(first).digest());
  }

  @Test
  void layersOfTheCacheAreMountedIntoAnotherRepository() {
    String cache = "cache: {registry: {ref: \"%s:cache\"}}".formatted(repository("shared"));
    tenant.apply(Wish.inline("shared-1", dockerfile).with(cache));
    ImageBuildRun first = tenant.succeeded("shared-1", 1);

    // The registry has nothing of this repository from an earlier call of the test.
    String fresh = "shared-" + System.currentTimeMillis();
    tenant.apply(Wish.inline(fresh, dockerfile).with(cache));
    ImageBuildRun second = tenant.succeeded(fresh, 1);

    assertThat(cached(second)).containsExactly(true, true);
    assertThat(image(second).digest()).isEqualTo(image(first).digest());
    // What is sent is the configuration, and the base's layer, which lies in another registry.
    assertThat(log(second)).contains(" in 2 blobs sent, 2 mounted");
  }

  @Test
  void whatIsNotTrustedWritesToItsOwnReference() {
    String trusted = repository("reviewed") + ":cache";
    Wish own = Wish.inline("reviewed", dockerfile).with("cache: {registry: {}}");
    tenant.apply(own);
    tenant.succeeded("reviewed", 1);
    String before = registry.manifest(trusted);

    String other = dockerfile.replace("echo b", "echo c");
    tenant.apply(
        Wish.inline("fork", other)
            .with("cache: {registry: {readFrom: [\"%s\"]}}".formatted(trusted)));

    assertThat(cached(tenant.succeeded("fork", 1))).containsExactly(true, false);
    assertThat(registry.manifest(trusted)).isEqualTo(before);
    assertThat(cached(requested("fork", 2))).containsExactly(true, true);
    tenant.apply(Wish.inline("reviewed", other).with("cache: {registry: {}}"));
    assertThat(cached(tenant.succeeded("reviewed", 2))).containsExactly(true, false);
  }

  @Test
  void buildsOfANamespaceShareAVolume() {
    String steps = dockerfile.replace("/b", "/volume");
    tenant.apply(Wish.inline("volume-1", steps).with(volume("team", "")));
    ImageBuildRun first = tenant.succeeded("volume-1", 1);
    assertThat(cached(first)).containsExactly(false, false);

    tenant.apply(Wish.inline("volume-2", steps).with(volume("team", "")));
    tenant.apply(Wish.inline("volume-3", steps).with(volume("fork", "")));
    tenant.apply(Wish.inline("volume-4", steps).with(volume("reader", "team")));

    ImageBuildRun second = tenant.succeeded("volume-2", 1);
    assertThat(cached(second)).containsExactly(true, true);
    assertThat(image(second).digest()).isEqualTo(image(first).digest());
    assertThat(cached(tenant.succeeded("volume-3", 1))).containsExactly(false, false);
    assertThat(cached(tenant.succeeded("volume-4", 1))).containsExactly(true, true);
  }

  @Test
  void directoriesLastOnTheVolumeInTheirScope() {
    Wish wish =
        Wish.inline(
            "directory",
            """
            FROM busybox
            ARG TEXT=one
            RUN --mount=type=cache,target=/c echo "$TEXT" >> /c/log && echo "saw $(cat /c/log | tr '\\n' .)"
            """);
    tenant.apply(wish.with(volume("lasting", "")));
    assertThat(log(tenant.succeeded("directory", 1))).contains("saw one.\n");

    tenant.apply(wish.with(volume("lasting", "")).with("args: [{name: TEXT, value: two}]"));
    assertThat(log(tenant.succeeded("directory", 2))).contains("saw one.two.\n");

    tenant.apply(wish.with(volume("fork", "lasting")).with("args: [{name: TEXT, value: three}]"));
    assertThat(log(tenant.succeeded("directory", 3))).contains("saw three.\n");
  }

  @Test
  void lockedDirectoryIsOfOnePodAtATime() {
    String dockerfile =
        """
        FROM busybox
        RUN --mount=type=cache,id=locked,target=/c,sharing=locked \\
            mkdir /c/taken && sleep 4 && rmdir /c/taken && echo NUMBER
        """;
    tenant.apply(
        Wish.inline("lock-1", dockerfile.replace("NUMBER", "1")).with(volume("default", "")));
    tenant.apply(
        Wish.inline("lock-2", dockerfile.replace("NUMBER", "2")).with(volume("default", "")));

    ImageBuildRun first = tenant.succeeded("lock-1", 1);
    ImageBuildRun second = tenant.succeeded("lock-2", 1);

    assertThat(first.getStatus().startTime())
        .as("both pods were at work at once")
        .isLessThan(second.getStatus().completionTime());
    assertThat(second.getStatus().startTime()).isLessThan(first.getStatus().completionTime());
  }

  @Test
  void volumeKeepsToItsQuota() {
    Claim.make(bed, tenant, "small");
    for (String name : List.of("quota-1", "quota-2", "quota-3")) {
      // 30 MB as a tree, and as many as a blob.
      String steps = "FROM busybox\nRUN head -c 30000000 /dev/urandom > /" + name;
      tenant.apply(
          Wish.inline(name, steps).with("cache: {volume: {claimName: small, quota: 100Mi}}"));
      assertThat(cached(tenant.succeeded(name, 1))).containsExactly(false);
    }

    Path folder = bed.volumes().resolve(tenant.namespace() + "-small");
    String used = Command.of("du", "-s", "--block-size=1", folder.toString()).output();
    assertThat(Long.parseLong(used.split("\t", -1)[0])).isBetween(60_000_000L, 100L << 20);
    assertThat(cached(requested("quota-3", 2))).as("used last").containsExactly(true);
    assertThat(cached(requested("quota-1", 2))).as("used first").containsExactly(false);
  }

  private static String volume(String scope, String readFrom) {
    return "cache: {volume: {claimName: %s, scope: %s, readFrom: [%s], quota: 1Gi}}"
        .formatted(CLAIM, scope, readFrom);
  }

  private String repository(String name) {
    return "registry.example.com/" + tenant.namespace() + "/" + name;
  }

  /** Another run of the same wish. */
  private ImageBuildRun requested(String build, int number) {
    tenant.kubectl(
        "annotate", "--overwrite", "imagebuild/" + build, "stave.build/request=" + number);
    return tenant.succeeded(build, number);
  }

  private String log(ImageBuildRun run) {
    return tenant.log(tenant.pods(run.getMetadata().getName()).getFirst());
  }

  private static List<Boolean> cached(ImageBuildRun run) {
    return run.getStatus().steps().stream()
        .map(StepStatus::cached)
        .map(Boolean.TRUE::equals)
        .toList();
  }

  private static ImageStatus image(ImageBuildRun run) {
    return Objects.requireNonNull(run.getStatus().image(), "image");
  }
}
