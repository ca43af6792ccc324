package build.stave.source;

import build.stave.oci.Digest;
import java.nio.file.Path;

/**
 * A file from the web.
 *
 * @param file where it is now
 * @param name what a destination that is a directory calls it
 * @param mtime when the server last changed it, seconds since 1970; 0 where it does not say
 * @param digest of the content: the checksum's algorithm, else sha256
 */
public record Download(Path file, String name, long mtime, Digest digest) {}
