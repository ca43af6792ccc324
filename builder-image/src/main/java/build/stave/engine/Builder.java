package build.stave.engine;

import build.stave.cache.CacheSettings;
import build.stave.graph.PlanPrinter;
import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.http.TlsSettings;
import build.stave.problem.FullDisk;
import build.stave.problem.StaveException;
import build.stave.registry.RegistryClient;
import build.stave.snapshot.Store;
import build.stave.source.SourceSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Builds images. One builder can do several builds, one after another or at once. */
public final class Builder implements AutoCloseable {
  private final BuilderParts parts;

  private Builder(BuilderParts parts) {
    this.parts = parts;
  }

  /**
   * Opens a builder on its store.
   *
   * @throws IOException where the store cannot be made or read
   */
  public static Builder open(BuilderSettings settings, Clock clock) throws IOException {
    Map<String, TlsSettings> tls = new HashMap<>(settings.registry().tls());
    settings.tls().forEach((host, more) -> tls.merge(host, more, TlsSettings::and));
    var http =
        new HttpTransport(
            HttpSettings.of(settings.version(), System.getenv())
                .withTls(tls)
                .withAuthorities(settings.authorities()));
    Store store = Store.open(settings.store());
    return new Builder(
        new BuilderParts(
            settings.store(),
            store,
            new StoreSpace(
                settings.store(), new StoreTrim(settings.store(), store), settings.quota()),
            http,
            new RegistryClient(settings.registry(), http, clock, settings.warnings()),
            new SourceSettings(http, settings.git(), settings.input()),
            clock,
            settings.threads()));
  }

  /**
   * Builds an image and brings it to its outputs. Nothing is written to an output unless all steps
   * succeed.
   *
   * @throws build.stave.problem.StaveException where anything is wrong
   * @throws InterruptedException where the thread is interrupted; everything is cleaned up then
   */
  public BuildResult build(BuildRequest request, BuildEvent.Listener listener) throws Exception {
    return build(request, request.cache(), listener);
  }

  private BuildResult build(
      BuildRequest request, CacheSettings caches, BuildEvent.Listener listener) throws Exception {
    // Left in the opposite order: what the build has used is measured when it is free to go.
    try (Closeable _ = parts.space()::keepQuota;
        Closeable _ = parts.space().watch();
        var session = new BuildSession(parts, request, caches, listener)) {
      try {
        return session.build();
      } catch (StaveException e) {
        if (!session.cacheLost() || caches.fresh()) {
          throw e;
        }
        listener.on(
            new BuildEvent.Note(
                0,
                "WARNING: builds without the cache, which lists layers that are gone: "
                    + e.problem().message()));
      }
    } catch (IOException | UncheckedIOException e) {
      throw FullDisk.explain(e, "build", parts.folder());
    }
    return build(request, caches.afresh(), listener);
  }

  /**
   * Plans a build and builds nothing.
   *
   * @return the plan in its printed form
   */
  public String plan(BuildRequest request, BuildEvent.Listener listener) throws Exception {
    try (var session = new BuildSession(parts, request, request.cache(), listener)) {
      return PlanPrinter.print(session.plan().plan());
    }
  }

  /**
   * Checks a Dockerfile and builds nothing.
   *
   * @return number of findings, each of which the listener was told
   */
  public int check(BuildRequest request, BuildEvent.Listener listener) throws Exception {
    try (var session = new BuildSession(parts, request, request.cache(), listener)) {
      return session.check();
    }
  }

  @Override
  public void close() {
    parts.http().close();
  }
}
