@NullMarked
package build.stave.crds;

import org.jspecify.annotations.NullMarked;
