package build.stave.job;

import build.stave.crds.job.BuildJob;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Git;
import build.stave.crds.v1alpha1.SourceStatus;
import build.stave.engine.BuildRequest;
import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.problem.Problem;
import build.stave.source.ContextSpec;
import build.stave.source.GitHead;
import build.stave.source.SourceSettings;
import build.stave.source.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says which commit of a git source is built. */
final class Commits {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  private final BuildJob job;
  private final Git git;
  private final JobSettings settings;
  private final JobEnvironment environment;

  Commits(BuildJob job, Git git, JobSettings settings, JobEnvironment environment) {
    this.job = job;
    this.git = git;
    this.settings = settings;
    this.environment = environment;
  }

  /** The commit that the job, the spec or the container {@code pin} names; else what is there. */
  SourceStatus pinned() throws IOException, InterruptedException {
    Git.Ref ref = git.ref();
    String branch = ref == null ? null : ref.branch();
    if (job.commit() != null) {
      return new SourceStatus(job.commit(), branch);
    }
    if (ref != null && ref.commit() != null) {
      return new SourceStatus(ref.commit(), null);
    }
    Path file = environment.files().at(PodPaths.COMMIT_FILE);
    if (Files.exists(file)) {
      String commit = Files.readString(file).strip();
      if (!COMMIT.matcher(commit).matches()) {
        throw Problem.internal("read " + file, "it holds no commit").exception();
      }
      return new SourceStatus(commit, branch);
    }
    return status(look());
  }

  /** The branch that is built, of which only the server knows where the spec names none. */
  Optional<String> branch() {
    Git.Ref ref = git.ref();
    if (ref != null) {
      return Optional.ofNullable(ref.branch());
    }
    try {
      return look().branch();
    } catch (IOException e) {
      throw Problem.internal("look for the default branch", String.valueOf(e.getMessage()))
          .exception(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static SourceStatus status(GitHead head) {
    return new SourceStatus(head.commit(), head.branch().orElse(null));
  }

  private GitHead look() throws IOException, InterruptedException {
    ContextSpec.Git context = SpecReader.git(git, null);
    GitAccess access = settings.git(new BuildRequest.Source.Spec(context), Map.of());
    HttpSettings http =
        HttpSettings.of(environment.version(), System.getenv())
            .withTls(access.authorities())
            .withAuthorities(settings.authorities());
    try (var transport = new HttpTransport(http)) {
      return Sources.look(
          context,
          environment.files().at(PodPaths.WORK),
          new SourceSettings(transport, access.credentials(), InputStream.nullInputStream()));
    }
  }
}
