package build.stave.crds.v1alpha1;

/** Names of the API. */
public final class ApiVersion {
  public static final String GROUP = "stave.build";
  public static final String VERSION = "v1alpha1";

  /** What a resource file begins with. */
  public static final String API_VERSION = GROUP + "/" + VERSION;

  private ApiVersion() {}
}
