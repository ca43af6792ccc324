package build.stave.bench.builder;

import build.stave.bench.machine.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Debian's buildah, with an overlay, mounts that end with it, and without containers of its own.
 * Without {@code --layers} it makes one layer of all steps.
 */
public record Buildah(String version) implements Builder {
  @Override
  public String name() {
    return "buildah";
  }

  @Override
  public Optional<Server> server(Place place) {
    return Optional.empty();
  }

  @Override
  public List<Command> build(Request request, Place place) {
    List<String> build =
        words(
            place,
            "bud",
            "--isolation",
            "chroot",
            "--network",
            "host",
            "--ulimit",
            "nofile=1024:1024",
            "--jobs",
            "4");
    build.addAll(List.of("--tls-verify=false", "--tag", request.image()));
    if (request.incremental() || request.cache().isPresent()) {
      build.add("--layers");
    }
    // It takes a repository, not a tag.
    request
        .cache()
        .ifPresent(cache -> build.addAll(List.of("--cache-to", cache, "--cache-from", cache)));
    build.add(request.context().toString());
    return List.of(
        command(place, build),
        command(place, words(place, "push", "--tls-verify=false", request.image())));
  }

  private static Command command(Place place, List<String> words) {
    return new Command(words, Map.of("TMPDIR", place.state().toString()));
  }

  private static List<String> words(Place place, String... more) {
    var words =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "buildah",
                "--root",
                place.state().resolve("root").toString()));
    words.addAll(
        List.of(
            "--runroot", place.state().resolve("run").toString(), "--storage-driver", "overlay"));
    words.addAll(List.of(more));
    return words;
  }
}
