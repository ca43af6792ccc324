/** Which files of a context count: .dockerignore and path patterns. Pure. */
@NullMarked
package build.stave.ignore;

import org.jspecify.annotations.NullMarked;
