/** What a run is carried out with: a Job, and a ConfigMap that tells its pods what to do. */
@NullMarked
package build.stave.operator.run.job;

import org.jspecify.annotations.NullMarked;
