package build.stave.oci;

import build.stave.problem.Problem;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a blob is and how to verify it (OCI image-spec, descriptor.md).
 *
 * @param mediaType of the content
 * @param digest of the content
 * @param size in bytes
 * @param platform in an index only, else null
 * @param urls where foreign layers may be had
 * @param annotations sorted, so that the same descriptor has the same bytes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Descriptor(
    String mediaType,
    Digest digest,
    @JsonInclude(JsonInclude.Include.ALWAYS) long size,
    @Nullable Platform platform,
    List<String> urls,
    SortedMap<String, String> annotations) {

  public Descriptor(
      @Nullable String mediaType,
      @Nullable Digest digest,
      long size,
      @Nullable Platform platform,
      @Nullable List<String> urls,
      @Nullable SortedMap<String, String> annotations) {
    if (digest == null || size < 0) {
      throw Problem.remote("", "a descriptor without a digest or with a negative size").exception();
    }
    this.mediaType = mediaType == null ? "" : mediaType;
    this.digest = digest;
    this.size = size;
    this.platform = platform;
    this.urls = urls == null ? List.of() : List.copyOf(urls);
    this.annotations =
        annotations == null
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** A descriptor with no more than what is required. */
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, null, null, null);
  }

  /** The same content under another media type. */
  public Descriptor withMediaType(String other) {
    return new Descriptor(other, digest, size, platform, urls, annotations);
  }

  /** The same content, said to be for a platform. */
  public Descriptor withPlatform(Platform other) {
    return new Descriptor(mediaType, digest, size, other, urls, annotations);
  }

  /** The same content with these annotations and no others. */
  public Descriptor withAnnotations(Map<String, String> others) {
    return new Descriptor(mediaType, digest, size, platform, urls, new TreeMap<>(others));
  }
}
