package build.stave.graph;

import build.stave.dockerfile.Dockerfile;
import build.stave.dockerfile.DockerfileParser;
import build.stave.oci.Platform;
import build.stave.problem.Location;
import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A folder with a Dockerfile and what else a plan is made of. {@code args} has lines {@code
 * target=…}, {@code platform=…}, {@code epoch=…}, {@code build-arg NAME=value}, {@code label
 * NAME=value}, {@code ignored PATH}, {@code check} and {@code context NAME=…}; {@code images.json}
 * has image configurations by name.
 */
record PlanCase(Path folder) {
  static final Platform LINUX = new Platform("linux", "amd64", "", "");

  /** What is printed for it: the plan, or the problem as a person sees it. */
  String printed() throws IOException {
    try {
      Function<Request, String> print =
          lines().contains("check")
              ? r -> {
                var text = new StringBuilder();
                Planner.check(r.request(), r.resolver())
                    .forEach(
                        f ->
                            text.append("check ")
                                .append(f.rule().title())
                                .append(" line ")
                                .append(f.range().startLine())
                                .append(": ")
                                .append(f.message())
                                .append('\n'));
                return text.toString();
              }
              : r -> PlanPrinter.print(Planner.plan(r.request(), r.resolver()));
      return print.apply(request());
    } catch (StaveException e) {
      return printed(e.problem());
    }
  }

  private static String printed(Problem problem) {
    String where = problem.location().map(Location::toString).orElse("-");
    String line = problem.location().map(at -> "  " + at.text() + "\n").orElse("");
    return "error "
        + problem.category()
        + " "
        + where
        + ": "
        + problem.message()
        + "\n"
        + line
        + "fix: "
        + problem.fix().orElse("-")
        + "\n";
  }

  record Request(PlanRequest request, Resolver resolver) {}

  Request request() throws IOException {
    Dockerfile dockerfile =
        DockerfileParser.parse("Dockerfile", Files.readAllBytes(folder.resolve("Dockerfile")));
    Map<String, String> single = new HashMap<>();
    Map<String, String> buildArgs = new LinkedHashMap<>();
    TreeMap<String, String> labels = new TreeMap<>();
    Map<String, NamedContext> contexts = new LinkedHashMap<>();
    Set<String> ignored = new HashSet<>();
    for (String line : lines()) {
      String[] words = line.split(" ", 2);
      String rest = words.length == 2 ? words[1] : "";
      switch (words[0]) {
        case "build-arg" -> pair(buildArgs, rest);
        case "label" -> pair(labels, rest);
        case "ignored" -> ignored.add(rest);
        case "context" -> {
          String[] pair = rest.split("=", 2);
          contexts.put(pair[0], context(pair[0], pair[1]));
        }
        default -> pair(single, line);
      }
    }
    String platform = single.get("platform");
    String epoch = single.get("epoch");
    PlanRequest request =
        new PlanRequest(
            dockerfile,
            single.get("target"),
            buildArgs,
            platform == null ? LINUX : Platform.parse(platform),
            LINUX,
            contexts,
            labels,
            epoch == null ? null : Long.valueOf(epoch));
    Path images = folder.resolve("images.json");
    byte[] json = Files.exists(images) ? Files.readAllBytes(images) : null;
    return new Request(request, new FixtureResolver(json, ignored));
  }

  private static void pair(Map<String, String> map, String text) {
    String[] pair = text.split("=", 2);
    map.put(pair[0], pair.length == 2 ? pair[1] : "");
  }

  private static NamedContext context(String name, String value) {
    if (value.startsWith("docker-image://")) {
      return new NamedContext.Image(value.substring("docker-image://".length()));
    }
    return value.startsWith("oci-layout://")
        ? new NamedContext.Layout(value)
        : new NamedContext.Files(name);
  }

  private java.util.List<String> lines() throws IOException {
    Path args = folder.resolve("args");
    return Files.exists(args)
        ? Files.readAllLines(args).stream().filter(line -> !line.isBlank()).toList()
        : java.util.List.of();
  }
}
