@NullMarked
package build.stave.operator.run.job;

import org.jspecify.annotations.NullMarked;
