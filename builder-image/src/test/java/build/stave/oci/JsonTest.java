package build.stave.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final String ZEROS = "sha256:" + "0".repeat(64);

  @Test
  void aFullConfigurationHasOneFormAndComesBack() {
    String text =
        "{\"created\":\"2026-01-02T03:04:05Z\",\"author\":\"A\",\"architecture\":\"arm\","
            + "\"variant\":\"v7\",\"os\":\"linux\",\"config\":{\"User\":\"u:g\","
            + "\"ExposedPorts\":{\"443/tcp\":{},\"80/tcp\":{}},\"Env\":[\"PATH=/bin\",\"A=<&>é\\uD83D\\uDE00\"],"
            + "\"Entrypoint\":[\"/e\"],\"Cmd\":[],\"Volumes\":{\"/v\":{}},\"WorkingDir\":\"/w\","
            + "\"Labels\":{\"a\":\"1\",\"b\":\"\"},\"StopSignal\":\"SIGTERM\","
            + "\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"true\"],\"Interval\":5000000000,"
            + "\"Retries\":3},\"OnBuild\":[\"RUN x\"],\"Shell\":[\"/bin/sh\",\"-c\"]},"
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
            + ZEROS
            + "\"]},\"history\":[{\"created\":\"2026-01-02T03:04:05Z\",\"created_by\":\"COPY\","
            + "\"comment\":\"c\"},{\"created_by\":\"CMD\",\"empty_layer\":true}]}";
    ImageConfig config = Json.read(utf8(text), ImageConfig.class);
    assertThat(text(Json.bytes(config))).isEqualTo(text);
    assertThat(Json.read(Json.bytes(config), ImageConfig.class)).isEqualTo(config);
    assertThat(config.config().healthcheck())
        .isEqualTo(
            new RuntimeConfig.Healthcheck(
                List.of("CMD-SHELL", "true"), 5_000_000_000L, 0, 0, 0, 3));
    OciSchemas.assertConfig(Json.bytes(config));
  }

  @Test
  void scratchHasNoMoreThanItMust() {
    byte[] bytes = Json.bytes(ImageConfig.scratch(Platform.parse("linux/amd64")));
    assertThat(text(bytes))
        .isEqualTo(
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}");
    OciSchemas.assertConfig(bytes);
  }

  @Test
  void anEmptyCommandIsNotAnAbsentOne() {
    RuntimeConfig absent = Json.read(utf8("{\"Cmd\":null,\"Env\":null}"), RuntimeConfig.class);
    assertThat(absent).isEqualTo(RuntimeConfig.EMPTY);
    assertThat(text(Json.bytes(absent))).isEqualTo("{}");
    RuntimeConfig empty = Json.read(utf8("{\"Cmd\":[],\"Entrypoint\":[]}"), RuntimeConfig.class);
    assertThat(text(Json.bytes(empty))).isEqualTo("{\"Entrypoint\":[],\"Cmd\":[]}");
  }

  @Test
  void manifestsKeepZeroSizesAndEmptyLists() {
    Digest digest = Digest.of("");
    Descriptor config = Descriptor.of(MediaType.OCI_CONFIG, digest, 0);
    byte[] manifest =
        Json.bytes(new Manifest(2, MediaType.OCI_MANIFEST, config, List.of(), new TreeMap<>()));
    assertThat(text(manifest))
        .isEqualTo(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
                + "\"digest\":\""
                + digest
                + "\",\"size\":0},\"layers\":[]}");
    byte[] index = Json.bytes(new Index(2, MediaType.OCI_INDEX, List.of(), new TreeMap<>()));
    assertThat(text(index))
        .isEqualTo(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                + "\"manifests\":[]}");
    OciSchemas.assertIndex(index);
  }

  @Test
  void anIndexNamesPlatformsAndAnnotationsInOrder() {
    Descriptor entry =
        Descriptor.of(MediaType.OCI_MANIFEST, Digest.of("m"), 7)
            .withPlatform(Platform.parse("linux/arm/v7"))
            .withAnnotations(Map.of("b", "2", "a", "1"));
    Index index = new Index(2, MediaType.OCI_INDEX, List.of(entry), new TreeMap<>());
    byte[] bytes = Json.bytes(index);
    assertThat(text(bytes))
        .endsWith(
            "\"size\":7,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"},"
                + "\"annotations\":{\"a\":\"1\",\"b\":\"2\"}}]}");
    assertThat(Json.read(bytes, Index.class)).isEqualTo(index);
    OciSchemas.assertIndex(bytes);
  }

  @Test
  void aByteThatWasNoTextDoesNotBreakADocument() {
    RuntimeConfig config = RuntimeConfig.EMPTY.toBuilder().setEnv("A", "\uDCFF").build();
    assertThat(text(Json.bytes(config))).isEqualTo("{\"Env\":[\"A=\\uDCFF\"]}");
  }

  @Test
  void unknownFieldsAreIgnored() {
    assertThat(
            Json.read(
                utf8("{\"os\":\"linux\",\"architecture\":\"a\",\"x\":{\"y\":[1]}}"),
                ImageConfig.class))
        .isEqualTo(ImageConfig.scratch(new Platform("linux", "a", null, null)));
  }

  @Test
  void malformedDocumentsAreTheSendersFault() {
    for (String text :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{} {}",
            "{\"layers\":[]}",
            "{\"config\":{\"mediaType\":\"x\",\"size\":1}}",
            "{\"config\":{\"digest\":\"md5:00\",\"size\":1}}",
            "{\"config\":{\"digest\":\"" + ZEROS + "\",\"size\":-1}}",
            "{\"config\":{\"digest\":\"" + ZEROS + "\",\"size\":\"1\"}}",
            "{\"config\":{\"digest\":\"" + ZEROS + "\"},\"layers\":[null]}",
            "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}")) {
      assertThatThrownBy(() -> Json.read(utf8(text), Manifest.class))
          .as(text)
          .isInstanceOfSatisfying(
              StaveException.class,
              e -> {
                assertThat(e.problem().category()).isEqualTo(Category.REMOTE);
                assertThat(e.problem().message()).startsWith("malformed manifest: ");
              });
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
