package build.stave.crds.v1alpha1;

/** Annotations and labels of the API. */
public final class Annotations {
  /** On an ImageBuild: a value that was not there before starts a run. */
  public static final String REQUEST = "stave.build/request";

  /** On an ImageBuildRun that was cancelled for it: the generation of the ImageBuild that did. */
  public static final String SUPERSEDED_BY = "stave.build/superseded-by-generation";

  /** Label of runs, Jobs and pods: name of the ImageBuild. */
  public static final String BUILD_LABEL = "stave.build/imagebuild";

  /** Label of Jobs and pods: name of the ImageBuildRun. */
  public static final String RUN_LABEL = "stave.build/imagebuildrun";

  private Annotations() {}
}
