package build.stave.dockerfile;

/**
 * Lines of a Dockerfile, both ends included, from 1.
 *
 * @param startLine first line of the instruction
 * @param endLine last line, with its continuations and heredocs
 */
public record SourceRange(int startLine, int endLine) {}
