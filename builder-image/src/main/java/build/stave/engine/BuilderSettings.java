package build.stave.engine;

import build.stave.http.TlsSettings;
import build.stave.registry.RegistrySettings;
import build.stave.source.GitCredentials;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What a builder is set up with.
 *
 * @param store folder of unpacked base images and work in progress
 * @param quota bytes on disk that the store may keep between builds; empty for as many as there are
 * @param registry credentials, mirrors, certificates
 * @param authorities files of certificates in PEM that are trusted for every server
 * @param tls by host, beside what the registry settings say
 * @param git credentials of git
 * @param input for a context on standard input
 * @param threads that compress
 * @param version of Stave, for servers
 * @param warnings takes what registries want people to read; from several threads
 */
public record BuilderSettings(
    Path store,
    OptionalLong quota,
    RegistrySettings registry,
    List<Path> authorities,
    Map<String, TlsSettings> tls,
    GitCredentials git,
    InputStream input,
    int threads,
    String version,
    Consumer<String> warnings) {}
