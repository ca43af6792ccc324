@NullMarked
package build.stave.operator.git;

import org.jspecify.annotations.NullMarked;
