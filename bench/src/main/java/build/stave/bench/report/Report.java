package build.stave.bench.report;

import build.stave.bench.machine.Usage;
import build.stave.bench.work.Row;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Collects measurements, and shows them. */
public final class Report {
  private final Path lines;
  private final List<Row> rows;
  private final List<String> builders;
  private final List<Measurement> measurements = new ArrayList<>();

  /**
   * @param lines a file to which each measurement is added as a line of JSON
   */
  public Report(Path lines, List<Row> rows, List<String> builders) {
    this.lines = lines;
    this.rows = List.copyOf(rows);
    this.builders = List.copyOf(builders);
  }

  public void add(Measurement measurement) {
    measurements.add(measurement);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("row", measurement.row())
        .put("builder", measurement.builder())
        .put("round", measurement.round());
    json.put("load", measurement.load()).put("problem", measurement.problem());
    measurement.usage().ifPresent(usage -> put(json, usage));
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

  private static void put(ObjectNode json, Usage usage) {
    json.put("seconds", usage.seconds()).put("cpuSeconds", usage.cpuSeconds());
    json.put("peakBytes", usage.peakBytes()).put("anonymousBytes", usage.anonymousBytes());
    json.put("readBytes", usage.readBytes()).put("writtenBytes", usage.writtenBytes());
  }
}
