package build.stave.bench.report;

import build.stave.bench.machine.Usage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One timed build.
 *
 * @param row the line of the table
 * @param usage nothing where the build failed
 * @param problem why it failed, else empty
 * @param load the machine's load of the last minute when it began
 */
public record Measurement(
    String row, String builder, int round, Optional<Usage> usage, String problem, double load) {
  /** Whether another round measured the same. */
  boolean isOfSameBuild(Measurement other) {
    return row.equals(other.row) && builder.equals(other.builder);
  }

  /** As a line of a file of measurements. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("row", row).put("builder", builder).put("round", round);
    json.put("load", load).put("problem", problem);
    usage.ifPresent(
        used -> {
          json.put("seconds", used.seconds()).put("cpuSeconds", used.cpuSeconds());
          json.put("peakBytes", used.peakBytes()).put("anonymousBytes", used.anonymousBytes());
          json.put("readBytes", used.readBytes()).put("writtenBytes", used.writtenBytes());
        });
    return json;
  }

  /** What {@link #json} wrote. */
  static Measurement of(JsonNode json) {
    Optional<Usage> usage =
        json.has("seconds")
            ? Optional.of(
                new Usage(
                    json.get("seconds").asDouble(),
                    json.get("cpuSeconds").asDouble(),
                    json.get("peakBytes").asLong(),
                    json.get("anonymousBytes").asLong(),
                    json.get("readBytes").asLong(),
                    json.get("writtenBytes").asLong()))
            : Optional.empty();
    return new Measurement(
        json.get("row").asText(),
        json.get("builder").asText(),
        json.get("round").asInt(),
        usage,
        json.get("problem").asText(),
        json.get("load").asDouble());
  }
}
