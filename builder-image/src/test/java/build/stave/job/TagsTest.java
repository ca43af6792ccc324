package build.stave.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TagsTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  private static List<String> names(Tags tags, String... texts) {
    return tags.names("registry.example.com/a", List.of(texts)).stream()
        .map(name -> String.valueOf(name.tag()))
        .toList();
  }

  @Test
  void templates() {
    var tags =
        new Tags(
            Optional.of(SHA),
            () -> Optional.of("feature/ümlaut+x"),
            "2026-01-31",
            Optional.of(12L));
    assertThat(
            names(
                tags,
                "latest",
                "{{ .commit.sha }}",
                "v-{{.commit.short}}",
                "{{ .branch }}",
                "{{ .date }}-{{ .run }}",
                "latest"))
        .containsExactly("latest", SHA, "v-0123456789ab", "feature--mlaut-x", "2026-01-31-12");
  }

  @Test
  void whatIsNotKnownIsSaid() {
    var tags = new Tags(Optional.empty(), Optional::empty, "2026-01-31", Optional.empty());
    StaveException thrown =
        catchThrowableOfType(StaveException.class, () -> names(tags, "{{ .branch }}"));
    assertThat(thrown.problem().reason()).isEqualTo(Reason.TAG_INVALID);
    assertThat(thrown).hasMessageContaining("{{ .branch }}").hasMessageContaining("lacks");
  }

  @Test
  void aTagThatIsTooLong() {
    var tags =
        new Tags(Optional.empty(), () -> Optional.of("b".repeat(200)), "x", Optional.empty());
    StaveException thrown =
        catchThrowableOfType(StaveException.class, () -> names(tags, "{{ .branch }}"));
    assertThat(thrown.problem().reason()).isEqualTo(Reason.TAG_INVALID);
  }
}
