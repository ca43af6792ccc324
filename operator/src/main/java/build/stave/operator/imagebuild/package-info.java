/**
 * Keeps what an ImageBuild wishes for: decides when a run is needed, makes it, and says in the
 * status what became of it. All that is decided follows from the resource, its runs and the last
 * look at its source; a webhook, a schedule or a new base image would be one more cause in {@link
 * build.stave.operator.imagebuild.Decisions}.
 */
@NullMarked
package build.stave.operator.imagebuild;

import org.jspecify.annotations.NullMarked;
