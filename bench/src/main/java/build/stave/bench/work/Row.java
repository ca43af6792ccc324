package build.stave.bench.work;

/** A line of the table: something that is timed. */
public record Row(String id, String title, Goal goal) {}
