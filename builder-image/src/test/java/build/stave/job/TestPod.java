package build.stave.job;

import build.stave.crds.job.Outcome;
import build.stave.crds.job.PodPaths;
import build.stave.engine.BuildEvent;
import build.stave.oci.Json;
import build.stave.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folders of a builder pod below a folder of a test. */
final class TestPod {
  private final PodFiles files;
  final List<BuildEvent> events = new ArrayList<>();
  Optional<Problem> isolation = Optional.empty();

  TestPod(Path root) throws IOException {
    files = new PodFiles(root);
    Files.createDirectories(files.at(PodPaths.JOB));
    Files.createDirectories(files.at(PodPaths.WORK));
    Files.createDirectories(files.at("/dev"));
  }

  Path at(String path) {
    return files.at(path);
  }

  /** The job, whose {@code spec.build} is JSON. */
  TestPod job(String spec, String... more) throws IOException {
    Files.writeString(
        files.at(PodPaths.JOB).resolve(PodPaths.JOB_FILE),
        "{\"name\":\"shop-7\",\"number\":7,\"created\":\"2026-01-31T23:59:00Z\",\"build\":"
            + spec
            + String.join("", more)
            + "}");
    return this;
  }

  TestPod secret(String name, String key, String value) throws IOException {
    Path folder = Files.createDirectories(files.at(PodPaths.secret(name)));
    Files.writeString(folder.resolve(key), value);
    return this;
  }

  TestPod configMap(String name, String key, String value) throws IOException {
    Path folder = Files.createDirectories(files.at(PodPaths.configMap(name)));
    Files.writeString(folder.resolve(key), value);
    return this;
  }

  JobRunner runner() {
    var environment =
        new JobEnvironment(
            files,
            files.at(PodPaths.WORK).resolve("store"),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            () -> isolation,
            "test",
            warning -> {});
    return new JobRunner(environment, events::add);
  }

  Outcome outcome() throws IOException {
    return Json.read(Files.readAllBytes(files.at(PodPaths.TERMINATION_MESSAGE)), Outcome.class);
  }
}
