package build.stave.oci;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.SharedData;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Validates bytes against the JSON schemas of the OCI image specification, which are read from the
 * held data; skips the test where there is none.
 */
public final class OciSchemas {
  private static final String BASE = "https://oci.test/";
  private static final String SCHEMAS = "oci-schema";

  /** Loaded by the first test that gets past the look whether there are any. */
  private static final class Loaded {
    static final SchemaRegistry REGISTRY = load();
  }

  private OciSchemas() {}

  /** Asserts that the bytes are an image configuration. */
  public static void assertConfig(byte[] bytes) {
    assertValid("config-schema.json", bytes);
  }

  /** Asserts that the bytes are an image manifest. */
  public static void assertManifest(byte[] bytes) {
    assertValid("image-manifest-schema.json", bytes);
  }

  /** Asserts that the bytes are an image index. */
  public static void assertIndex(byte[] bytes) {
    assertValid("image-index-schema.json", bytes);
  }

  /** Asserts that the bytes are an {@code oci-layout} file. */
  public static void assertLayout(byte[] bytes) {
    assertValid("image-layout-schema.json", bytes);
  }

  /**
   * Asserts that every document of a layout is what it should be; for tests that are about more
   * than that, so that they are not skipped where there are no schemas.
   */
  public static void assertImages(Path layout) throws IOException {
    if (!Files.isDirectory(SharedData.path(SCHEMAS))) {
      return;
    }
    assertLayout(Files.readAllBytes(layout.resolve("oci-layout")));
    byte[] index = Files.readAllBytes(layout.resolve("index.json"));
    assertIndex(index);
    for (Descriptor entry : Json.read(index, Index.class).manifests()) {
      byte[] manifest = blob(layout, entry);
      assertManifest(manifest);
      assertConfig(blob(layout, Json.read(manifest, Manifest.class).config()));
    }
  }

  private static byte[] blob(Path layout, Descriptor descriptor) throws IOException {
    return Files.readAllBytes(layout.resolve("blobs/sha256").resolve(descriptor.digest().hex()));
  }

  private static void assertValid(String schema, byte[] bytes) {
    SharedData.require(SCHEMAS);
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(
            Loaded.REGISTRY
                .getSchema(SchemaLocation.of(BASE + schema))
                .validate(
                    text,
                    InputFormat.JSON,
                    context ->
                        context.executionConfig(config -> config.formatAssertionsEnabled(true))))
        .as("%s of %s", schema, text)
        .isEmpty();
  }

  private static SchemaRegistry load() {
    Map<String, String> schemas = new HashMap<>();
    try (var files = Files.newDirectoryStream(SharedData.path(SCHEMAS), "*.json")) {
      for (Path file : files) {
        // Nested ids would change what relative references resolve to.
        String text = Files.readString(file).replaceAll("\"id\": \"https:[^\"]*\",", "");
        schemas.put(BASE + file.getFileName(), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_4, builder -> builder.schemas(schemas));
  }
}
