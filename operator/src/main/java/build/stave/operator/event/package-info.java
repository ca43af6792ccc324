/** Events of Kubernetes, for {@code kubectl describe}. */
@NullMarked
package build.stave.operator.event;

import org.jspecify.annotations.NullMarked;
