/** Tables and a picture of what was measured. */
@NullMarked
package build.stave.bench.report;

import org.jspecify.annotations.NullMarked;
