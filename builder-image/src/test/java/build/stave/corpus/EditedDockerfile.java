package build.stave.corpus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A Dockerfile of several stages with its context and an argument, which changes at random; and a
 * model of what may be reused of all that was built before, which knows nothing of the engine: a
 * step is what it is written as, on what it can see.
 */
final class EditedDockerfile {
  private static final int STAGES = 3;
  private static final int FILES = 4;

  private final Random random;
  private final List<List<Line>> stages = new ArrayList<>();

  /** The stage that a stage starts from; -1 for the base image. */
  private final int[] bases = new int[STAGES];

  private final Map<String, String> files = new TreeMap<>();
  private String argument = "0";
  private int counter;

  /** Keys of all steps that were ever carried out. */
  private final Set<String> known = new HashSet<>();

  /** What kind of line, and the two numbers in it. */
  private record Line(Kind kind, int at, int value) {}

  private enum Kind {
    RUN,
    RUN_WITH_ARGUMENT,
    COPY,
    COPY_LINK,
    COPY_STAGE,
    ENV,
    LABEL,
    ARG,
    WORKDIR
  }

  /** A stage as the model sees it. */
  private static final class End {
    private final List<String> keys = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> inputs = new ArrayList<>();
    private String files = "busybox";
    private String environment = "";
    private String declared = "";
    private String directory = "/";
  }

  EditedDockerfile(Random random) {
    this.random = random;
    for (int i = 0; i < FILES; i++) {
      files.put("f" + i, "content " + i);
    }
    for (int stage = 0; stage < STAGES; stage++) {
      bases[stage] = base(stage);
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        lines.add(line(stage));
      }
      stages.add(lines);
    }
  }

  /** Changes one thing; says which. */
  String edit() {
    int stage = random.nextInt(STAGES);
    List<Line> lines = stages.get(stage);
    int at = random.nextInt(lines.size());
    return switch (random.nextInt(9)) {
      case 0 -> {
        String file = "f" + random.nextInt(FILES);
        files.put(file, "content " + counter++);
        yield "content of " + file;
      }
      case 1 -> {
        // Back to what it was once: all that was built then is there.
        String file = "f" + random.nextInt(FILES);
        files.put(file, "content " + file.charAt(1));
        yield "first content of " + file;
      }
      case 2 -> {
        argument = String.valueOf(random.nextInt(3));
        yield "argument " + argument;
      }
      case 3 -> {
        lines.add(at, line(stage));
        yield "new line " + at + " of stage " + stage;
      }
      case 4 -> {
        if (lines.size() > 2) {
          lines.remove(at);
        }
        yield "without line " + at + " of stage " + stage;
      }
      case 5 -> {
        lines.add(random.nextInt(lines.size()), lines.remove(at));
        yield "line " + at + " of stage " + stage + " moved";
      }
      case 6 -> {
        yield "nothing";
      }
      case 7 -> {
        lines.set(at, line(stage));
        yield "line " + at + " of stage " + stage + " replaced";
      }
      case 8 -> {
        bases[stage] = base(stage);
        yield "stage " + stage + " starts from " + bases[stage];
      }
      default -> throw new IllegalStateException();
    };
  }

  private int base(int stage) {
    return random.nextInt(3) == 0 ? random.nextInt(stage + 1) - 1 : -1;
  }

  private Line line(int stage) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    if (kind == Kind.COPY_STAGE && stage == 0) {
      kind = Kind.COPY;
    }
    int at = kind == Kind.COPY_STAGE ? random.nextInt(stage) : random.nextInt(FILES);
    return new Line(kind, at, random.nextInt(4));
  }

  Map<String, String> files() {
    return files;
  }

  String argument() {
    return argument;
  }

  /** The Dockerfile. */
  String text() {
    var text = new StringBuilder();
    for (int stage = 0; stage < STAGES; stage++) {
      String base = bases[stage] < 0 ? "busybox" : "s" + bases[stage];
      text.append("FROM " + base + " AS s").append(stage).append('\n');
      for (Line line : stages.get(stage)) {
        text.append(written(line)).append('\n');
      }
    }
    return text.toString();
  }

  private static String written(Line line) {
    int at = line.at();
    int value = line.value();
    return switch (line.kind()) {
      case RUN -> "RUN echo " + value + " >> /run" + at;
      case RUN_WITH_ARGUMENT -> "RUN echo \"$A $E\" >> /argument" + at;
      case COPY -> "COPY f" + at + " /copied" + value + "/";
      case COPY_LINK -> "COPY --link f" + at + " /linked" + value + "/";
      case COPY_STAGE -> "COPY --from=s" + at + " /etc /from" + value;
      case ENV -> "ENV E=" + value;
      case LABEL -> "LABEL l" + at + "=" + value;
      case ARG -> "ARG A=" + value;
      case WORKDIR -> "WORKDIR /work" + at;
    };
  }

  /** The steps that must be carried out now, as {@link StepLog} calls them; they are known then. */
  Set<String> carriedOut() {
    List<End> ends = new ArrayList<>();
    int row = 0;
    for (int stage = 0; stage < STAGES; stage++) {
      row++;
      End end = new End();
      if (bases[stage] >= 0) {
        End base = ends.get(bases[stage]);
        end.files = base.files;
        end.environment = base.environment;
        end.declared = base.declared;
        end.directory = base.directory;
      }
      for (Line line : stages.get(stage)) {
        row++;
        String key = null;
        int input = -1;
        switch (line.kind()) {
          case RUN, RUN_WITH_ARGUMENT ->
              key =
                  String.join(
                      "|", end.files, written(line), end.environment, end.declared, end.directory);
          case COPY -> key = end.files + "|" + content(line);
          case COPY_LINK -> key = "|" + content(line);
          case COPY_STAGE -> {
            key = end.files + "|" + written(line) + "<" + ends.get(line.at()).files + ">";
            input = line.at();
          }
          case ENV -> end.environment = "E=" + line.value();
          case LABEL -> {}
          case ARG -> end.declared = "A=" + argument;
          case WORKDIR -> {
            end.directory = "/work" + line.at();
            key = end.files + "|" + written(line);
          }
        }
        if (key != null) {
          end.keys.add(key);
          end.names.add("s" + stage + ":" + row + " " + written(line));
          end.inputs.add(input);
          end.files = line.kind() == Kind.COPY_LINK ? end.files + key : key;
        }
      }
      ends.add(end);
    }
    Set<Integer> exported = new HashSet<>();
    for (int stage = STAGES - 1; stage >= 0; stage = bases[stage]) {
      exported.add(stage);
    }
    var walk = new Walk(ends, exported);
    walk.need(STAGES - 1);
    known.addAll(walk.made);
    return walk.carriedOut;
  }

  private String content(Line line) {
    return written(line) + "<" + files.get("f" + line.at()) + ">";
  }

  /** Finds what a build carries out. */
  private final class Walk {
    private final List<End> ends;
    private final Set<Integer> exported;
    private final Set<String> carriedOut = new TreeSet<>();
    private final Set<String> made = new HashSet<>();

    /** How many of the first steps of a stage are known, by stage. */
    private final Map<Integer, Integer> reused = new TreeMap<>();

    Walk(List<End> ends, Set<Integer> exported) {
      this.ends = ends;
      this.exported = exported;
    }

    /** Whether all of the stage is known. */
    private boolean need(int stage) {
      End end = ends.get(stage);
      if (reused.containsKey(stage)) {
        return reused.getOrDefault(stage, 0) == end.keys.size();
      }
      int first = 0;
      if (bases[stage] < 0 || need(bases[stage])) {
        while (first < end.keys.size() && known.contains(kept(stage, end.keys.get(first)))) {
          first++;
        }
      }
      reused.put(stage, first);
      for (int i = first; i < end.keys.size(); i++) {
        carriedOut.add(end.names.get(i));
        made.add("files " + end.keys.get(i));
        if (exported.contains(stage)) {
          made.add("layer " + end.keys.get(i));
        }
        if (end.inputs.get(i) >= 0) {
          need(end.inputs.get(i));
        }
      }
      return first == end.keys.size();
    }

    /** The image needs layers; a stage that is only copied from needs none. */
    private String kept(int stage, String key) {
      return (exported.contains(stage) ? "layer " : "files ") + key;
    }
  }
}
