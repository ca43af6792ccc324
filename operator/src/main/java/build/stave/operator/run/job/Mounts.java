package build.stave.operator.run.job;

import build.stave.crds.job.PodPaths;
import build.stave.crds.v1alpha1.Cache;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Volumes of a builder pod. No Secret or ConfigMap is optional: Kubernetes starts the pod as soon
 * as all are there.
 *
 * @param run name of the run, and so of the ConfigMap with its job
 * @param references of the whole build
 * @param cache volume that takes the place of an empty one
 */
record Mounts(String run, References references, Cache.@Nullable Volume cache) {
  /** Readable for the owner alone. */
  private static final int SECRET_MODE = 0400;

  private static final String WORK = "work";
  private static final String TMP = "tmp";
  private static final String JOB = "job";
  private static final String CACHE = "cache";

  List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(empty(WORK));
    volumes.add(empty(TMP));
    volumes.add(configMap(JOB, run));
    if (cache != null) {
      volumes.add(
          new VolumeBuilder()
              .withName(CACHE)
              .withNewPersistentVolumeClaim(cache.claimName(), null)
              .build());
    }
    for (String name : references.secrets()) {
      volumes.add(
          new VolumeBuilder()
              .withName(secretVolume(name))
              .withNewSecret()
              .withSecretName(name)
              .withDefaultMode(SECRET_MODE)
              .endSecret()
              .build());
    }
    for (String name : references.configMaps()) {
      volumes.add(configMap(configMapVolume(name), name));
    }
    return volumes;
  }

  /** Mounts of the container that builds. */
  List<VolumeMount> ofBuild() {
    List<VolumeMount> mounts = common();
    if (cache != null) {
      mounts.add(mount(CACHE, PodPaths.STORE, false));
    }
    add(mounts, references);
    return mounts;
  }

  /** Mounts of a container that sees a part of the references. */
  List<VolumeMount> of(References part) {
    List<VolumeMount> mounts = common();
    add(mounts, part);
    return mounts;
  }

  private static List<VolumeMount> common() {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(mount(WORK, PodPaths.WORK, false));
    mounts.add(mount(TMP, "/tmp", false));
    mounts.add(mount(JOB, PodPaths.JOB, true));
    return mounts;
  }

  private void add(List<VolumeMount> mounts, References part) {
    for (String name : part.secrets()) {
      mounts.add(mount(secretVolume(name), PodPaths.secret(name), true));
    }
    for (String name : part.configMaps()) {
      mounts.add(mount(configMapVolume(name), PodPaths.configMap(name), true));
    }
  }

  private static Volume empty(String volume) {
    return new VolumeBuilder().withName(volume).withEmptyDir(new EmptyDirVolumeSource()).build();
  }

  private static Volume configMap(String volume, String name) {
    return new VolumeBuilder()
        .withName(volume)
        .withNewConfigMap()
        .withName(name)
        .endConfigMap()
        .build();
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }

  /** A volume's name is shorter than an object's may be, so they are numbered. */
  private String secretVolume(String name) {
    return "secret-" + references.secrets().headSet(name).size();
  }

  private String configMapVolume(String name) {
    return "configmap-" + references.configMaps().headSet(name).size();
  }
}
