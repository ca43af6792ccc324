/** The builders that are compared, and how each is called. */
@NullMarked
package build.stave.bench.builder;

import org.jspecify.annotations.NullMarked;
