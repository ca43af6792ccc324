/** Carries out COPY and ADD: selects files of a tree, writes them into a root file system. */
@NullMarked
package build.stave.copy;

import org.jspecify.annotations.NullMarked;
