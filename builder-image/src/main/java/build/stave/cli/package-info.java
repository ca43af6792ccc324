/** The stave command. */
@NullMarked
package build.stave.cli;

import org.jspecify.annotations.NullMarked;
