@NullMarked
package build.stave.operator;

import org.jspecify.annotations.NullMarked;
