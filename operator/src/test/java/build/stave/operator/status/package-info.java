@NullMarked
package build.stave.operator.status;

import org.jspecify.annotations.NullMarked;
