package build.stave.bench.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The works that builders are compared by. */
public final class Works {
  private static final String BIG =
      Inputs.from("big")
          + """

          COPY files /app/files
          RUN mkdir /made && cd /made && for d in $(seq 200); do mkdir $d; for f in $(seq 100); do echo "file $f of $d" > $d/$f; done; done
          RUN head -c 209715200 /dev/urandom > /random
          RUN chown -R 1000:1000 /app /made
          """;

  private final Inputs inputs;

  /**
   * @param inputs the folder where contexts are kept
   * @param examples the repository's examples
   */
  public Works(Path inputs, Path examples) {
    this.inputs = new Inputs(inputs, examples);
  }

  /**
   * Works by their numbers, in the order of the table, all if none is named; makes inputs that are
   * not there yet.
   */
  public List<Work> named(List<String> names) throws IOException, InterruptedException {
    var makers = new LinkedHashMap<String, Maker>();
    makers.put("W1", this::tiny);
    makers.put("W2", this::big);
    makers.put("W3", this::runs);
    makers.put("W4 W5", this::cached);
    makers.put("W6", this::stages);
    makers.put("W7 W7a", this::small);
    makers.put("W7 W7b", this::large);
    makers.put("W8", this::bases);
    makers.put("W9", this::huge);
    makers.put("W11", this::node);
    var works = new ArrayList<Work>();
    for (var maker : makers.entrySet()) {
      if (names.isEmpty()
          || List.of(maker.getKey().split(" ")).stream().anyMatch(names::contains)) {
        works.add(maker.getValue().work());
      }
    }
    return works;
  }

  private interface Maker {
    Work work() throws IOException, InterruptedException;
  }

  private Work tiny() throws IOException, InterruptedException {
    String text = Inputs.from("busybox") + "\nCOPY one /one\nRUN cat /one > /two\n";
    Path context =
        inputs.context(
            "tiny", text, folder -> inputs.content("tiny").file(folder.resolve("one"), 1));
    return Work.of(
        "W1", Phase.timed(new Row("W1", "tiny build on busybox", Goal.ratio(1)), context));
  }

  private Path bigContext() throws IOException, InterruptedException {
    return inputs.context(
        "big",
        BIG,
        folder -> inputs.content("big").files(folder.resolve("files"), 2000, 500, 40_000));
  }

  private Work big() throws IOException, InterruptedException {
    String title = "350 MB base, 2,000 files copied, 20,000 made, 200 MB random, chown -R";
    return Work.of("W2", Phase.timed(new Row("W2", title, Goal.ratio(0.6)), bigContext()));
  }

  private Work runs() throws IOException, InterruptedException {
    String runs =
        IntStream.range(0, 30)
            .mapToObj(i -> "RUN echo " + i + " > /file" + i + "\n")
            .collect(Collectors.joining());
    Path context = inputs.dockerfile("runs", Inputs.from("big") + "\n" + runs);
    return Work.of(
        "W3",
        Phase.timed(new Row("W3", "30 small RUN on the 350 MB base", Goal.ratio(0.6)), context));
  }

  private Work cached() throws IOException, InterruptedException {
    Path context = bigContext();
    Path changed = inputs.changed("big-changed", context, "files/d7/f700");
    Row again =
        new Row(
            "W4", "W2 again in a fresh pod, registry cache only", new Goal.AgainstPeers(0.25, 1));
    Row edited =
        new Row(
            "W5", "W2 with one of the 2,000 files changed, registry cache only", Goal.ratio(0.5));
    return Work.of(
            "W4", Phase.prepare(context), Phase.timed(again, context), Phase.timed(edited, changed))
        .withRegistryCache()
        .atMost(2);
  }

  private Work stages() throws IOException, InterruptedException {
    String run =
        "RUN sleep 0.5; head -c 8388608 /dev/urandom > /out; sha256sum /out > /sum; for i in $(seq 200); do echo $i > /f$i; done\n";
    String stages =
        IntStream.range(0, 10)
            .mapToObj(i -> Inputs.from("busybox") + " AS s" + i + "\n" + run)
            .collect(Collectors.joining());
    String copies =
        IntStream.range(0, 10)
            .mapToObj(i -> "COPY --from=s" + i + " /out /out" + i + "\n")
            .collect(Collectors.joining());
    Path context = inputs.dockerfile("stages", stages + Inputs.from("busybox") + "\n" + copies);
    return Work.of(
        "W6",
        Phase.timed(
            new Row("W6", "ten independent stages, then one that copies from all", Goal.ratio(0.7)),
            context));
  }

  private Work small() throws IOException, InterruptedException {
    String text = Inputs.from("busybox") + "\nCOPY files /files\n";
    Path context =
        inputs.context(
            "small",
            text,
            folder -> inputs.content("small").files(folder.resolve("files"), 100_000, 100, 2000));
    return Work.of(
            "W7a",
            Phase.timed(new Row("W7a", "context of 100,000 small files", Goal.ratio(0.7)), context))
        .atMost(2);
  }

  private Work large() throws IOException, InterruptedException {
    String text = Inputs.from("busybox") + "\nCOPY file /file\n";
    Path context =
        inputs.context(
            "large", text, folder -> inputs.content("large").file(folder.resolve("file"), 4096));
    return Work.of(
            "W7b",
            Phase.timed(new Row("W7b", "context of one 4 GB file", Goal.ratio(0.7)), context))
        .atMost(1);
  }

  private Work bases() throws IOException, InterruptedException {
    List<Integer> thousands = List.of(1, 10, 100, 300);
    var phases = new ArrayList<Phase>();
    for (int turn = 0; turn < 4; turn++) {
      for (int count : thousands) {
        String base = "files-" + count + "k";
        Path context =
            inputs.dockerfile(
                base + "-" + turn, Inputs.from(base) + "\nRUN echo " + turn + " > /new\n");
        Goal goal = count == 300 ? new Goal.AgainstRow(1.2, "W8 1k") : new Goal.None();
        Row row =
            new Row(
                "W8 " + count + "k",
                String.format(
                    Locale.ROOT, "one-file RUN over a base of %d,000 files that is there", count),
                goal);
        boolean first = turn == 0 && count == 1;
        phases.add(new Phase(turn == 0 ? Optional.empty() : Optional.of(row), context, first));
      }
    }
    return Work.of("W8", phases.toArray(Phase[]::new)).atMost(1);
  }

  private Work huge() throws IOException, InterruptedException {
    String text =
        Inputs.from("busybox")
            + """

            RUN head -c 4294967296 /dev/urandom > /random && seq 1 9000000 | head -c 67108864 > /part && \\
                for i in $(seq 64); do cat /part; done > /text && rm /part
            """;
    Path context = inputs.dockerfile("huge", text);
    Row row = new Row("W9", "8 GB layer in a pod of 512 MiB", new Goal.Finishes());
    return Work.of("W9", Phase.timed(row, context)).in(512L << 20).atMost(1).alone();
  }

  private Work node() throws IOException, InterruptedException {
    Path context = inputs.example("node-hello");
    Path changed = inputs.changed("node-hello-changed", context, "server.js");
    Row first = new Row("W11 first", "node-hello, first build", Goal.ratio(0.8));
    Row rebuild =
        new Row("W11 rebuild", "node-hello with one source line changed", Goal.ratio(0.3));
    return Work.of("W11", Phase.timed(first, context), Phase.timed(rebuild, changed).again());
  }
}
