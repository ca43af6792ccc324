package build.stave.operator.run.job;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/**
 * How builder pods are made in this cluster.
 *
 * @param image of the builder
 * @param pullPolicy of that image; null for Kubernetes' default
 * @param resources of a build that asks for none
 * @param registriesConf how registries are reached, as containers-registries.conf; null for no
 *     mirrors
 * @param authorities certificates in PEM that builders trust for every server; null for the
 *     system's
 */
public record BuilderSettings(
    String image,
    @Nullable String pullPolicy,
    ResourceRequirements resources,
    @Nullable String registriesConf,
    @Nullable String authorities) {}
