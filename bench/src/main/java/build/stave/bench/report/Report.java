package build.stave.bench.report;

import build.stave.bench.work.Row;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects measurements, and shows them. */
public final class Report {
  private final Path lines;
  private final List<Row> rows;
  private final List<String> builders;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Set<String> replaced = new HashSet<>();

  /**
   * @param lines a file to which each measurement is added as a line of JSON
   */
  public Report(Path lines, List<Row> rows, List<String> builders) {
    this.lines = lines;
    this.rows = List.copyOf(rows);
    this.builders = List.copyOf(builders);
  }

  /** Adds what an earlier run measured; what is measured again takes its place. */
  public void addEarlier(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      measurements.add(Measurement.of(new JsonMapper().readTree(line)));
    }
  }

  /** Adds a measurement; the first round of a work replaces what there was of it. */
  public void add(Measurement measurement) {
    if (measurement.round() == 1 && replaced.add(measurement.row() + measurement.builder())) {
      measurements.removeIf(
          old ->
              old.row().equals(measurement.row()) && old.builder().equals(measurement.builder()));
    }
    measurements.add(measurement);
    String json = measurement.json().toString();
    try {
      Files.writeString(lines, json + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.err.println(json);
  }

  /** Times, then costs, as Markdown. */
  public String tables() {
    List<Outcome> outcomes = Outcome.of(rows, measurements);
    return Tables.times(outcomes, builders) + "\n" + Tables.costs(outcomes);
  }

  /** A picture of the times. */
  public String svg() {
    return new Chart(Outcome.of(rows, measurements), builders).svg();
  }

  /** The machine's load of the last minute: the most when a build began. */
  public double mostLoad() {
    return measurements.stream().mapToDouble(Measurement::load).max().orElse(0);
  }
}
