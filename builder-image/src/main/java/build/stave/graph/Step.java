package build.stave.graph;

import build.stave.dockerfile.Heredoc;
import build.stave.dockerfile.Instruction.Network;
import build.stave.dockerfile.SourceRange;
import build.stave.oci.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One instruction of a stage, expanded: all that is needed to carry it out. */
public sealed interface Step {
  /** What all steps have. */
  Header header();

  /** Whether it has a layer in the image; WORKDIR / and metadata have none. */
  default boolean makesLayer() {
    return switch (this) {
      case Run _ -> true;
      case Files _ -> true;
      case Workdir workdir -> !workdir.path().equals("/");
      case Metadata _ -> false;
    };
  }

  /**
   * What all steps have.
   *
   * @param address content address: changes with whatever the result can depend on
   * @param layer address of its layer alone, which a cache finds it by: for COPY and ADD with
   *     {@code --link} it says nothing of what lies below, for others it is the address
   * @param range lines in the Dockerfile; for an ONBUILD trigger, those of the FROM
   * @param text the instruction as a person wrote it, on one line, for progress and errors
   * @param createdBy the history entry, as BuildKit writes it
   */
  record Header(Digest address, Digest layer, SourceRange range, String text, String createdBy) {
    Header(Digest address, SourceRange range, String text, String createdBy) {
      this(address, address, range, text, createdBy);
    }
  }

  /**
   * RUN.
   *
   * @param arguments what is executed
   * @param files heredoc bodies that the step sees as files {@code /dev/pipes/<name>}, mode 0755
   * @param env in order, {@code NAME=value}: ENV, then ARG, then proxies
   * @param workingDir absolute
   * @param user as USER has it, looked up when the step runs; empty for root
   */
  record Run(
      Header header,
      List<String> arguments,
      List<Heredoc> files,
      List<String> env,
      String workingDir,
      String user,
      List<StepMount> mounts,
      Network network)
      implements Step {
    public Run {
      arguments = List.copyOf(arguments);
      files = List.copyOf(files);
      env = List.copyOf(env);
      mounts = List.copyOf(mounts);
    }
  }

  /**
   * COPY or ADD.
   *
   * @param destination absolute; ends in {@code /} where it was written as a directory
   * @param chown {@code user[:group]}, null for 0:0 (context) or as it is (stage, image)
   * @param chmod octal or symbolic, null for as it is
   * @param link layer independent of what lies below
   * @param parents keep the sources' directories
   * @param excludes patterns, relative to each source
   * @param unpack archives: TRUE and FALSE as asked; null for the instruction's default
   * @param add whether this is ADD
   */
  record Files(
      Header header,
      List<FileSource> sources,
      String destination,
      @Nullable String chown,
      @Nullable String chmod,
      boolean link,
      boolean parents,
      List<String> excludes,
      @Nullable Boolean unpack,
      boolean add)
      implements Step {
    public Files {
      sources = List.copyOf(sources);
      excludes = List.copyOf(excludes);
    }

    /** The same step with another header. */
    Files with(Header other) {
      return new Files(
          other, sources, destination, chown, chmod, link, parents, excludes, unpack, add);
    }
  }

  /**
   * Makes a directory where there is none; for {@code /} there is no layer.
   *
   * @param path absolute
   * @param user owner of what is made, as USER has it; empty for root
   */
  record Workdir(Header header, String path, String user) implements Step {}

  /** Changes the configuration only. */
  record Metadata(Header header) implements Step {}
}
