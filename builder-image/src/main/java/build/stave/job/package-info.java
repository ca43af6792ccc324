/**
 * An ImageBuild as the engine takes it, and the job of a builder pod: from {@code
 * build.stave.crds.job.BuildJob} and mounted folders to {@code build.stave.crds.job.Outcome}.
 */
@NullMarked
package build.stave.job;

import org.jspecify.annotations.NullMarked;
