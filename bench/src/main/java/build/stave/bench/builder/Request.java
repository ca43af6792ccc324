package build.stave.bench.builder;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be built.
 *
 * @param context a folder with a Dockerfile
 * @param image where it is pushed
 * @param cache where the registry cache is read and written, for works that have one
 * @param incremental whether steps are to be kept for a later build
 */
public record Request(Path context, String image, Optional<String> cache, boolean incremental) {}
