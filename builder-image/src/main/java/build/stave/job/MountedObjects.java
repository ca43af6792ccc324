package build.stave.job;

import build.stave.crds.v1alpha1.Arg;
import build.stave.crds.v1alpha1.LocalReference;
import build.stave.crds.v1alpha1.RunSecret;
import build.stave.crds.v1alpha1.RunSsh;
import build.stave.crds.v1alpha1.Source;
import build.stave.engine.SecretSource;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.source.KeyAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Secrets and ConfigMaps as a pod mounts them. Closing it ends the agents that hold keys. */
final class MountedObjects implements ClusterObjects, AutoCloseable {
  private static final String SSH_KEY = "ssh-privatekey";

  private final PodFiles files;
  private final List<KeyAgent> agents = new ArrayList<>();

  MountedObjects(PodFiles files) {
    this.files = files;
  }

  @Override
  public String argument(Arg arg) {
    Arg.ValueFrom from = arg.valueFrom();
    if (from != null && from.secretKeyRef() != null) {
      return PodFiles.text(files.secret(from.secretKeyRef()));
    }
    if (from != null && from.configMapKeyRef() != null) {
      return PodFiles.text(files.configMap(from.configMapKeyRef()));
    }
    throw Problem.user("spec.args: " + arg.name() + " has no value")
        .fix("set value or valueFrom")
        .exception();
  }

  @Override
  public SortedMap<String, Path> files(Source.AddedFiles added) {
    LocalReference secret = added.secret();
    LocalReference configMap = added.configMap();
    if (secret != null) {
      return PodFiles.keys(files.secretFolder(secret.name()));
    }
    if (configMap != null) {
      return PodFiles.keys(files.configMapFolder(configMap.name()));
    }
    throw Problem.user("spec.source.files names nothing")
        .fix("set configMap or secret")
        .exception();
  }

  @Override
  public Map<String, SecretSource> secrets(List<RunSecret> secrets) {
    Map<String, SecretSource> byId = new LinkedHashMap<>();
    secrets.forEach(
        secret ->
            byId.put(secret.id(), new SecretSource.File(files.secret(secret.secretKeyRef()))));
    return byId;
  }

  @Override
  public Map<String, Path> agents(List<RunSsh> ssh) {
    Map<String, Path> byId = new LinkedHashMap<>();
    for (RunSsh run : ssh) {
      String secret = run.secretRef().name();
      try {
        KeyAgent agent = KeyAgent.open(files.secret(secret, SSH_KEY));
        agents.add(agent);
        byId.put(run.id(), agent.socket());
      } catch (IOException e) {
        // What went wrong could quote the key.
        throw Problem.user(
                "Secret " + secret + ": " + SSH_KEY + " is no private key without a passphrase")
            .because(Reason.SECRET_MALFORMED)
            .fix(
                "make one with ssh-keygen -N '' and put it into a Secret of type kubernetes.io/ssh-auth")
            .exception();
      }
    }
    return byId;
  }

  @Override
  public void close() throws IOException {
    for (KeyAgent agent : agents) {
      agent.close();
    }
  }
}
