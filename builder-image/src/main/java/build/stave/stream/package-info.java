/** Streams as every package writes them. */
@NullMarked
package build.stave.stream;

import org.jspecify.annotations.NullMarked;
