/**
 * HTTP with streaming bodies, retries, redirects that do not leak credentials, and TLS settings by
 * host. The only package that sees {@code java.net.http}.
 */
@NullMarked
package build.stave.http;

import org.jspecify.annotations.NullMarked;
