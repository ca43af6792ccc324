@NullMarked
package build.stave.operator.run.progress;

import org.jspecify.annotations.NullMarked;
