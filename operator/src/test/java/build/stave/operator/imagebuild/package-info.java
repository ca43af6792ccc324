@NullMarked
package build.stave.operator.imagebuild;

import org.jspecify.annotations.NullMarked;
