package build.stave.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {
  private static List<Challenge> parse(String... fields) {
    return Challenge.parse(List.of(fields));
  }

  @Test
  void readsParameters() {
    assertThat(parse("Bearer realm=\"https://a/t?x=1\",service=a,SCOPE = \"r:b:pull r:c:pull\""))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of("realm", "https://a/t?x=1", "service", "a", "scope", "r:b:pull r:c:pull")));
  }

  @Test
  void readsSeveralInOneFieldAndInSeveral() {
    List<Challenge> expected =
        List.of(
            new Challenge("negotiate", Map.of()),
            new Challenge("basic", Map.of("realm", "one, \"two\" = three")),
            new Challenge("bearer", Map.of("realm", "r")));
    String basic = "Basic realm=\"one, \\\"two\\\" = three\"";
    assertThat(parse("Negotiate, " + basic + ", Bearer realm=r")).isEqualTo(expected);
    assertThat(parse("Negotiate", basic, "Bearer realm=r")).isEqualTo(expected);
  }

  @Test
  void survivesNonsense() {
    assertThat(parse("", ",", "=", "\"")).isEmpty();
    assertThat(parse("Bearer realm=\"open")).extracting(Challenge::scheme).contains("bearer");
  }
}
