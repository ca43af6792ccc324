package build.stave.bench;

import build.stave.bench.builder.Builder;
import build.stave.bench.builder.Place;
import build.stave.bench.builder.Request;
import build.stave.bench.machine.Cgroup;
import build.stave.bench.machine.Pod;
import build.stave.bench.machine.Registry;
import build.stave.bench.machine.Shell;
import build.stave.bench.machine.Usage;
import build.stave.bench.report.Measurement;
import build.stave.bench.work.Phase;
import build.stave.bench.work.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs works, one builder after the other, round after round, and hands on what was measured as
 * soon as it is.
 */
final class Bench {
  private static final int CPUS = 2;

  private final Path folder;
  private final Path bases;
  private final Consumer<Measurement> results;

  /**
   * @param folder an empty folder for what builders keep and push
   * @param bases the data of a registry with the base images
   */
  Bench(Path folder, Path bases, Consumer<Measurement> results) {
    this.folder = folder;
    this.bases = bases;
    this.results = results;
  }

  void run(Work work, List<Builder> builders, int rounds) throws IOException, InterruptedException {
    for (int round = 1; round <= Math.min(rounds, work.rounds()); round++) {
      for (Builder builder : builders) {
        Path run = folder.resolve(work.id().replace(' ', '-') + "-" + builder.name() + "-" + round);
        Files.createDirectories(run);
        try (Registry _ = Registry.start(run.resolve("registry"), bases)) {
          phases(work, builder, round, run);
        }
        Shell.run("rm", "-rf", run.toString());
        Shell.run("sync");
      }
    }
  }

  private void phases(Work work, Builder builder, int round, Path run)
      throws IOException, InterruptedException {
    int number = 0;
    Optional<OpenPod> pod = Optional.empty();
    try {
      for (Phase phase : work.phases()) {
        if (phase.fresh() || pod.isEmpty()) {
          close(pod);
          pod = Optional.of(open(builder, work, run.resolve("pod" + number)));
        }
        OpenPod open = pod.get();
        String image = Registry.HOST + "/built/image" + number++ + ":1";
        Optional<String> cache =
            work.registryCache() ? Optional.of(Registry.HOST + "/built/cache") : Optional.empty();
        List<build.stave.bench.machine.Command> commands =
            builder.build(
                new Request(phase.context(), image, cache, work.incremental()), open.place());
        settle(phase.context());
        double load = load();
        Optional<Usage> usage = Optional.empty();
        String problem = "";
        try {
          usage = Optional.of(open.pod().run(commands));
        } catch (IOException e) {
          problem = String.valueOf(e.getMessage());
          if (phase.row().isEmpty()) {
            System.err.println(
                work.id() + " " + builder.name() + " cannot be prepared: " + problem);
            return;
          }
        }
        if (phase.row().isPresent()) {
          results.accept(
              new Measurement(phase.row().get().id(), builder.name(), round, usage, problem, load));
        }
      }
    } finally {
      close(pod);
    }
  }

  private record OpenPod(Pod pod, Place place) {}

  private static OpenPod open(Builder builder, Work work, Path folder)
      throws IOException, InterruptedException {
    Path state = Files.createDirectories(folder.resolve("s"));
    String name = builder.name() + "-" + work.id().replace(' ', '-').toLowerCase(Locale.ROOT);
    Cgroup group = Cgroup.create(name, work.memory(), CPUS);
    var place = new Place(state, group.path(), work.memory());
    var pod = new Pod(group, folder);
    Optional<Builder.Server> server = builder.server(place);
    if (server.isPresent()) {
      pod.serve(server.get().start(), server.get().ready());
    }
    return new OpenPod(pod, place);
  }

  private static void close(Optional<OpenPod> pod) throws IOException {
    if (pod.isPresent()) {
      pod.get().pod().close();
    }
  }

  /** Everybody finds nothing left to write, and the inputs in memory. */
  private void settle(Path context) throws IOException, InterruptedException {
    Shell.run("sync");
    for (Path input : List.of(context, bases)) {
      try (Stream<Path> files = Files.walk(input)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(OutputStream.nullOutputStream());
          }
        }
      }
    }
  }

  private static double load() throws IOException {
    String text = Files.readString(Path.of("/proc/loadavg"));
    return Double.parseDouble(text.substring(0, text.indexOf(32)));
  }
}
