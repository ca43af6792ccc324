package build.stave.archive;

/**
 * What an archive may ask for at most.
 *
 * @param entries number of entries
 * @param bytes of the archive once decompressed, and of all files it holds once holes are filled
 * @param headerBytes of one extended header, and of all global ones together
 */
public record Limits(long entries, long bytes, int headerBytes) {
  /** Far above what real images hold: 10 million entries, 1 TiB, 8 MiB. */
  public static final Limits DEFAULT = new Limits(10_000_000, 1L << 40, 8 << 20);
}
