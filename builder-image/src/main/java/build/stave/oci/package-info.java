/** The OCI image specification as values: descriptors, manifests, indexes, image configurations. */
@NullMarked
package build.stave.oci;

import org.jspecify.annotations.NullMarked;
