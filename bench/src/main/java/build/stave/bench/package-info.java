/** The benchmark: works, builders, measurements, report. */
@NullMarked
package build.stave.bench;

import org.jspecify.annotations.NullMarked;
