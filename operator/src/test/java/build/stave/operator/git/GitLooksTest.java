package build.stave.operator.git;

import static org.assertj.core.api.Assertions.assertThat;

import build.stave.crds.v1alpha1.Git;
import build.stave.operator.git.GitLooks.Looker;
import build.stave.operator.git.Look.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looks that run beside all else. */
@Timeout(30)
final class GitLooksTest {
  private static final Git SOURCE = new Git("https://git.example.com/a.git", null, null, null);
  private static final Git OTHER = new Git("https://git.example.com/b.git", null, null, null);
  private final Semaphore ended = new Semaphore(0);

  private static GitLooks looks(Looker looker) {
    return new GitLooks(looker, Clock.systemUTC(), Duration.ofMillis(200));
  }

  private void begin(GitLooks looks, Git source, int failures) {
    looks.begin("uid", "ns", source, failures, ended::release);
  }

  @Test
  void keepsTheResultOfTheSourceThatIsAskedFor() throws Exception {
    try (GitLooks looks = looks((namespace, source) -> namespace + source.url())) {
      begin(looks, SOURCE, 3);
      ended.acquire();

      Looked looked = looks.last("uid", SOURCE).orElseThrow();
      assertThat(looked.look()).isEqualTo(new Look.Found("ns" + SOURCE.url()));
      assertThat(looked.failures()).isZero();
      assertThat(looks.since("uid", SOURCE)).isEmpty();
      assertThat(looks.last("uid", OTHER)).isEmpty();
      looks.forget("uid");
      assertThat(looks.last("uid", SOURCE)).isEmpty();
    }
  }

  @Test
  void looksOnceAtATime() throws Exception {
    var number = new AtomicInteger();
    var go = new CountDownLatch(1);
    try (GitLooks looks =
        new GitLooks(
            (namespace, source) -> {
              await(go);
              return "commit" + number.incrementAndGet();
            },
            Clock.systemUTC(),
            Duration.ofSeconds(20))) {
      begin(looks, SOURCE, 0);
      begin(looks, SOURCE, 0);
      assertThat(looks.since("uid", SOURCE)).isPresent();
      begin(looks, OTHER, 0);
      go.countDown();
      ended.acquire(2);

      assertThat(number).hasValue(2);
      assertThat(looks.last("uid", SOURCE)).isEmpty();
      assertThat(looks.last("uid", OTHER)).isPresent();
    }
  }

  @Test
  void countsFailures() throws Exception {
    try (GitLooks looks =
        looks(
            (namespace, source) -> {
              throw new LookException(Reason.RefNotFound, "no branch");
            })) {
      begin(looks, SOURCE, 3);
      ended.acquire();

      Looked looked = looks.last("uid", SOURCE).orElseThrow();
      assertThat(looked.look()).isEqualTo(new Look.Failed(Reason.RefNotFound, "no branch"));
      assertThat(looked.failures()).isEqualTo(4);
    }
  }

  @Test
  void waitsForNoServerThatIsSilent() throws Exception {
    var interrupted = new CountDownLatch(1);
    try (GitLooks looks =
        looks(
            (namespace, source) -> {
              try {
                Thread.sleep(Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return "late";
            })) {
      begin(looks, SOURCE, 0);
      ended.acquire();

      assertThat(looks.last("uid", SOURCE).orElseThrow().look())
          .isInstanceOfSatisfying(
              Look.Failed.class,
              failed -> assertThat(failed.reason()).isEqualTo(Reason.Unreachable));
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
