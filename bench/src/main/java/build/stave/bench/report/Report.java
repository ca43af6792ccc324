package build.stave.bench.report;

import build.stave.bench.work.Row;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Collects measurements, and shows them. */
public final class Report {
  private final Path lines;
  private final List<Row> rows;
  private final List<String> builders;
  private final List<Measurement> earlier = new ArrayList<>();
  private final List<Measurement> measured = new ArrayList<>();

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
      earlier.add(Measurement.of(new JsonMapper().readTree(line)));
    }
  }

  public void add(Measurement measurement) {
    measured.add(measurement);
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
    List<Outcome> outcomes = Outcome.of(rows, all());
    return Tables.times(outcomes, builders) + "\n" + Tables.costs(outcomes);
  }

  /** A picture of the times. */
  public String svg() {
    return new Chart(Outcome.of(rows, all()), builders).svg();
  }

  /** The machine's load of the last minute: the most when a build began. */
  public double mostLoad() {
    return all().stream().mapToDouble(Measurement::load).max().orElse(0);
  }

  private List<Measurement> all() {
    Stream<Measurement> old =
        earlier.stream().filter(one -> measured.stream().noneMatch(one::isOfSameBuild));
    return Stream.concat(old, measured.stream()).toList();
  }
}
