package build.stave.crds;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The CRDs as YAML, made from the records. */
final class Manifests {
  private Manifests() {}

  /** Text by file name. */
  static SortedMap<String, String> generate() {
    var written = new Written();
    new CRDGenerator()
        .customResourceClasses(ImageBuild.class, ImageBuildRun.class)
        .forCRDVersions("v1")
        .withImplicitPreserveUnknownFields(false)
        .withPostProcessor(new Finishing())
        .withOutput(written)
        .generate();
    SortedMap<String, String> files = new TreeMap<>();
    written.streams.forEach(
        (name, bytes) -> files.put(name + ".yaml", bytes.toString(StandardCharsets.UTF_8)));
    return files;
  }

  /** What no annotation of the generator says. */
  private static final class Finishing implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata resource, String version) {
      var crd = (CustomResourceDefinition) resource;
      return crd.edit().editSpec().editNames().withCategories("stave").endNames().endSpec().build();
    }
  }

  private static final class Written implements CRDGenerator.CRDOutput<OutputStream> {
    final Map<String, ByteArrayOutputStream> streams = new TreeMap<>();

    @Override
    public OutputStream outputFor(String crdName) {
      return streams.computeIfAbsent(crdName, name -> new ByteArrayOutputStream());
    }

    @Override
    public URI crdURI(String crdName) {
      return URI.create("file:///" + crdName);
    }

    @Override
    public void close() throws IOException {}
  }
}
