/** Images as files: OCI image layouts, their archives, and archives for {@code docker load}. */
@NullMarked
package build.stave.layout;

import org.jspecify.annotations.NullMarked;
