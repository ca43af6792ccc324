package build.stave.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One case of the corpus: a folder {@code <section>/<name>} with a Dockerfile and what must come
 * out.
 *
 * @param folder where it lies
 * @param name {@code section/name}
 */
record CorpusCase(Path folder, String name) {
  /** All cases, sorted by name. */
  static List<CorpusCase> all(Path corpus) throws IOException {
    List<CorpusCase> cases = new ArrayList<>();
    try (Stream<Path> sections = Files.list(corpus)) {
      for (Path section : sections.filter(Files::isDirectory).sorted().toList()) {
        try (Stream<Path> folders = Files.list(section)) {
          folders
              .filter(Files::isDirectory)
              .sorted()
              .forEach(
                  f -> cases.add(new CorpusCase(f, section.getFileName() + "/" + f.getFileName())));
        }
      }
    }
    return cases;
  }

  /** What the Dockerfile must become; absent where it must fail. */
  Path expected() {
    return folder.resolve("expected.txt");
  }

  /** Parts of the message of a Dockerfile that must fail, one a line. */
  Path error() {
    return folder.resolve("error.txt");
  }

  boolean mustFail() {
    return Files.exists(error());
  }

  /** How buildah differs, and why. */
  Path buildah() {
    return folder.resolve("buildah.txt");
  }

  /** Options of the command line, {@code {case}} being the prepared copy of the case. */
  List<String> flags(Path prepared) throws IOException {
    return lines(folder.resolve("flags")).stream()
        .map(l -> l.replace("{case}", prepared.toString()))
        .toList();
  }

  /** The lines of a file of the case, none where it is absent. */
  static List<String> lines(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList()
        : List.of();
  }

  /** Copies Dockerfile and context, and lets {@code setup.sh} add what a repository cannot hold. */
  void prepare(Path to) throws IOException, InterruptedException {
    Tool.copyFolder(folder.resolve("context"), to.resolve("context"));
    Path ignore = folder.resolve("Dockerfile.dockerignore");
    if (Files.exists(ignore)) {
      Files.copy(ignore, to.resolve("Dockerfile.dockerignore"));
    }
    Files.copy(folder.resolve("Dockerfile"), to.resolve("Dockerfile"));
    Path setup = folder.resolve("setup.sh");
    if (Files.exists(setup)) {
      Tool.must(to.resolve("context"), "sh", "-euc", "umask 022; . " + setup);
    }
  }
}
