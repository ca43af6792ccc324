/** Layers: changes of a snapshot as compressed blobs with reproducible bytes. */
@NullMarked
package build.stave.layer;

import org.jspecify.annotations.NullMarked;
