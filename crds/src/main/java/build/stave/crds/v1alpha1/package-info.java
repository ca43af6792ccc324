/** The API {@code stave.build/v1alpha1} as records. */
@NullMarked
package build.stave.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
