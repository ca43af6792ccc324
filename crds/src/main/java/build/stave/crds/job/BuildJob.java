package build.stave.crds.job;

import build.stave.crds.v1alpha1.ImageBuildSpec;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a builder pod is to do.
 *
 * @param name of the run, for messages
 * @param number of the run, for tags; null where it has none
 * @param created when the run was created (RFC 3339), for tags: the same for each of its pods
 * @param commit that is built, where it is known; it may become known between two pods of a run
 * @param build what is built
 * @param registriesConf how registries are reached in this cluster, as containers-registries.conf;
 *     null for no mirrors
 * @param authorities certificates in PEM that are trusted for every server; null for the system's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildJob(
    String name,
    @Nullable Long number,
    String created,
    @Nullable String commit,
    ImageBuildSpec build,
    @Nullable String registriesConf,
    @Nullable String authorities) {

  /** The same, with the commit that it turned out to be. */
  public BuildJob pinned(String sha) {
    return new BuildJob(name, number, created, sha, build, registriesConf, authorities);
  }
}
