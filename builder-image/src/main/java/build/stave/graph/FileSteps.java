package build.stave.graph;

import build.stave.dockerfile.Heredoc;
import build.stave.dockerfile.Instruction;
import build.stave.dockerfile.LintRule;
import build.stave.dockerfile.SourceRange;
import build.stave.oci.Digest;
import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the steps of COPY and ADD. */
final class FileSteps {
  private static final String SYMBOLIC_MODE =
      "[ugoa]*([-+=]([rwxXst]*|[ugo]))+(,[ugoa]*([-+=]([rwxXst]*|[ugo]))+)*";

  /** Stands for what lies below a layer that knows nothing of it. */
  private static final Digest ANYTHING = AddressHash.of("anything").address();

  private final Planning planning;
  private final StageState state;
  private final Words words;

  FileSteps(Planning planning, StageState state, Words words) {
    this.planning = planning;
    this.state = state;
    this.words = words;
  }

  Step copy(Instruction.Copy copy, String text) {
    return copy(copy, from(copy), text);
  }

  Step copy(Instruction.Copy copy, Input from, String text) {
    List<String> sources = words.each(copy.files().sources());
    List<FileSource> planned = new ArrayList<>();
    for (String source : sources) {
      if (RemoteSource.isGit(source)) {
        throw Problem.user("source can't be a git ref for COPY").fix("use ADD").exception();
      }
      if (RemoteSource.isHttp(source)) {
        throw Problem.user("source can't be a URL for COPY").fix("use ADD").exception();
      }
      planned.add(path(from, source, copy.parents(), copy.range(), "Copy"));
    }
    return step(copy.range(), text, copy.files(), sources, planned, copy.parents(), null, false);
  }

  Step add(Instruction.Add add, String text) {
    List<String> sources = words.each(add.files().sources());
    String checksum = words.optional(add.checksum());
    if (checksum != null) {
      RemoteSource.checkChecksum(sources, add.files().heredocs().size());
    }
    List<FileSource> planned = new ArrayList<>();
    for (String source : sources) {
      planned.add(
          RemoteSource.isGit(source)
              ? new FileSource.Git(source, checksum, add.keepGitDir())
              : RemoteSource.isHttp(source)
                  ? new FileSource.Http(source, checksum == null ? null : Digest.parse(checksum))
                  : path(new Input.Context(""), source, false, add.range(), "Add"));
    }
    return step(add.range(), text, add.files(), sources, planned, false, add.unpack(), true);
  }

  private Input from(Instruction.Copy copy) {
    String from = copy.from();
    if (from == null) {
      return new Input.Context("");
    }
    if (!planning.expander.word(from, name -> null).equals(from)) {
      throw Problem.user("variable expansion is not supported for --from")
          .fix(
              "define a new stage with FROM using an ARG from global scope, and copy from that"
                  + " stage")
          .exception();
    }
    Origin origin = planning.names.source(from, state.index);
    Input input = planning.input(origin, copy.range(), state.index);
    if (input == null) {
      throw Problem.user("COPY --from=" + from + " has no file to copy")
          .fix("copy from a stage, an image or a named context")
          .exception();
    }
    return input;
  }

  private FileSource path(
      Input from, String source, boolean parents, SourceRange range, String verb) {
    String pattern = parents ? pivoted(source) : Paths.relative(source);
    if (from.equals(new Input.Context(""))
        && !pattern.isEmpty()
        && planning.resolver.ignored(pattern)) {
      planning.findings.add(LintRule.COPY_IGNORED_FILE.at(range, verb, pattern));
    }
    return new FileSource.Path(from, pattern);
  }

  /** With {@code --parents}, {@code /./} divides what is left out from what is kept. */
  private static String pivoted(String source) {
    int pivot = source.indexOf("/./");
    String left = pivot < 0 ? "" : Paths.relative(source.substring(0, pivot));
    String kept = Paths.relative(pivot < 0 ? source : source.substring(pivot + 3));
    return left.isEmpty() ? kept : left + "/./" + kept;
  }

  private Step step(
      SourceRange range,
      String text,
      Instruction.Files files,
      List<String> written,
      List<FileSource> sources,
      boolean parents,
      @Nullable Boolean unpack,
      boolean add) {
    for (Heredoc heredoc : files.heredocs()) {
      String body = heredoc.expand() ? words.body(heredoc.content()) : heredoc.content();
      sources.add(new FileSource.Inline(heredoc.name(), body));
    }
    String destination = words.one(files.destination());
    String chown = emptyToNull(words.optional(files.chown()));
    String chmod = emptyToNull(words.optional(files.chmod()));
    checkMode(chmod);
    var step =
        new Step.Files(
            new Step.Header(state.files, range, text, ""),
            sources,
            Paths.destination(state.workingDir(), destination),
            chown,
            chmod,
            files.link(),
            parents,
            files.excludes(),
            unpack,
            add);
    Digest below = state.files;
    state.files = address(step, below);
    Digest layer = step.link() ? address(step, ANYTHING) : state.files;
    String createdBy =
        (add ? "ADD" : "COPY")
            + (parents ? " --parents" : "")
            + (chown == null ? "" : " --chown=" + chown)
            + (chmod == null ? "" : " --chmod=" + chmod)
            + written.stream().map(s -> " " + s).collect(Collectors.joining())
            + files.heredocs().stream().map(h -> " <<" + h.name()).collect(Collectors.joining())
            + " "
            + destination
            + " # buildkit";
    return step.with(new Step.Header(state.files, layer, range, text, createdBy));
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static void checkMode(@Nullable String mode) {
    if (mode == null || mode.matches("0*[0-7]{1,4}") || mode.matches(SYMBOLIC_MODE)) {
      return;
    }
    throw Problem.user(
            "invalid chmod parameter: '"
                + mode
                + "'. it should be octal string and between 0 and 07777")
        .fix("write a mode such as 755 or u=rwX,go=rX")
        .exception();
  }

  /** The address of the files after the step, on what lies below. */
  private Digest address(Step.Files step, Digest below) {
    AddressHash hash =
        AddressHash.of(step.add() ? "add" : "copy")
            .field("parent", below)
            .field("destination", step.destination())
            .field("chown", step.chown())
            .field("chmod", step.chmod())
            .field("link", step.link())
            .field("parents", step.parents())
            .field("excludes", step.excludes())
            .field("unpack", step.unpack() == null ? null : step.unpack().toString());
    List<String> patterns = new ArrayList<>();
    Input from = null;
    for (FileSource source : step.sources()) {
      switch (source) {
        case FileSource.Path(Input tree, String pattern) -> {
          from = tree;
          patterns.add(pattern);
          hash.field("path", pattern);
        }
        case FileSource.Inline(String name, String content) ->
            hash.field("inline", List.of(name, content));
        case FileSource.Http(String url, Digest checksum) ->
            hash.field("url", url)
                .field(
                    "content",
                    checksum == null
                        ? planning.resolver.download(url).toString()
                        : checksum.toString());
        case FileSource.Git git ->
            hash.field("git", git.url())
                .field("commit", planning.resolver.commit(git))
                .field("keepGitDir", git.keepGitDir());
      }
    }
    if (from != null) {
      hash.field("content", planning.inputAddress(from, patterns, step.excludes(), step.parents()));
    }
    return hash.address();
  }
}
