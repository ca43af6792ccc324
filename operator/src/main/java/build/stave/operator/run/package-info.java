/** ImageBuildRuns: a run becomes a Job, the Job's outcome becomes the run's status. */
@NullMarked
package build.stave.operator.run;

import org.jspecify.annotations.NullMarked;
