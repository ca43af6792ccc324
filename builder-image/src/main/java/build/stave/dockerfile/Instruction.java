package build.stave.dockerfile;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instruction, checked for its form; words are not expanded yet (Dockerfile reference; BuildKit
 * frontend/dockerfile/instructions).
 */
public sealed interface Instruction {
  /** Where it stands. */
  SourceRange range();

  /**
   * The instruction as one line: name in the case it was written, continuations joined, comments
   * removed, heredoc bodies left out.
   */
  String original();

  /**
   * The start of a stage.
   *
   * @param image as written, unexpanded
   * @param stageName lower case, empty where none
   * @param platform as written, empty where none
   */
  record From(SourceRange range, String original, String image, String stageName, String platform)
      implements Instruction {}

  /** Arguments in order; a null value has no default. */
  record Arg(SourceRange range, String original, List<Argument> arguments) implements Instruction {
    public Arg {
      arguments = List.copyOf(arguments);
    }

    /** One name of an ARG. */
    public record Argument(String name, @Nullable String defaultValue) {}
  }

  /** Variables in order, quotes still in place. */
  record Env(SourceRange range, String original, List<Pair> variables) implements Instruction {
    public Env {
      variables = List.copyOf(variables);
    }
  }

  /** Labels in order, quotes still in place. */
  record Label(SourceRange range, String original, List<Pair> labels) implements Instruction {
    public Label {
      labels = List.copyOf(labels);
    }
  }

  /** A key and a value of ENV or LABEL, as written. */
  record Pair(String key, String value) {}

  /**
   * A command that changes the root file system.
   *
   * @param command for the heredoc form, the shell text with the {@code <<} words in it
   * @param heredocs in order
   */
  record Run(
      SourceRange range,
      String original,
      Command command,
      List<Heredoc> heredocs,
      List<RunMount> mounts,
      Network network,
      boolean insecure)
      implements Instruction {
    public Run {
      heredocs = List.copyOf(heredocs);
      mounts = List.copyOf(mounts);
    }
  }

  /** {@code RUN --network}. */
  enum Network {
    DEFAULT,
    NONE,
    HOST
  }

  record Cmd(SourceRange range, String original, Command command) implements Instruction {}

  record Entrypoint(SourceRange range, String original, Command command) implements Instruction {}

  /**
   * Files from a context, a stage or an image.
   *
   * @param files what to copy and where to, with the flags that ADD has too
   * @param from stage, index, context or image; null for the build context; never expanded
   * @param parents {@code --parents}
   */
  record Copy(
      SourceRange range, String original, Files files, @Nullable String from, boolean parents)
      implements Instruction {}

  /**
   * Files from the context, the web or git.
   *
   * @param checksum {@code --checksum} as written, null where none
   * @param keepGitDir {@code --keep-git-dir}
   * @param unpack {@code --unpack}, null where not given
   */
  record Add(
      SourceRange range,
      String original,
      Files files,
      @Nullable String checksum,
      boolean keepGitDir,
      @Nullable Boolean unpack)
      implements Instruction {}

  /**
   * What COPY and ADD share.
   *
   * @param sources paths, patterns or URLs, as written; heredocs are not among them
   * @param heredocs in order
   * @param destination as written
   * @param chown as written, null where none
   * @param chmod as written, null where none
   * @param link {@code --link}
   * @param excludes {@code --exclude} patterns, as written
   */
  record Files(
      List<String> sources,
      List<Heredoc> heredocs,
      String destination,
      @Nullable String chown,
      @Nullable String chmod,
      boolean link,
      List<String> excludes) {
    public Files {
      sources = List.copyOf(sources);
      heredocs = List.copyOf(heredocs);
      excludes = List.copyOf(excludes);
    }
  }

  record Expose(SourceRange range, String original, List<String> ports) implements Instruction {
    public Expose {
      ports = List.copyOf(ports);
    }
  }

  record Volume(SourceRange range, String original, List<String> paths) implements Instruction {
    public Volume {
      paths = List.copyOf(paths);
    }
  }

  record User(SourceRange range, String original, String user) implements Instruction {}

  record Workdir(SourceRange range, String original, String path) implements Instruction {}

  /** {@code trigger} is the text of the instruction to run later. */
  record OnBuild(SourceRange range, String original, String trigger) implements Instruction {}

  record StopSignal(SourceRange range, String original, String signal) implements Instruction {}

  /**
   * Durations in nanoseconds, 0 where not given.
   *
   * @param command empty for {@code HEALTHCHECK NONE}
   */
  record Healthcheck(
      SourceRange range,
      String original,
      Optional<Command> command,
      long interval,
      long timeout,
      long startPeriod,
      long startInterval,
      int retries)
      implements Instruction {}

  record Shell(SourceRange range, String original, List<String> arguments) implements Instruction {
    public Shell {
      arguments = List.copyOf(arguments);
    }
  }

  record Maintainer(SourceRange range, String original, String name) implements Instruction {}
}
