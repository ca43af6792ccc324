package build.stave.bench.report;

import build.stave.bench.machine.Usage;
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
    String row, String builder, int round, Optional<Usage> usage, String problem, double load) {}
