package build.stave.e2e;

import java.util.List;
import java.util.stream.Collectors;

/** What a person would look at first when a build is not as it should be. */
final class Report {
  private static final int LOG_LINES = 40;

  private Report() {}

  /** Resources with their status, events and the ends of the pods' logs. */
  static String of(Tenant tenant) {
    String pods =
        tenant
            .command("get", "pods", "-o", "name")
            .run()
            .out()
            .lines()
            .map(
                pod ->
                    part(tenant, List.of("logs", pod, "--all-containers", "--tail=" + LOG_LINES)))
            .collect(Collectors.joining());
    return part(tenant, List.of("get", "imagebuilds,imagebuildruns,jobs,pods", "-o", "wide"))
        + part(
            tenant,
            List.of(
                "get",
                "imagebuilds,imagebuildruns",
                "-o",
                "jsonpath={range .items[*]}{.kind} {.metadata.name} {.status}{\"\\n\"}{end}"))
        + part(tenant, List.of("get", "events", "--sort-by=.lastTimestamp"))
        + pods;
  }

  private static String part(Tenant tenant, List<String> arguments) {
    return "--- "
        + String.join(" ", arguments)
        + "\n"
        + tenant.command(arguments.toArray(String[]::new)).run().text();
  }
}
