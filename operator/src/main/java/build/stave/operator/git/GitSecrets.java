package build.stave.operator.git;

import build.stave.crds.v1alpha1.LocalReference;
import build.stave.operator.git.Look.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the Secret of a source, by its name and when it is needed: none is listed or kept. */
final class GitSecrets {
  private final KubernetesClient client;

  GitSecrets(KubernetesClient client) {
    this.client = client;
  }

  GitLogin read(String namespace, @Nullable LocalReference reference, boolean ssh)
      throws LookException {
    if (reference == null) {
      return GitLogin.NONE;
    }
    String shown = "Secret " + namespace + "/" + reference.name();
    return GitLogin.of(shown, decoded(shown, get(namespace, reference.name(), shown)), ssh);
  }

  private Secret get(String namespace, String name, String shown) throws LookException {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
      if (secret == null) {
        throw new LookException(
            Reason.SecretNotFound, shown + " of source.git.secretRef is not there: create it");
      }
      return secret;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new LookException(
            Reason.SecretForbidden,
            "the operator may not read "
                + shown
                + ", so it cannot watch the source; grant it with the chart value gitPolling.secretAccess."
                + " Builds need no such right");
      }
      throw new LookException(Reason.Unreachable, shown + " cannot be read: " + e.getMessage());
    }
  }

  private static Map<String, byte[]> decoded(String shown, Secret secret) throws LookException {
    var data = new HashMap<String, byte[]>();
    if (secret.getData() != null) {
      for (var entry : secret.getData().entrySet()) {
        try {
          data.put(entry.getKey(), Base64.getDecoder().decode(entry.getValue()));
        } catch (IllegalArgumentException e) {
          throw new LookException(
              Reason.SecretMalformed, shown + " key " + entry.getKey() + " is not base64");
        }
      }
    }
    return data;
  }
}
