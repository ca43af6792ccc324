package build.stave.job;

import build.stave.crds.v1alpha1.Arg;
import build.stave.crds.v1alpha1.RunSecret;
import build.stave.crds.v1alpha1.RunSsh;
import build.stave.crds.v1alpha1.Source;
import build.stave.engine.SecretSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a spec only names and a cluster holds. */
public interface ClusterObjects {
  /** The value of an argument that has {@code valueFrom}. */
  String argument(Arg arg);

  /** The keys of a ConfigMap or Secret, each with the file that holds it. */
  SortedMap<String, Path> files(Source.AddedFiles added);

  /** The secrets by id. */
  Map<String, SecretSource> secrets(List<RunSecret> secrets);

  /** Sockets of agents by id. */
  Map<String, Path> agents(List<RunSsh> ssh);
}
