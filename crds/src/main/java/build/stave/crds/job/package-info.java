/**
 * The job contract: all that operator and builder know of each other. A {@link BuildJob} goes into
 * the pod as a file of a ConfigMap; an {@link Outcome} comes back as the termination message of the
 * container. Secrets and ConfigMaps are mounted below the folders of {@link PodPaths}.
 */
@NullMarked
package build.stave.crds.job;

import org.jspecify.annotations.NullMarked;
