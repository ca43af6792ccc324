/** The works: what is built, from what input, and what is to be reached. */
@NullMarked
package build.stave.bench.work;

import org.jspecify.annotations.NullMarked;
