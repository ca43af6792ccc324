package build.stave.dockerfile;

/**
 * A here-document of an ADD, COPY or RUN.
 *
 * @param name its delimiter, without quotes; the file name it is known by
 * @param content the body, with leading tabs already removed for {@code <<-}
 * @param expand whether variables in the body are expanded (delimiter not quoted)
 * @param chomp whether it was written {@code <<-}
 * @param fileDescriptor number before {@code <<}, 0 by default
 */
public record Heredoc(
    String name, String content, boolean expand, boolean chomp, int fileDescriptor) {}
