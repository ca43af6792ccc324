package build.stave.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.e2e.Command.Result;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the API server takes and refuses: tables of cases, each merged into a resource. */
@ExtendWith(OnBed.class)
final class SchemaTest {
  private final Tenant tenant;

  SchemaTest(Tenant tenant) {
    this.tenant = tenant;
  }

  @TestFactory
  Stream<DynamicTest> accepted() {
    return cases("accepted.yaml")
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get("case").asText(),
                    () -> {
                      JsonNode resource = merged(read("imagebuild.yaml"), row.get("merge"));
                      Result result = create(resource);
                      assertThat(result.code()).as(result::text).isZero();
                      JsonNode stored = Serialization.unmarshal(result.out(), JsonNode.class);
                      JsonNode wanted = row.path("stored");
                      assertThat(merged(stored, wanted)).isEqualTo(stored);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> refused() {
    return Stream.concat(
        refused("refused.yaml", "imagebuild.yaml"),
        refused("refused-runs.yaml", "imagebuildrun.yaml"));
  }

  private Stream<DynamicTest> refused(String table, String resource) {
    return cases(table)
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get("case").asText(),
                    () -> {
                      Result result = create(merged(read(resource), row.get("merge")));
                      assertThat(result.code()).isNotZero();
                      assertThat(result.text()).contains(row.get("message").asText());
                    }));
  }

  @Test
  void changesOfARun() {
    tenant.apply(read("imagebuildrun.yaml").toString());
    cases("changes.yaml").forEach(this::change);
  }

  private void change(JsonNode row) {
    String patch = row.get("merge").toString();
    Result result =
        tenant
            .command("patch", "imagebuildrun/shop-by-hand", "--type=merge", "--patch=" + patch)
            .run();
    String text = row.get("case").asText() + ": " + result.text();
    if (row.has("message")) {
      assertThat(result.code()).as(text).isNotZero();
      assertThat(text).contains(row.get("message").asText());
    } else {
      assertThat(result.code()).as(text).isZero();
    }
  }

  private Result create(JsonNode resource) {
    return tenant
        .command("create", "--dry-run=server", "-o", "json", "-f", "-")
        .reading(resource.toString())
        .run();
  }

  private static Stream<JsonNode> cases(String table) {
    return StreamSupport.stream(read(table).spliterator(), false);
  }

  private static JsonNode read(String name) {
    InputStream file = SchemaTest.class.getResourceAsStream("schema/" + name);
    return Serialization.unmarshal(Objects.requireNonNull(file, name), JsonNode.class);
  }

  /** RFC 7396: null removes. */
  private static JsonNode merged(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch.isMissingNode() ? target : patch;
    }
    ObjectNode result =
        target instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        result.set(change.getKey(), merged(result.path(change.getKey()), change.getValue()));
      }
    }
    return result;
  }
}
