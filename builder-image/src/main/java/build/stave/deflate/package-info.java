/**
 * A DEFLATE encoder (RFC 1951) whose bytes depend on its input alone, not on a machine's library.
 */
@NullMarked
package build.stave.deflate;

import org.jspecify.annotations.NullMarked;
