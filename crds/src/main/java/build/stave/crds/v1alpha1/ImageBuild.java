package build.stave.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/**
 * A wish for an image.
 *
 * @param apiVersion {@link #API_VERSION}
 * @param kind {@link #KIND}
 * @param metadata name and namespace
 * @param spec what to build
 */
public record ImageBuild(String apiVersion, String kind, Metadata metadata, ImageBuildSpec spec) {
  public static final String API_VERSION = "stave.build/v1alpha1";
  public static final String KIND = "ImageBuild";

  /**
   * The part of Kubernetes' object metadata that the builder reads.
   *
   * @param name of the resource
   * @param namespace null where the file leaves it open
   */
  public record Metadata(String name, @Nullable String namespace) {}
}
