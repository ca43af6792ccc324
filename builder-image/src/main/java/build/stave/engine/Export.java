package build.stave.engine;

import build.stave.graph.BuildPlan;
import build.stave.layout.DockerArchive;
import build.stave.layout.OciArchive;
import build.stave.layout.OciLayout;
import build.stave.oci.Digest;
import build.stave.oci.Image;
import build.stave.oci.ImageBuilder;
import build.stave.reference.ImageReference;
import build.stave.registry.MountHints;
import build.stave.registry.PushReport;
import build.stave.registry.RegistryClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

/** Makes the image of a finished stage and brings it to its outputs. */
final class Export {
  private final BuildRequest request;
  private final Timestamps times;
  private final Vertices vertices;
  private final RegistryClient registry;
  private final Uploads uploads;
  private final StepCache cache;

  Export(
      BuildRequest request,
      Timestamps times,
      Vertices vertices,
      RegistryClient registry,
      Uploads uploads,
      StepCache cache) {
    this.request = request;
    this.times = times;
    this.vertices = vertices;
    this.registry = registry;
    this.uploads = uploads;
    this.cache = cache;
  }

  BuildResult run(BuildPlan plan, StageResult result) throws Exception {
    Image image = vertices.run("exporting layers", _ -> image(plan, result));
    Map<Digest, List<ImageReference>> known = cache.repositories();
    for (Output output : request.outputs()) {
      switch (output) {
        case Output.Registry(var names) -> push(image, names, result, known);
        case Output.Layout(var folder) ->
            vertices.run(
                "writing OCI layout " + folder,
                _ -> {
                  OciLayout.write(folder, image, names());
                  return folder;
                });
        case Output.OciArchive(var file) ->
            vertices.run(
                "writing OCI archive " + file,
                _ -> {
                  AtomicFile.write(file, out -> OciArchive.write(out, image, names()));
                  return file;
                });
        case Output.DockerArchive(var file) ->
            vertices.run(
                "writing docker archive " + file,
                vertex -> {
                  DockerArchive.warning(image).ifPresent(vertex::note);
                  AtomicFile.write(file, out -> DockerArchive.write(out, image, names()));
                  return file;
                });
      }
    }
    cache.write(plan, new MountHints(known));
    return result(image);
  }

  private static BuildResult result(Image image) {
    byte[] config = image.config();
    long layers = image.layers().stream().mapToLong(layer -> layer.descriptor().size()).sum();
    return new BuildResult(
        image.descriptor(),
        Digest.of(config),
        image.descriptor().size() + config.length + layers,
        image.layers().size());
  }

  private Image image(BuildPlan plan, StageResult result) throws Exception {
    List<ImageBuilder.Layer> added = new ArrayList<>();
    for (Future<ImageBuilder.Layer> future : result.layers()) {
      added.add(Futures.get(future));
    }
    return ImageBuilder.build(
        plan.target().config(),
        result.base().map(base -> base.image().layers()).orElse(List.of()),
        cache.annotated(plan, added),
        result.history(),
        times.createdText(),
        request.annotations());
  }

  private void push(
      Image image,
      List<ImageReference> names,
      StageResult result,
      Map<Digest, List<ImageReference>> known)
      throws Exception {
    Map<String, List<ImageReference>> repositories = new LinkedHashMap<>();
    for (ImageReference name : names) {
      repositories.computeIfAbsent(name.name(), _ -> new ArrayList<>()).add(name);
    }
    if (result.base().isPresent()) {
      Images.Source base = result.base().get();
      ImageReference repository = base.repository();
      if (repository != null) {
        remember(known, base.image(), repository);
      }
    }
    for (List<ImageReference> group : repositories.values()) {
      ImageReference first = group.getFirst();
      List<String> tags = group.stream().skip(1).map(ImageReference::tagOrLatest).toList();
      vertices.run(
          "pushing " + first,
          vertex -> {
            PushReport report = push(image, first, tags, known);
            vertex.note(
                report.digest()
                    + ": "
                    + report.bytesSent()
                    + " bytes in "
                    + report.blobsSent()
                    + " blobs sent, "
                    + report.blobsMounted()
                    + " mounted, "
                    + report.blobsPresent()
                    + " there before");
            return report;
          });
      remember(known, image, first);
    }
  }

  private PushReport push(
      Image image,
      ImageReference target,
      List<String> tags,
      Map<Digest, List<ImageReference>> known)
      throws Exception {
    Map<Digest, PushReport> sent = uploads.done(target);
    Set<Digest> there = new HashSet<>(sent.keySet());
    known.forEach(
        (blob, repositories) -> {
          if (repositories.stream().anyMatch(other -> other.name().equals(target.name()))) {
            there.add(blob);
          }
        });
    PushReport report = registry.push(image, target, tags, new MountHints(known), there);
    for (PushReport early : sent.values()) {
      report = report.and(early);
    }
    return report;
  }

  private static void remember(
      Map<Digest, List<ImageReference>> known, Image image, ImageReference repository) {
    List<Digest> blobs = new ArrayList<>();
    blobs.add(image.manifestValue().config().digest());
    image.layers().forEach(layer -> blobs.add(layer.descriptor().digest()));
    for (Digest blob : blobs) {
      known.computeIfAbsent(blob, _ -> new ArrayList<>()).add(repository);
    }
  }

  private List<String> names() {
    return request.names().stream().map(ImageReference::toString).toList();
  }
}
