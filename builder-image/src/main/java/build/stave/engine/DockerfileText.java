package build.stave.engine;

import build.stave.archive.Bytes;
import build.stave.engine.BuildRequest.DockerfileSource;
import build.stave.ignore.IgnoreRules;
import build.stave.linux.RootPath;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a Dockerfile and the ignore rules that come with it.
 *
 * @param name for messages
 * @param content bytes as they are
 * @param rules of {@code <Dockerfile>.dockerignore} where there is one, else of {@code
 *     .dockerignore}
 */
record DockerfileText(String name, Bytes content, IgnoreRules rules) {

  static DockerfileText read(
      BuildRequest.Source source, String contextRoot, DockerfileSource dockerfile)
      throws IOException {
    return switch (dockerfile) {
      case DockerfileSource.Inline(var name, var content, var ignore) ->
          new DockerfileText(
              name, content, rules(source, contextRoot, ignore == null ? null : ignore.toArray()));
      case DockerfileSource.InContext(var path) -> {
        Path file = Path.of(RootPath.resolve(contextRoot, path));
        byte @Nullable [] content = Contexts.read(file);
        if (content == null) {
          throw missing(contextRoot, path).exception();
        }
        byte @Nullable [] ignore =
            Contexts.read(file.resolveSibling(file.getFileName() + ".dockerignore"));
        yield new DockerfileText(path, Bytes.of(content), rules(source, contextRoot, ignore));
      }
    };
  }

  private static IgnoreRules rules(
      BuildRequest.Source source, String contextRoot, byte @Nullable [] own) throws IOException {
    return own == null ? Contexts.rules(source, contextRoot) : IgnoreRules.parse(own);
  }

  private static Problem missing(String contextRoot, String path) throws IOException {
    Problem problem =
        Problem.user("the build context has no Dockerfile " + path)
            .because(Reason.DOCKERFILE_NOT_FOUND);
    try (Stream<Path> files = Files.list(Path.of(contextRoot))) {
      List<String> others =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.matches("(?i).*(docker|container)file.*"))
              .filter(name -> !name.endsWith(".dockerignore"))
              .sorted()
              .toList();
      return others.isEmpty()
          ? problem.fix("name it with --file, or with spec.dockerfile.path in an ImageBuild")
          : problem.fix(
              "there is "
                  + String.join(", ", others)
                  + ": name it with --file, or with spec.dockerfile.path in an ImageBuild");
    }
  }
}
