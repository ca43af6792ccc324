/**
 * Looks which commit a branch or tag is at, without fetching anything. The only code of the
 * operator that reads a user's Secret, one by its name, and only to look.
 */
@NullMarked
package build.stave.operator.git;

import org.jspecify.annotations.NullMarked;
