package build.stave.source;

import build.stave.http.HttpTransport;
import java.io.InputStream;

/**
 * What getting sources needs.
 *
 * @param http for archives and downloads
 * @param git for git servers
 * @param input for {@link ContextSpec.Stream}
 */
public record SourceSettings(HttpTransport http, GitCredentials git, InputStream input) {}
