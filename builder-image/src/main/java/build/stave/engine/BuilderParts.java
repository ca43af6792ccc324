package build.stave.engine;

import build.stave.http.HttpTransport;
import build.stave.registry.RegistryClient;
import build.stave.snapshot.Store;
import build.stave.source.SourceSettings;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What all builds of a builder share.
 *
 * @param folder of the store
 * @param space of the store
 * @param threads that compress
 */
record BuilderParts(
    Path folder,
    Store store,
    StoreSpace space,
    HttpTransport http,
    RegistryClient registry,
    SourceSettings sources,
    Clock clock,
    int threads) {}
