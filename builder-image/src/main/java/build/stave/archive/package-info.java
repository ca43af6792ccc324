/** Tar entries as values, and archives read as hostile input. */
@NullMarked
package build.stave.archive;

import org.jspecify.annotations.NullMarked;
