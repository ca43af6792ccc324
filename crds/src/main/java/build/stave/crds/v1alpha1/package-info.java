/**
 * The API {@code stave.build/v1alpha1} as records: what people write and read with {@code kubectl}.
 * The CRDs in {@code crds/manifests} are generated from it; the text of {@code kubectl explain} is
 * the description of each component.
 *
 * <p>Only {@link ImageBuild} and {@link ImageBuildRun} need a Kubernetes client on the class path.
 */
@NullMarked
package build.stave.crds.v1alpha1;

import org.jspecify.annotations.NullMarked;
