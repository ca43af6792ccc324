package build.stave.operator.git;

import build.stave.crds.v1alpha1.Git;
import java.time.Instant;

/**
 * A look that has ended.
 *
 * @param source what was looked at
 * @param at when it ended
 * @param look what it gave
 * @param failures how many looks in a row have failed with this one
 */
public record Looked(Git source, Instant at, Look look, int failures) {}
