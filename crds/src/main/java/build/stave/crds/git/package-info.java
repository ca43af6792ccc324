/**
 * What operator and builder have in common towards git servers: the operator asks which commit a
 * branch is at, the builder fetches it, and both show a credential to the one server it is for.
 */
@NullMarked
package build.stave.crds.git;

import org.jspecify.annotations.NullMarked;
