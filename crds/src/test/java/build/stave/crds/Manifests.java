package build.stave.crds;

import build.stave.crds.v1alpha1.ImageBuild;
import build.stave.crds.v1alpha1.ImageBuildRun;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The CRDs and their YAML, made from the records. */
final class Manifests {
  private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(ImageBuild.class, ImageBuildRun.class);

  private Manifests() {}

  /** The CRDs. */
  static List<CustomResourceDefinition> crds() {
    return KINDS.stream().map(Manifests::crd).toList();
  }

  /** Text by file name. */
  static SortedMap<String, String> generate() {
    var yaml =
        new Dump(
            DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSchema(new CoreSchema())
                .setWidth(120)
                .build());
    var plain =
        JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Double.class, new WholeNumbers()))
            .build();
    SortedMap<String, String> files = new TreeMap<>();
    for (CustomResourceDefinition crd : crds()) {
      files.put(
          crd.getMetadata().getName() + ".yaml",
          yaml.dumpToString(plain.convertValue(crd, Map.class)));
    }
    return files;
  }

  private static CustomResourceDefinition crd(Class<? extends CustomResource<?, ?>> kind) {
    var kept = new Kept();
    new CRDGenerator()
        .customResourceClasses(List.of(kind))
        .forCRDVersions("v1")
        .withImplicitPreserveUnknownFields(false)
        .withPostProcessor(kept)
        .withOutput(new Nowhere())
        .generate();
    return Completion.of(kept.crd, kind);
  }

  private static final class Kept implements CRDPostProcessor {
    private CustomResourceDefinition crd = new CustomResourceDefinition();

    @Override
    public HasMetadata process(HasMetadata resource, String version) {
      crd = (CustomResourceDefinition) resource;
      return resource;
    }
  }

  /** The generator's own text is not wanted. */
  private static final class Nowhere implements CRDGenerator.CRDOutput<OutputStream> {
    @Override
    public OutputStream outputFor(String crdName) {
      return new ByteArrayOutputStream();
    }

    @Override
    public URI crdURI(String crdName) {
      return URI.create("file:///" + crdName);
    }

    @Override
    public void close() {}
  }

  /** Limits are whole numbers that the model holds as doubles. */
  private static final class WholeNumbers extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(value.longValue());
    }
  }
}
