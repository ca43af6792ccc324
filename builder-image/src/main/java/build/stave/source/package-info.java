/** Gets build contexts and files to add: folders, git repositories, archives, downloads. */
@NullMarked
package build.stave.source;

import org.jspecify.annotations.NullMarked;
