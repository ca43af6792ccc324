/** Results of steps that earlier builds left: in a registry, in an image, in the store. */
@NullMarked
package build.stave.cache;

import org.jspecify.annotations.NullMarked;
