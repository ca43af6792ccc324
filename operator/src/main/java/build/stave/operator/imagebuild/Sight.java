package build.stave.operator.imagebuild;

import java.time.Instant;
import java.util.Optional;

/** What is known of the commit that the source of an ImageBuild is at. */
sealed interface Sight {

  /** Nobody looks: that is the builder's part. */
  record Unwatched() implements Sight {}

  /** The last look was a while ago, or there was none for this source. */
  record Stale(Optional<String> commit) implements Sight {}

  /** A look is under way; what a run is started for need not wait longer than that. */
  record Looking(Instant until) implements Sight {}

  /** A look takes long. */
  record Overdue(Optional<String> commit) implements Sight {}

  /** A look has just ended; without a commit it failed. */
  record Fresh(Optional<String> commit) implements Sight {}
}
