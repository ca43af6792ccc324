package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Annotations;
import build.stave.crds.v1alpha1.ApiVersion;
import build.stave.crds.v1alpha1.Condition;
import build.stave.crds.v1alpha1.ImageBuildRunStatus.Phase;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.crds.v1alpha1.ImageStatus;
import build.stave.crds.v1alpha1.SourceStatus;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ImageBuildRun so far as its ImageBuild has to know it: a cluster has many more runs that ended
 * than there is room for whole ones. It is read and never written.
 */
@Group(ApiVersion.GROUP)
@Version(ApiVersion.VERSION)
@Kind("ImageBuildRun")
@Plural("imagebuildruns")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = JsonDeserializer.None.class)
public final class KnownRun implements HasMetadata, Namespaced {
  private static final long serialVersionUID = 1;

  private static final Set<String> ANNOTATIONS =
      Set.of(Annotations.REQUEST, Annotations.SUPERSEDED_BY);

  private ObjectMeta metadata = new ObjectMeta();
  private @Nullable Spec spec;
  private @Nullable Status status;

  /**
   * What it is to do.
   *
   * @param build hashes of its snapshot
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(Wish build, @Nullable Long number, @Nullable String commit, boolean cancel) {}

  /**
   * Hashes of a spec.
   *
   * @param wish as in {@link SpecHash#wish}
   * @param settings as in {@link SpecHash#settings}
   */
  @JsonDeserialize(using = WishReader.class)
  public record Wish(String wish, String settings) {}

  /** What became of it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(
      @Nullable Phase phase,
      List<Condition> conditions,
      @Nullable String completionTime,
      @Nullable SourceStatus source,
      @Nullable ImageStatus image,
      @Nullable Failure failure) {
    public Status {
      // What the failure or the image says is all that is told of a run that ended.
      conditions =
          conditions == null || (phase != null && phase.isFinal())
              ? List.of()
              : List.copyOf(conditions);
    }
  }

  /** Why it failed. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Failure(@Nullable String reason, @Nullable String message) {}

  private static final class WishReader extends StdDeserializer<Wish> {
    private static final long serialVersionUID = 1;

    private WishReader() {
      super(Wish.class);
    }

    @Override
    public Wish deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      ImageBuildSpec spec = context.readValue(parser, ImageBuildSpec.class);
      return new Wish(SpecHash.wish(spec), SpecHash.settings(spec));
    }
  }

  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  /** Keeps what is read of it here and by the caches. */
  @Override
  public void setMetadata(ObjectMeta read) {
    metadata = new ObjectMeta();
    metadata.setName(read.getName());
    metadata.setNamespace(read.getNamespace());
    metadata.setUid(read.getUid());
    metadata.setResourceVersion(read.getResourceVersion());
    metadata.setDeletionTimestamp(read.getDeletionTimestamp());
    metadata.setOwnerReferences(read.getOwnerReferences());
    Map<String, String> annotations = read.getAnnotations();
    if (annotations != null && !Collections.disjoint(annotations.keySet(), ANNOTATIONS)) {
      Map<String, String> kept = new HashMap<>(annotations);
      kept.keySet().retainAll(ANNOTATIONS);
      metadata.setAnnotations(kept);
    }
  }

  /** It has one version. */
  @Override
  public void setApiVersion(String version) {}

  /** What it is to do. */
  public @Nullable Spec getSpec() {
    return spec;
  }

  /** Sets what it is to do. */
  public void setSpec(Spec spec) {
    this.spec = spec;
  }

  /** What became of it; null while nobody has looked at it. */
  public @Nullable Status getStatus() {
    return status;
  }

  /** Sets what became of it. */
  public void setStatus(@Nullable Status status) {
    this.status = status;
  }
}
