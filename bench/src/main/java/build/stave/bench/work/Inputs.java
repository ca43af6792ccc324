package build.stave.bench.work;

import build.stave.bench.machine.Registry;
import build.stave.bench.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Build contexts, made once and kept in a folder. */
final class Inputs {
  private static final long SEED = 5;

  private final Path folder;
  private final Path examples;

  Inputs(Path folder, Path examples) {
    this.folder = folder;
    this.examples = examples;
  }

  interface Maker {
    void make(Path context) throws IOException, InterruptedException;
  }

  /** The first line of a Dockerfile over one of our base images. */
  static String from(String base) {
    return "FROM " + Registry.HOST + "/base/" + base;
  }

  /** A context that has only a Dockerfile. */
  Path dockerfile(String name, String text) throws IOException, InterruptedException {
    return context(name, text, context -> {});
  }

  /** A context with a Dockerfile and what {@code maker} adds. */
  Path context(String name, String dockerfile, Maker maker)
      throws IOException, InterruptedException {
    Path context = folder.resolve(name);
    if (!Files.exists(context)) {
      Path part = folder.resolve(name + ".part");
      Shell.run("rm", "-rf", part.toString());
      Files.createDirectories(part);
      maker.make(part);
      Files.move(part, context);
    }
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    return context;
  }

  /** A context that is another one, with one line more in one file. */
  Path changed(String name, Path original, String file) throws IOException, InterruptedException {
    Maker copy =
        context -> {
          Shell.run("cp", "-a", original + "/.", context.toString());
          Path changed = context.resolve(file);
          Files.writeString(changed, Files.readString(changed) + "// changed\n");
        };
    return context(name, Files.readString(original.resolve("Dockerfile")), copy);
  }

  /** An example of the repository, over our base of the same name. */
  Path example(String name) throws IOException, InterruptedException {
    Path example = examples.resolve(name);
    String dockerfile = Files.readString(example.resolve("Dockerfile"));
    String base = dockerfile.substring(dockerfile.indexOf("FROM ") + 5, dockerfile.indexOf(':'));
    String ours = dockerfile.replaceFirst("FROM .*", from(base));
    return context(
        name, ours, context -> Shell.run("cp", "-a", example + "/.", context.toString()));
  }

  Content content(String name) {
    return new Content(SEED + name.hashCode());
  }
}
