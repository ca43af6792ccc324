package build.stave.operator.imagebuild;

import build.stave.crds.v1alpha1.Arg;
import build.stave.crds.v1alpha1.BuilderPod;
import build.stave.crds.v1alpha1.Cache;
import build.stave.crds.v1alpha1.DockerfileRef;
import build.stave.crds.v1alpha1.ImageBuildSpec;
import build.stave.crds.v1alpha1.Isolation;
import build.stave.crds.v1alpha1.LocalReference;
import build.stave.crds.v1alpha1.NamedContext;
import build.stave.crds.v1alpha1.Output;
import build.stave.crds.v1alpha1.RunSecret;
import build.stave.crds.v1alpha1.RunSsh;
import build.stave.crds.v1alpha1.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of what a spec means. What is left out, empty or at its default counts as not written, so
 * that neither defaults that the API server fills in nor fields that a later version adds change
 * the hash of a spec that nobody changed.
 */
final class SpecHash {
  private static final ObjectMapper JSON =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
  private static final int DIGITS = 16;

  private SpecHash() {}

  /** What makes the image. */
  private record Wish(
      Source source,
      @Nullable String contextDir,
      @Nullable DockerfileRef dockerfile,
      @Nullable String target,
      @Nullable String platform,
      List<Arg> args,
      List<NamedContext> contexts,
      List<RunSecret> secrets,
      List<RunSsh> ssh,
      List<LocalReference> pullSecrets,
      Output output) {}

  /** How it is made; another way of doing it gives the same image. */
  private record Settings(
      String timeout,
      int retries,
      Isolation isolation,
      @Nullable BuilderPod builder,
      @Nullable Cache cache) {}

  /** Hash of the part of a spec that makes the image, as 16 hexadecimal digits. */
  static String wish(ImageBuildSpec spec) {
    return hash(
        new Wish(
            spec.source(),
            spec.contextDir(),
            spec.dockerfile(),
            spec.target(),
            spec.platform(),
            spec.args(),
            spec.contexts(),
            spec.secrets(),
            spec.ssh(),
            spec.pullSecrets(),
            spec.output()));
  }

  /** Hash of how the build is to be done, as 16 hexadecimal digits. */
  static String settings(ImageBuildSpec spec) {
    return hash(
        new Settings(
            spec.timeout(), spec.retries(), spec.isolation(), spec.builder(), spec.cache()));
  }

  private static String hash(Object value) {
    try {
      Object canonical = canonical("", JSON.convertValue(value, Object.class));
      byte[] text = JSON.writeValueAsBytes(canonical);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object canonical(String name, @Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var members = new TreeMap<String, Object>();
        map.forEach(
            (key, member) -> {
              Object kept = canonical((String) key, member);
              if (kept != null) {
                members.put((String) key, kept);
              }
            });
        yield members.isEmpty() ? null : members;
      }
      case Collection<?> list -> {
        var items = list.stream().map(item -> canonical("", item)).toList();
        yield items.isEmpty() ? null : items;
      }
      case Boolean flag -> flag == isDefault(name) ? null : flag;
      case null -> null;
      default -> value;
    };
  }

  /** What a flag is where it is not written. */
  private static boolean isDefault(String flag) {
    return flag.equals("submodules");
  }
}
