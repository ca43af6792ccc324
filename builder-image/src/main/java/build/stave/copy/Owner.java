package build.stave.copy;

/** Numeric owner that copied files get. */
public record Owner(int uid, int gid) {
  /** 0:0, the owner of all that has none of its own. */
  public static final Owner ROOT = new Owner(0, 0);
}
