/** The operator: reads its configuration, starts the reconcilers, serves health and metrics. */
@NullMarked
package build.stave.operator;

import org.jspecify.annotations.NullMarked;
