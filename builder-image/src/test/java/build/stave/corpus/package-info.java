/** Whole images from small Dockerfiles, one trap each; see {@code src/test/resources/corpus}. */
@NullMarked
package build.stave.corpus;

import org.jspecify.annotations.NullMarked;
