package build.stave.operator.git;

import build.stave.crds.v1alpha1.Git;
import build.stave.operator.git.Look.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks that are under way, and the last that ended of each resource. Nothing here has to survive
 * the process: what is not known is looked at again.
 */
public final class GitLooks implements AutoCloseable {
  /** How many servers are asked at once. */
  private static final int PARALLEL = 16;

  /** How long a look may take whatever the server does. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Looker looker;
  private final Clock clock;
  private final Duration timeout;
  private final Semaphore permits = new Semaphore(PARALLEL);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

  /** Looks at one source; blocks. */
  @FunctionalInterface
  interface Looker {
    String commit(String namespace, Git source) throws LookException;
  }

  private record Entry(Git source, @Nullable Instant since, @Nullable Looked last) {}

  /**
   * Looks with the Secrets that a client may read.
   *
   * @param authorities certificates in PEM that are trusted for every server; null for the JVM's
   */
  public static GitLooks over(KubernetesClient client, @Nullable String authorities, Clock clock) {
    var secrets = new GitSecrets(client);
    return new GitLooks(
        (namespace, source) -> {
          boolean ssh = GitRemote.isSsh(GitRemote.address(source.url()));
          GitLogin login = secrets.read(namespace, source.secretRef(), ssh);
          return new GitRemote(source, login.trusting(authorities)).commit();
        },
        clock,
        TIMEOUT);
  }

  GitLooks(Looker looker, Clock clock, Duration timeout) {
    this.looker = looker;
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * Begins a look, unless there is one at this source under way.
   *
   * @param owner uid of the resource that is looked for
   * @param namespace of its Secret
   * @param failures how many looks in a row have failed before
   * @param ended called on some thread when the result is there
   */
  public void begin(String owner, String namespace, Git source, int failures, Runnable ended) {
    entries.compute(
        owner,
        (key, before) -> {
          if (before != null && before.since() != null && before.source().equals(source)) {
            return before;
          }
          var entry = new Entry(source, clock.instant(), before == null ? null : before.last());
          threads.execute(
              () -> {
                Look look = look(namespace, source);
                int failed = look instanceof Look.Failed ? failures + 1 : 0;
                var looked = new Looked(source, clock.instant(), look, failed);
                entries.computeIfPresent(
                    owner, (k, now) -> now.equals(entry) ? new Entry(source, null, looked) : now);
                ended.run();
              });
          return entry;
        });
  }

  /** Since when a look at a source is under way. */
  public Optional<Instant> since(String owner, Git source) {
    return entry(owner, source).map(Entry::since);
  }

  /** The last look at a source that has ended. */
  public Optional<Looked> last(String owner, Git source) {
    return entry(owner, source).map(Entry::last).filter(last -> last.source().equals(source));
  }

  private Optional<Entry> entry(String owner, Git source) {
    Entry entry = entries.get(owner);
    return entry != null && entry.source().equals(source) ? Optional.of(entry) : Optional.empty();
  }

  /** Drops what is known for a resource. */
  public void forget(String owner) {
    entries.remove(owner);
  }

  private Look look(String namespace, Git source) {
    try {
      permits.acquire();
      try {
        return within(threads.submit(() -> looker.commit(namespace, source)));
      } finally {
        permits.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Look.Failed(Reason.Unreachable, "the operator stops");
    }
  }

  private Look within(Future<String> commit) throws InterruptedException {
    try {
      return new Look.Found(commit.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new Look.Failed(
          Reason.Unreachable, "the server gave no answer in " + timeout.toSeconds() + " seconds");
    } catch (ExecutionException e) {
      return e.getCause() instanceof LookException known
          ? known.failure()
          : new Look.Failed(Reason.Unreachable, String.valueOf(e.getCause()));
    } finally {
      commit.cancel(true);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
