package build.stave.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Debian's buildah, as the oracle. It knows the base images by name. Two of it in one storage get
 * in each other's way, hence a storage for each build that runs at the same time.
 */
final class BuildahBuilder implements ImageBuilder {
  private final BlockingQueue<Path> storages = new LinkedBlockingQueue<>();

  private BuildahBuilder() {}

  /** Makes storages that hold the base images. */
  static BuildahBuilder create(Path folder, BaseImages bases, int atOnce)
      throws IOException, InterruptedException {
    var builder = new BuildahBuilder();
    for (int i = 0; i < atOnce; i++) {
      Path storage = Files.createDirectories(folder.resolve("storage-" + i));
      Files.writeString(storage.resolve("registries.conf"), "");
      for (String name : bases.names()) {
        Tool.Result pulled =
            buildah(storage, "pull", "--quiet", "oci:" + bases.layout(name) + ":latest");
        String id = pulled.output().lines().reduce("", (first, last) -> last);
        must(storage, "tag", id, "localhost/" + name + ":latest");
      }
      builder.storages.add(storage);
    }
    return builder;
  }

  @Override
  public Path build(Path prepared, List<String> flags) throws IOException, InterruptedException {
    Path storage = storages.take();
    try {
      return build(storage, prepared, flags);
    } finally {
      storages.add(storage);
    }
  }

  private static Path build(Path storage, Path prepared, List<String> flags)
      throws IOException, InterruptedException {
    String tag = "localhost/case:corpus";
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "bud",
                "--isolation",
                "chroot",
                "--network",
                "host",
                "--ulimit",
                "nofile=1024:1024",
                "--layers=false",
                "--pull-never",
                "--identity-label=false",
                "-t",
                tag));
    arguments.addAll(flags);
    arguments.addAll(
        List.of("-f", prepared.resolve("Dockerfile").toString(), prepared + "/context"));
    Tool.Result built = buildah(storage, arguments.toArray(String[]::new));
    if (built.exitCode() != 0) {
      throw new BuildFailed(built.output());
    }
    Path layout = prepared.resolve("buildah");
    Tool.Result pushed = buildah(storage, "push", tag, "oci:" + layout + ":1");
    if (pushed.exitCode() != 0) {
      throw new BuildFailed(pushed.output());
    }
    must(storage, "rmi", "--force", tag);
    return layout;
  }

  private static Tool.Result buildah(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "buildah",
                "--root",
                folder + "/storage",
                "--runroot",
                folder + "/run",
                "--storage-driver",
                "vfs",
                "--registries-conf",
                folder + "/registries.conf"));
    command.addAll(List.of(arguments));
    // Or it would look for newuidmap in a user namespace that has all ids already.
    return Tool.run(
        folder,
        Map.of(
            "_CONTAINERS_USERNS_CONFIGURED",
            "done",
            "BUILDAH_ISOLATION",
            "chroot",
            "TMPDIR",
            folder.toString()),
        command);
  }

  private static void must(Path storage, String... arguments)
      throws IOException, InterruptedException {
    Tool.Result result = buildah(storage, arguments);
    if (result.exitCode() != 0) {
      throw new IOException("buildah " + String.join(" ", arguments) + ": " + result.output());
    }
  }
}
