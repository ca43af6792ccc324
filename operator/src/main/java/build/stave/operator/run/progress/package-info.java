/** How far a run is and why it failed, told by its Job, pods and Events: pure functions. */
@NullMarked
package build.stave.operator.run.progress;

import org.jspecify.annotations.NullMarked;
