package build.stave.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A claim with a volume that is a folder of the node; the volume goes with its namespace. */
final class Claim {
  private Claim() {}

  /** Makes it, with nothing in it. */
  static void make(Bed bed, Tenant tenant, String name) {
    String volume = tenant.namespace() + "-" + name;
    Path folder = bed.volumes().resolve(volume);
    Command.of("rm", "-rf", folder.toString()).output();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bed.kubectl("delete", "persistentvolume", volume, "--ignore-not-found");
    tenant.apply(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata:
          name: %1$s
          ownerReferences: [{apiVersion: v1, kind: Namespace, name: %2$s, uid: %3$s}]
        spec:
          capacity: {storage: 10Gi}
          accessModes: [ReadWriteOnce]
          persistentVolumeReclaimPolicy: Retain
          claimRef: {namespace: %2$s, name: %4$s}
          local: {path: %5$s}
          nodeAffinity:
            required:
              nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]}]
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %4$s}
        spec:
          storageClassName: ""
          volumeName: %1$s
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 10Gi}}
        """
            .formatted(
                volume,
                tenant.namespace(),
                bed.kubectl(
                    "get", "namespace", tenant.namespace(), "-o", "jsonpath={.metadata.uid}"),
                name,
                folder));
  }
}
