package build.stave.job;

import build.stave.crds.job.BuildJob;
import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.KeyReference;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a builder pod.
 *
 * @param root that the paths of {@link PodPaths} are below; {@code /} in a pod
 */
public record PodFiles(Path root) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** A path of {@link PodPaths}. */
  public Path at(String path) {
    return root.resolve(path.substring(1));
  }

  /**
   * The job.
   *
   * @throws build.stave.problem.StaveException INTERNAL where it is not what this builder knows
   */
  BuildJob job() {
    Path file = at(PodPaths.JOB).resolve(PodPaths.JOB_FILE);
    try {
      return MAPPER.readValue(Files.readAllBytes(file), BuildJob.class);
    } catch (JsonProcessingException e) {
      throw Problem.internal("read the job", e.getOriginalMessage())
          .fix("use builder and operator of the same version")
          .exception(e);
    } catch (IOException e) {
      throw Problem.internal("read the job", "cannot read " + file).exception(e);
    }
  }

  /**
   * The file of a key of a Secret.
   *
   * @throws build.stave.problem.StaveException SECRET_MALFORMED where the Secret lacks it
   */
  Path secret(KeyReference reference) {
    return secret(reference.name(), reference.key());
  }

  Path secret(String name, String key) {
    Path file = secretFolder(name).resolve(key);
    if (!Files.isRegularFile(file)) {
      throw lacks("Secret", name, key).because(Reason.SECRET_MALFORMED).exception();
    }
    return file;
  }

  Path secretFolder(String name) {
    return at(PodPaths.secret(name));
  }

  /**
   * The file of a key of a ConfigMap.
   *
   * @throws build.stave.problem.StaveException CONFIG_MAP_MALFORMED where the ConfigMap lacks it
   */
  Path configMap(KeyReference reference) {
    Path file = configMapFolder(reference.name()).resolve(reference.key());
    if (!Files.isRegularFile(file)) {
      throw lacks("ConfigMap", reference.name(), reference.key())
          .because(Reason.CONFIG_MAP_MALFORMED)
          .exception();
    }
    return file;
  }

  Path configMapFolder(String name) {
    return at(PodPaths.configMap(name));
  }

  private static Problem lacks(String kind, String name, String key) {
    return Problem.user(kind + " " + name + " has no key " + key)
        .fix("add the key, or correct the reference to it");
  }

  /** The keys in a mounted folder, without what the kubelet keeps there for itself. */
  static SortedMap<String, Path> keys(Path folder) {
    SortedMap<String, Path> keys = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith(".."))
          .filter(Files::isRegularFile)
          .forEach(file -> keys.put(String.valueOf(file.getFileName()), file));
    } catch (IOException e) {
      throw Problem.internal("list " + folder, "it is not mounted").exception(e);
    }
    return keys;
  }

  /** A file's text as it is. */
  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Problem.internal("read " + file, String.valueOf(e.getMessage())).exception(e);
    }
  }
}
