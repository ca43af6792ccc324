@NullMarked
package build.stave.operator.event;

import org.jspecify.annotations.NullMarked;
