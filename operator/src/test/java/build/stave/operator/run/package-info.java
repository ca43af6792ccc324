@NullMarked
package build.stave.operator.run;

import org.jspecify.annotations.NullMarked;
