package build.stave.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all of the schema. */
final class SchemaTest {
  /** What is Kubernetes' own is described there. */
  private static final Set<String> OF_KUBERNETES = Set.of("affinity", "resources", "tolerations");

  static Stream<CustomResourceDefinition> crds() {
    return Manifests.crds().stream();
  }

  @ParameterizedTest
  @MethodSource("crds")
  void eachFieldIsDescribed(CustomResourceDefinition crd) {
    List<String> silent = new ArrayList<>();
    visit(
        "",
        root(crd),
        (path, schema) -> {
          if (schema.getDescription() == null) {
            silent.add(path);
          }
        });
    assertThat(silent).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("crds")
  void eachRuleSaysWhatIsWanted(CustomResourceDefinition crd) {
    visit(
        "",
        root(crd),
        (path, schema) ->
            assertThat(schema.getXKubernetesValidations())
                .as(path)
                .doesNotHaveDuplicates()
                .allSatisfy(rule -> assertThat(rule.getMessage()).isNotBlank()));
  }

  private static JSONSchemaProps root(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  private static void visit(String path, JSONSchemaProps schema, Visitor visitor) {
    visitor.visit(path, schema);
    schema
        .getProperties()
        .forEach(
            (name, property) -> {
              if (!OF_KUBERNETES.contains(name)) {
                visit(path + "." + name, property, visitor);
              } else {
                visitor.visit(path + "." + name, property);
              }
            });
    if (schema.getItems() != null && "object".equals(schema.getItems().getSchema().getType())) {
      visit(path + "[]", schema.getItems().getSchema(), visitor);
    }
  }

  private interface Visitor {
    void visit(String path, JSONSchemaProps schema);
  }
}
