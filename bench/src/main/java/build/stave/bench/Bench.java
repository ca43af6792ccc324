package build.stave.bench;

import build.stave.bench.builder.Builder;
import build.stave.bench.builder.Place;
import build.stave.bench.builder.Request;
import build.stave.bench.machine.Cgroup;
import build.stave.bench.machine.Disk;
import build.stave.bench.machine.Pod;
import build.stave.bench.machine.Registry;
import build.stave.bench.machine.Shell;
import build.stave.bench.machine.Usage;
import build.stave.bench.report.Measurement;
import build.stave.bench.work.Phase;
import build.stave.bench.work.Row;
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

  /** Runs a work. What a builder cannot do is a measurement too: the rest goes on. */
  void run(Work work, List<Builder> builders, int rounds) throws IOException, InterruptedException {
    for (int round = 1; round <= Math.min(rounds, work.rounds()); round++) {
      for (Builder builder : builders) {
        Path run = folder.resolve(work.id() + "-" + builder.name() + "-" + round);
        Files.createDirectories(run);
        try (Disk disk = Disk.make(run);
            Registry _ = Registry.start(run.resolve("registry"), bases)) {
          phases(work, builder, round, disk.root());
        }
        Shell.run("rm", "-rf", run.toString());
        Shell.run("sync");
      }
    }
  }

  private void phases(Work work, Builder builder, int round, Path run)
      throws IOException, InterruptedException {
    Optional<OpenPod> pod = Optional.empty();
    try {
      for (int number = 0; number < work.phases().size(); number++) {
        Phase phase = work.phases().get(number);
        double load = load();
        try {
          if (phase.fresh()) {
            close(pod);
            pod = Optional.empty();
            pod = Optional.of(open(builder, work, run.resolve("pod" + number)));
          }
          settle(phase.context());
          load = load();
          Usage usage = pod.orElseThrow().build(builder, request(work, phase, number));
          phase.row().ifPresent(report(builder, round, Optional.of(usage), "", load));
        } catch (IOException e) {
          String problem = String.valueOf(e.getMessage());
          work.phases().stream()
              .skip(number)
              .flatMap(later -> later.row().stream())
              .distinct()
              .forEach(report(builder, round, Optional.empty(), problem, load));
          return;
        }
      }
    } finally {
      close(pod);
    }
  }

  private Consumer<Row> report(
      Builder builder, int round, Optional<Usage> usage, String problem, double load) {
    return row ->
        results.accept(new Measurement(row.id(), builder.name(), round, usage, problem, load));
  }

  private static Request request(Work work, Phase phase, int number) {
    Optional<String> cache =
        work.registryCache() ? Optional.of(Registry.HOST + "/built/cache") : Optional.empty();
    String image = Registry.HOST + "/built/image" + number + ":1";
    return new Request(phase.context(), image, cache, work.incremental());
  }

  private record OpenPod(Pod pod, Place place) {
    Usage build(Builder builder, Request request) throws IOException, InterruptedException {
      return pod.run(builder.build(request, place));
    }
  }

  private static OpenPod open(Builder builder, Work work, Path folder)
      throws IOException, InterruptedException {
    Path state = Files.createDirectories(folder.resolve("s"));
    String name = builder.name() + "-" + work.id().toLowerCase(Locale.ROOT);
    Cgroup group = Cgroup.create(name, work.memory(), CPUS);
    var place = new Place(state, group.path(), work.memory());
    var pod = new Pod(group, folder);
    Optional<Builder.Server> server = builder.server(place);
    try {
      if (server.isPresent()) {
        pod.serve(server.get().start(), server.get().ready());
      }
    } catch (IOException e) {
      pod.close();
      throw e;
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
    return Double.parseDouble(text.substring(0, text.indexOf(' ')));
  }
}
