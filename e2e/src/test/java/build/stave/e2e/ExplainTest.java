package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kubectl explain} has a text for every field. */
@ExtendWith(OnBed.class)
final class ExplainTest {
  private final Bed bed;

  ExplainTest(Bed bed) {
    this.bed = bed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagebuilds", "imagebuildruns"})
  void everyFieldIsExplained(String resource) {
    JsonNode crd =
        Serialization.unmarshal(
            bed.kubectl("get", "crd", resource + ".stave.build", "-o", "json"), JsonNode.class);
    List<String> paths = new ArrayList<>();
    collect(crd.at("/spec/versions/0/schema/openAPIV3Schema"), resource, paths);

    assertThat(paths).hasSizeGreaterThan(20);
    assertThat(paths)
        .allSatisfy(
            path ->
                assertThat(bed.kubectl("explain", path))
                    .contains("DESCRIPTION:")
                    .doesNotContain("<no description>", "<empty>"));
  }

  /** Paths of objects whose fields are ours. */
  private static void collect(JsonNode schema, String path, List<String> paths) {
    if (!schema.has("properties")) {
      return;
    }
    paths.add(path);
    for (var field : schema.get("properties").properties()) {
      boolean known =
          List.of("metadata", "affinity", "resources", "tolerations").contains(field.getKey());
      if (!known) {
        JsonNode value = field.getValue();
        collect(
            value.has("items") ? value.get("items") : value, path + "." + field.getKey(), paths);
      }
    }
  }
}
