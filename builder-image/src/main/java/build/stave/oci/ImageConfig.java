package build.stave.oci;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image configuration (OCI image-spec, config.md) with Docker's additions.
 *
 * @param created RFC 3339, null where unknown
 * @param author from MAINTAINER, null where none
 * @param variant processor variant, null where none
 * @param osVersion null where none
 * @param config what a container of the image runs
 * @param rootfs uncompressed digests of the layers, lowest first
 * @param history one entry an instruction, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({"created", "author", "architecture", "variant", "os", "os.version"})
public record ImageConfig(
    @Nullable String created,
    @Nullable String author,
    String architecture,
    @Nullable String variant,
    String os,
    @JsonProperty("os.version") @Nullable String osVersion,
    RuntimeConfig config,
    RootFs rootfs,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<History> history) {

  public ImageConfig(
      @Nullable String created,
      @Nullable String author,
      @Nullable String architecture,
      @Nullable String variant,
      @Nullable String os,
      @Nullable String osVersion,
      @Nullable RuntimeConfig config,
      @Nullable RootFs rootfs,
      @Nullable List<History> history) {
    this.created = created;
    this.author = author;
    this.architecture = architecture == null ? "" : architecture;
    this.variant = variant;
    this.os = os == null ? "" : os;
    this.osVersion = osVersion;
    this.config = config == null ? RuntimeConfig.EMPTY : config;
    this.rootfs = rootfs == null ? RootFs.EMPTY : rootfs;
    this.history = history == null ? List.of() : List.copyOf(history);
  }

  /** The configuration of {@code FROM scratch}. */
  public static ImageConfig scratch(Platform platform) {
    return new ImageConfig(
        null,
        null,
        platform.architecture(),
        platform.variant().isEmpty() ? null : platform.variant(),
        platform.os(),
        platform.osVersion().isEmpty() ? null : platform.osVersion(),
        null,
        null,
        null);
  }

  /** What the image is for. */
  public Platform platform() {
    return new Platform(os, architecture, variant, osVersion);
  }

  /** The same image with other run-time settings. */
  public ImageConfig withConfig(RuntimeConfig other) {
    return new ImageConfig(
        created, author, architecture, variant, os, osVersion, other, rootfs, history);
  }

  /** The same image with another author. */
  public ImageConfig withAuthor(String other) {
    return new ImageConfig(
        created, other, architecture, variant, os, osVersion, config, rootfs, history);
  }

  /** The same settings over other layers. */
  public ImageConfig withLayers(
      @Nullable String whenCreated, List<Digest> diffIds, List<History> entries) {
    return new ImageConfig(
        whenCreated,
        author,
        architecture,
        variant,
        os,
        osVersion,
        config,
        new RootFs("layers", diffIds),
        entries);
  }

  /**
   * The layers, uncompressed.
   *
   * @param type always {@code layers}
   * @param diffIds lowest first
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record RootFs(String type, @JsonProperty("diff_ids") List<Digest> diffIds) {
    static final RootFs EMPTY = new RootFs("layers", List.of());

    public RootFs(@Nullable String type, @Nullable List<Digest> diffIds) {
      this.type = type == null ? "layers" : type;
      this.diffIds = diffIds == null ? List.of() : List.copyOf(diffIds);
    }
  }

  /**
   * One instruction as {@code docker history} shows it.
   *
   * @param created RFC 3339, null where unknown
   * @param createdBy the instruction, such as {@code RUN /bin/sh -c make # buildkit}
   * @param author null where none
   * @param comment null where none
   * @param emptyLayer whether no layer belongs to this entry
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record History(
      @Nullable String created,
      @JsonProperty("created_by") @Nullable String createdBy,
      @Nullable String author,
      @Nullable String comment,
      @JsonProperty("empty_layer") boolean emptyLayer) {}
}
