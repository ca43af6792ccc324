package build.stave.registry;

import build.stave.http.Request;
import build.stave.http.Response;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.reference.ImageReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds the Authorization for requests to one registry (distribution, docs/spec/auth). Tokens are
 * kept by scope until shortly before they expire.
 */
final class Authorizer {
  private record Key(String repository, Scopes scopes) {}

  private record Held(String header, Instant until) {
    @Override
    public String toString() {
      return "authorization until " + until;
    }
  }

  /**
   * What to show.
   *
   * @param shared whether another request asked for it earlier, so that it may be forgotten by now
   */
  private record Granted(Held held, boolean shared) {}

  /**
   * What was last had with a credential for some scopes. Its lock lets one thread ask at a time.
   */
  private static final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Held> last = Optional.empty();
  }

  private record SlotKey(Scopes scopes, Optional<Credential> credential) {}

  private final Credentials credentials;
  private final TokenServer tokens;
  private final Clock clock;
  private final Map<Key, Held> held = new ConcurrentHashMap<>();
  private final Map<SlotKey, Slot> slots = new ConcurrentHashMap<>();

  Authorizer(Credentials credentials, TokenServer tokens, Clock clock) {
    this.credentials = credentials;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What to send without having been asked, if anything. */
  Optional<String> known(ImageReference image, Scopes scopes) {
    Held known = held.get(new Key(image.repository(), scopes));
    return Optional.ofNullable(known).filter(this::isFresh).map(Held::header);
  }

  private boolean isFresh(Held some) {
    return clock.instant().isBefore(some.until());
  }

  /** Sends one attempt of a request; does not look at the status. */
  @FunctionalInterface
  interface Attempt {
    Response with(String authorization) throws InterruptedException;
  }

  /**
   * Repeats a refused request with each credential in turn.
   *
   * @param refused the answer 401, closed here
   * @param used what was sent with the request and is good for nothing more
   * @return the first answer that is no refusal, or the last refusal
   */
  Response retry(
      Request request,
      Response refused,
      ImageReference image,
      Scopes scopes,
      Optional<String> used,
      Attempt attempt)
      throws InterruptedException {
    List<Challenge> challenges = Challenge.parse(refused.headers().all("WWW-Authenticate"));
    List<CredentialEntry> candidates = credentials.candidates(image);
    Optional<Challenge> bearer = Challenge.of(challenges, "bearer");
    if (bearer.isEmpty() && Challenge.of(challenges, "basic").isEmpty()) {
      return refused;
    }
    if (bearer.isEmpty() && candidates.isEmpty()) {
      return refused;
    }
    refused.close();
    Response last = null;
    for (int i = 0; i < Math.max(1, candidates.size()); i++) {
      Optional<CredentialEntry> candidate =
          candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(i));
      Optional<String> refusedBefore = used;
      Optional<Granted> answer;
      do {
        answer =
            bearer.isPresent()
                ? token(request, bearer.get(), candidate, scopes, refusedBefore)
                : basic(candidate.orElseThrow().credential()).map(Authorizer::own);
        if (answer.isEmpty()) {
          break;
        }
        if (last != null) {
          last.close();
        }
        Held shown = answer.get().held();
        last = attempt.with(shown.header());
        if (last.status() != 401 && last.status() != 403) {
          held.put(new Key(image.repository(), scopes), shown);
          return last;
        }
        refusedBefore = Optional.of(shown.header());
      } while (last.status() == 401 && answer.get().shared());
    }
    if (last == null || (last.status() == 401 && !candidates.isEmpty())) {
      if (last != null) {
        last.close();
      }
      throw refused(request, image, candidates).exception();
    }
    return last;
  }

  private static Granted own(Held held) {
    return new Granted(held, false);
  }

  private Optional<Granted> token(
      Request request,
      Challenge challenge,
      Optional<CredentialEntry> candidate,
      Scopes scopes,
      Optional<String> used)
      throws InterruptedException {
    if (candidate.isPresent()
        && candidate.get().credential() instanceof Credential.RegistryToken(String token)) {
      return Optional.of(own(new Held("Bearer " + token, Instant.MAX)));
    }
    Optional<Credential> credential = candidate.map(CredentialEntry::credential);
    Scopes wanted = scopes.andChallenged(challenge.parameter("scope"));
    Slot slot = slots.computeIfAbsent(new SlotKey(wanted, credential), _ -> new Slot());
    slot.lock.lockInterruptibly();
    try {
      boolean another =
          slot.last
              .filter(this::isFresh)
              .filter(h -> !used.equals(Optional.of(h.header())))
              .isPresent();
      if (!another) {
        slot.last =
            tokens
                .token(request, challenge, credential, wanted)
                .map(token -> new Held("Bearer " + token.value(), token.until()));
      }
      return slot.last.map(last -> new Granted(last, another));
    } finally {
      slot.lock.unlock();
    }
  }

  private static Optional<Held> basic(Credential credential) {
    return switch (credential) {
      case Credential.Basic basic -> Optional.of(new Held(TokenServer.basic(basic), Instant.MAX));
      case Credential.IdentityToken _ -> Optional.empty();
      case Credential.RegistryToken(String token) ->
          Optional.of(new Held("Bearer " + token, Instant.MAX));
    };
  }

  private Problem refused(Request request, ImageReference image, List<CredentialEntry> candidates) {
    String origins = String.join(", ", candidates.stream().map(CredentialEntry::origin).toList());
    Problem problem =
        candidates.isEmpty()
            ? Problem.remote(
                    request.doing(), image.registry() + " gives no token without credentials")
                .fix(
                    "log in with docker login "
                        + image.registry()
                        + ", or name a file: --registry-auth FILE (looked in: "
                        + credentials.places()
                        + ")")
            : Problem.remote(
                    request.doing(),
                    image.registry() + " refused the user name or password from " + origins)
                .fix("log in again with docker login " + image.registry());
    return problem.because(Reason.ACCESS_DENIED);
  }
}
