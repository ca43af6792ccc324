package build.stave.bench;

import build.stave.bench.builder.BuildKit;
import build.stave.bench.builder.Buildah;
import build.stave.bench.builder.Builder;
import build.stave.bench.builder.Docker;
import build.stave.bench.builder.Stave;
import build.stave.bench.machine.Limits;
import build.stave.bench.machine.Shell;
import build.stave.bench.report.Page;
import build.stave.bench.report.Report;
import build.stave.bench.work.Row;
import build.stave.bench.work.Work;
import build.stave.bench.work.Works;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command behind {@code bench/run}: its parameters are in the environment, works and flags are
 * arguments.
 */
final class Main {
  private Main() {}

  static void main(String[] arguments) throws Exception {
    Options options = Options.parse(List.of(arguments));
    Path root = Path.of(System.getenv("STAVE_BENCH_ROOT"));
    Path cache = Path.of(System.getenv("STAVE_BENCH_CACHE"));
    var all = new Works(cache.resolve("inputs"), root.resolve("examples"));
    List<Work> works = all.named(options.works());
    List<Builder> builders =
        builders(root).filter(builder -> options.takes(builder.name())).toList();
    List<Row> rows =
        (options.earlier().isPresent() ? all.named(List.of()) : works)
            .stream()
                .flatMap(work -> work.phases().stream())
                .flatMap(phase -> phase.row().stream())
                .distinct()
                .toList();
    String time = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    Path results = Files.createDirectories(cache.resolve("results")).resolve(time + ".jsonl");
    var report = new Report(results, rows, builders.stream().map(Builder::name).toList());

    if (options.earlier().isPresent()) {
      report.addEarlier(options.earlier().get());
    }
    Path folder = Files.createDirectories(cache.resolve("run"));
    Page page = new Page(root.resolve("docs/performance.md"));
    try {
      Map<String, Double> limits = new Limits(folder).measure();
      var bench = new Bench(folder, cache.resolve("bases"), report::add);
      for (Work work : works) {
        bench.run(
            work,
            work.peers() ? builders : builders.stream().filter(Stave.class::isInstance).toList(),
            options.rounds());
        if (options.writesDocs()) {
          // After each work, so that what was measured is there however the rest ends.
          page.replace(
              "works", machine(time, builders, options.rounds(), report) + "\n" + report.tables());
          page.replace("limits", speeds(limits));
          Files.writeString(root.resolve("docs/performance.svg"), report.svg());
        }
      }
      System.out.println(
          machine(time, builders, options.rounds(), report) + "\n" + report.tables());
      System.out.println(speeds(limits) + "\nevery measurement: " + results);
    } finally {
      Shell.run("rm", "-rf", folder.toString());
    }
  }

  private static String speeds(Map<String, Double> limits) {
    return limits.entrySet().stream()
        .map(Main::line)
        .collect(Collectors.joining("", "| one core of this machine | |\n| --- | --- |\n", ""));
  }

  private static Stream<Builder> builders(Path root) throws Exception {
    Path command = root.resolve("stave");
    Path docker = Path.of(System.getenv("STAVE_BENCH_DOCKER"));
    var all = new ArrayList<Builder>();
    String commit = Shell.run("git", "-C", root.toString(), "describe", "--always", "--dirty");
    all.add(new Stave(command, commit, System.getenv().getOrDefault("STAVE_JAVA_OPTS", "")));
    all.add(new Buildah(Shell.run("buildah", "--version").replaceAll(".*version ([^ ]+).*", "$1")));
    all.add(
        new Docker(
            docker,
            Shell.run(docker.resolve("usr/bin/docker").toString(), "--version")
                .replaceAll(".*version ([^ ,]+).*", "$1")));
    String buildKit = System.getenv("STAVE_BENCH_BUILDKIT");
    if (buildKit != null) {
      Path programs = Path.of(buildKit);
      all.add(
          new BuildKit(
              programs,
              Shell.run(programs.resolve("buildkitd").toString(), "--version")
                  .replaceAll(".*buildkit ([^ ]+).*", "$1")));
    }
    return all.stream();
  }

  private static String machine(String time, List<Builder> builders, int rounds, Report report)
      throws Exception {
    String versions =
        builders.stream()
            .map(builder -> builder.name() + " " + builder.version())
            .collect(Collectors.joining(", "));
    String memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D+", "");
    return String.format(
        Locale.ROOT,
        "%s, %d rounds. %s. %d CPUs, %d GiB, Linux %s; a pod has 2 CPUs and 2 GiB. Most load when a build began: %.1f.%n",
        time,
        rounds,
        versions,
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(memory) >> 20,
        System.getProperty("os.version"),
        report.mostLoad());
  }

  private static String line(Map.Entry<String, Double> speed) {
    return String.format(Locale.ROOT, "| %s | %,.0f |%n", speed.getKey(), speed.getValue());
  }
}
