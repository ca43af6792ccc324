package build.stave.operator.imagebuild;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.ImageBuildSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as another wish. */
final class SpecHashTest {
  private static final String MINIMAL =
      """
      {"source":{"git":{"url":"https://h/a.git"}},"output":{"image":"r/a"}}
      """;

  private static String wish(String json) {
    return SpecHash.wish(Fixtures.read(json, ImageBuildSpec.class));
  }

  private static String settings(String json) {
    return SpecHash.settings(Fixtures.read(json, ImageBuildSpec.class));
  }

  /** These may never change: each ImageBuild of a cluster would be built again. */
  @Test
  void staysWhatItWas() {
    assertThat(wish(MINIMAL)).isEqualTo("941d55e208ac9820");
    assertThat(settings(MINIMAL)).isEqualTo("df5c86c52d516a80");
    String full =
        """
        {"source":{"inline":{"files":{"b":"","a":"x"},"binaryFiles":{"c":"AAE="},"executable":["a"]},
         "files":[{"secret":{"name":"s"},"path":"d"}]},"contextDir":"d","dockerfile":{"inline":"FROM scratch"},
         "target":"t","platform":"linux/arm64","args":[{"name":"A","value":""},
         {"name":"B","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],
         "contexts":[{"name":"c","value":"docker-image://x"}],
         "secrets":[{"id":"i","secretKeyRef":{"name":"s","key":"k"}}],"ssh":[{"secretRef":{"name":"s"}}],
         "pullSecrets":[{"name":"p"}],"output":{"image":"r/a","tags":["1"],"labels":{"l":"v"},"insecure":true},
         "timeout":"5m","retry":{"limit":1},"builder":{"resources":{"limits":{"memory":"1Gi"}}}}
        """;
    assertThat(wish(full)).isEqualTo("c3f7b95e9e4b1827");
    assertThat(settings(full)).isEqualTo("18d9ace647454a1f");
  }

  @Test
  void isTheSameWhetherDefaultsAreWrittenOrNot() {
    String written =
        """
        {"output":{"tags":["latest"],"image":"r/a","insecure":false,"labels":{},"annotations":{}},
         "source":{"git":{"submodules":true,"url":"https://h/a.git"},"files":[]},
         "timeout":"1h","isolation":"Nested","retry":{},"args":[],"history":{"succeeded":5}}
        """;

    assertThat(wish(written)).isEqualTo(wish(MINIMAL));
    assertThat(settings(written)).isEqualTo(settings(MINIMAL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"contextDir\":\"d\"",
        "\"dockerfile\":{\"path\":\"d\"}",
        "\"target\":\"t\"",
        "\"platform\":\"linux/arm64\"",
        "\"args\":[{\"name\":\"A\",\"value\":\"\"}]",
        "\"contexts\":[{\"name\":\"c\",\"value\":\"docker-image://x\"}]",
        "\"secrets\":[{\"id\":\"i\",\"secretKeyRef\":{\"name\":\"s\",\"key\":\"k\"}}]",
        "\"ssh\":[{\"secretRef\":{\"name\":\"s\"}}]",
        "\"pullSecrets\":[{\"name\":\"p\"}]",
        "\"output\":{\"image\":\"r/b\"}",
        "\"output\":{\"image\":\"r/a\",\"tags\":[\"x\"]}",
        "\"output\":{\"image\":\"r/a\",\"insecure\":true}",
        "\"source\":{\"git\":{\"url\":\"https://h/a.git\",\"ref\":{\"branch\":\"b\"}}}",
        "\"source\":{\"git\":{\"url\":\"https://h/a.git\",\"submodules\":false}}",
      })
  void isAnotherForWhatMakesTheImage(String change) {
    assertThat(wish(changed(change))).isNotEqualTo(wish(MINIMAL));
    assertThat(settings(changed(change))).isEqualTo(settings(MINIMAL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"timeout\":\"2h\"",
        "\"retry\":{\"limit\":3}",
        "\"builder\":{\"resources\":{\"limits\":{\"memory\":\"1Gi\"}}}",
        "\"cache\":{\"registry\":{\"ref\":\"r/a:cache\"}}",
        "\"cache\":{\"volume\":{\"claimName\":\"steps\"}}",
        "\"cache\":{\"disabled\":true}",
      })
  void isTheSameForHowItIsMade(String change) {
    assertThat(wish(changed(change))).isEqualTo(wish(MINIMAL));
    assertThat(settings(changed(change))).isNotEqualTo(settings(MINIMAL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"suspend\":true",
        "\"history\":{\"failed\":1}",
        "\"triggers\":{\"git\":{\"interval\":\"5m\"}}",
      })
  void isTheSameForWhatIsNoConcernOfARun(String change) {
    assertThat(wish(changed(change))).isEqualTo(wish(MINIMAL));
    assertThat(settings(changed(change))).isEqualTo(settings(MINIMAL));
  }

  /** The last of two members of one name counts. */
  private static String changed(String member) {
    return MINIMAL.strip().substring(0, MINIMAL.strip().length() - 1) + "," + member + "}";
  }
}
