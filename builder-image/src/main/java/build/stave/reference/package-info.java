/** Image names: registry, repository, tag and digest. */
@NullMarked
package build.stave.reference;

import org.jspecify.annotations.NullMarked;
