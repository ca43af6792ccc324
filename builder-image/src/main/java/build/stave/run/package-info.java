/** The sandbox of a RUN step: an OCI container per step, run by crun without any daemon. */
@NullMarked
package build.stave.run;

import org.jspecify.annotations.NullMarked;
