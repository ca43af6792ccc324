package build.stave.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorConfigTest {
  private static final Map<String, String> LEAST =
      Map.of("STAVE_BUILDER_IMAGE", "builder:1", "STAVE_LEADER_ELECTION", "false");

  @Test
  void aBuilderImageIsEnoughForAnOperatorThatIsAlone() {
    OperatorConfig config = OperatorConfig.of(LEAST);

    assertThat(config.namespaces()).isEmpty();
    assertThat(config.leaseNamespace()).isNull();
    assertThat(config.httpPort()).isEqualTo(8080);
    assertThat(config.builder().image()).isEqualTo("builder:1");
    assertThat(config.builder().registriesConf()).isNull();
  }

  @Test
  void everythingIsRead(@TempDir Path folder) throws IOException {
    Path bundle = Files.writeString(folder.resolve("ca.crt"), "PEM");
    OperatorConfig config =
        OperatorConfig.of(
            Map.of(
                "STAVE_BUILDER_IMAGE", "builder:1",
                "POD_NAMESPACE", "stave",
                "POD_NAME", "stave-operator-0",
                "STAVE_NAMESPACES", "a, b",
                "STAVE_BUILDER_RESOURCES", "{\"limits\":{\"memory\":\"2Gi\"}}",
                "STAVE_CA_BUNDLE", bundle.toString()));

    assertThat(config.namespaces()).containsExactlyInAnyOrder("a", "b");
    assertThat(config.leaseNamespace()).isEqualTo("stave");
    assertThat(config.identity()).isEqualTo("stave-operator-0");
    assertThat(config.builder().resources().getLimits())
        .containsEntry("memory", new Quantity("2Gi"));
    assertThat(config.builder().authorities()).isEqualTo("PEM");
  }

  @Test
  void whatIsWrongIsNamed() {
    refuses(Map.of("STAVE_BUILDER_IMAGE", ""), "STAVE_BUILDER_IMAGE");
    refuses(Map.of("STAVE_LEADER_ELECTION", "true"), "POD_NAMESPACE");
    refuses(Map.of("STAVE_HTTP_PORT", "http"), "STAVE_HTTP_PORT");
    refuses(Map.of("STAVE_BUILDER_RESOURCES", "2Gi"), "STAVE_BUILDER_RESOURCES");
    refuses(Map.of("STAVE_CA_BUNDLE", "/no/such/file"), "STAVE_CA_BUNDLE");
  }

  private static void refuses(Map<String, String> more, String variable) {
    Map<String, String> env = new HashMap<>(LEAST);
    env.putAll(more);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OperatorConfig.of(env))
        .withMessageContaining(variable);
  }
}
