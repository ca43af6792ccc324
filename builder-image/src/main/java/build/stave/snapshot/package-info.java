/**
 * Root file systems as stacks of layers: unpacks base layers, gives each step an overlay and turns
 * its upper directory into the changes of a layer.
 */
@NullMarked
package build.stave.snapshot;

import org.jspecify.annotations.NullMarked;
