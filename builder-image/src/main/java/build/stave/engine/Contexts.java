package build.stave.engine;

import build.stave.graph.NamedContext;
import build.stave.ignore.IgnoreRules;
import build.stave.linux.RootPath;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.source.ContextSpec;
import build.stave.source.GitHead;
import build.stave.source.SourceSettings;
import build.stave.source.SourceTree;
import build.stave.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The trees of files that a build reads from: its context and its named contexts, opened once. */
final class Contexts {
  /** The name of the build context among the named ones. */
  static final String MAIN = "";

  private static final String LOAD = "load build context";

  private final SourceSettings settings;
  private final Artifacts artifacts;
  private final Path folder;
  private final Vertices vertices;
  private final Map<String, ContextSpec> specs = new HashMap<>();
  private final Memo<String, OpenContext> opened = new Memo<>();
  private final AtomicInteger folders = new AtomicInteger();

  /**
   * A context that is ready to be read.
   *
   * @param root absolute path
   * @param ignore what {@code .dockerignore} leaves out
   * @param tree where it came from
   */
  record OpenContext(String root, IgnoreRules ignore, SourceTree tree) {}

  /**
   * The contexts of one build.
   *
   * @param folder for checkouts and downloads
   */
  Contexts(SourceSettings settings, Artifacts artifacts, Path folder, Vertices vertices) {
    this.settings = settings;
    this.artifacts = artifacts;
    this.folder = folder;
    this.vertices = vertices;
  }

  /**
   * Opens the build context, which then has no ignore rules yet.
   *
   * @param request whose source it is; {@code BUILDKIT_CONTEXT_KEEP_GIT_DIR} among its arguments
   *     keeps {@code .git}
   */
  OpenContext openMain(BuildRequest request) throws Exception {
    String contextDir = request.contextDir();
    SourceTree tree =
        switch (request.source()) {
          case BuildRequest.Source.Spec(ContextSpec.Git git) ->
              open(LOAD, git.keepingGitDir(git.keepGitDir() || keepsGitDir(request)));
          case BuildRequest.Source.Spec(var spec) -> open(LOAD, spec);
          case BuildRequest.Source.Inline inline ->
              open(new ContextSpec.Folder(InlineFiles.write(inline, newFolder())));
          case BuildRequest.Source.Artifact(var image) ->
              vertices.run(
                  "[internal] " + LOAD,
                  vertex -> artifacts.open(image, request.platform(), newFolder(), vertex));
        };
    AddedFiles.write(request.added(), tree.root());
    String root = RootPath.resolve(tree.root(), contextDir);
    if (!Files.isDirectory(Path.of(root))) {
      throw Problem.user("the source has no folder " + contextDir)
          .because(Reason.SOURCE_NOT_FOUND)
          .fix("contextDir names a folder of the source")
          .exception();
    }
    return new OpenContext(root, IgnoreRules.NONE, tree);
  }

  private static boolean keepsGitDir(BuildRequest request) {
    return request
        .buildArgs()
        .getOrDefault("BUILDKIT_CONTEXT_KEEP_GIT_DIR", "")
        .matches("1|t|T|true|TRUE|True");
  }

  /** Makes the build context known to steps, with the rules that its Dockerfile brings. */
  void setMain(OpenContext context, IgnoreRules rules) throws Exception {
    opened.get(MAIN, () -> new OpenContext(context.root(), rules, context.tree()));
  }

  /** Says how names are planned, and remembers the ones that are trees of files. */
  Map<String, NamedContext> named(Map<String, String> contexts) {
    Map<String, NamedContext> planned = new HashMap<>();
    contexts.forEach(
        (name, value) -> {
          if (value.startsWith("docker-image://")) {
            planned.put(name, new NamedContext.Image(value.substring("docker-image://".length())));
          } else if (value.startsWith("oci-layout://")) {
            planned.put(name, new NamedContext.Layout(value));
          } else {
            specs.put(name, ContextSpec.parse(value));
            planned.put(name, new NamedContext.Files(name));
          }
        });
    return planned;
  }

  /** Opens a named context; the second call finds it open. */
  OpenContext open(String name) throws Exception {
    return opened.get(
        name,
        () -> {
          ContextSpec spec = specs.get(name);
          if (spec == null) {
            throw Problem.internal("open context " + name, "nobody named it").exception();
          }
          SourceTree tree = open("load context " + name, spec);
          return new OpenContext(tree.root(), rules(spec, tree.root()), tree);
        });
  }

  /** A new folder for a checkout or a download. */
  Path newFolder() throws IOException {
    return Files.createDirectories(folder.resolve("source-" + folders.incrementAndGet()));
  }

  /** Where a git repository's reference is now. */
  GitHead look(ContextSpec.Git git) throws Exception {
    return Sources.look(git, newFolder(), settings);
  }

  /** A git repository that an ADD names. */
  SourceTree git(ContextSpec spec) throws Exception {
    return open(spec);
  }

  private SourceTree open(ContextSpec spec) throws Exception {
    return Sources.open(spec, newFolder(), settings);
  }

  /** The rules of a context's own {@code .dockerignore}; git and HTTP have none (BuildKit). */
  static IgnoreRules rules(ContextSpec spec, String root) throws IOException {
    return switch (spec) {
      case ContextSpec.Folder _ -> rules(root);
      case ContextSpec.Stream _ -> rules(root);
      case ContextSpec.Git _ -> IgnoreRules.NONE;
      case ContextSpec.Archive _ -> IgnoreRules.NONE;
      case ContextSpec.Empty _ -> IgnoreRules.NONE;
    };
  }

  /** The rules of a build's own context. */
  static IgnoreRules rules(BuildRequest.Source source, String root) throws IOException {
    return switch (source) {
      case BuildRequest.Source.Spec(var spec) -> rules(spec, root);
      case BuildRequest.Source.Inline _ -> rules(root);
      case BuildRequest.Source.Artifact _ -> IgnoreRules.NONE;
    };
  }

  private static IgnoreRules rules(String root) throws IOException {
    byte @Nullable [] content = read(Path.of(root, ".dockerignore"));
    return content == null ? IgnoreRules.NONE : IgnoreRules.parse(content);
  }

  /** A regular file's content, or null where there is none. */
  static byte @Nullable [] read(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
  }

  private SourceTree open(String title, ContextSpec spec) throws Exception {
    return vertices.run(
        "[internal] " + title,
        vertex -> {
          SourceTree tree = open(spec);
          tree.commit().ifPresent(commit -> vertex.note("commit " + commit));
          tree.notes().forEach(vertex::note);
          return tree;
        });
  }
}
