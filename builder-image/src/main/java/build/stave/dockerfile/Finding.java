package build.stave.dockerfile;

/**
 * Something a lint rule noticed.
 *
 * @param rule which
 * @param message what, with the names from the Dockerfile
 * @param range where
 */
public record Finding(LintRule rule, String message, SourceRange range) {}
