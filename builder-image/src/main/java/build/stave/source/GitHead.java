package build.stave.source;

import java.util.Optional;

/**
 * Where a reference of a git repository is.
 *
 * @param commit full hash
 * @param branch that the reference is, where it is one
 */
public record GitHead(String commit, Optional<String> branch) {}
