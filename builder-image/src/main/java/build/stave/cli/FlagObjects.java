package build.stave.cli;

import build.stave.crds.v1alpha1.Arg;
import build.stave.crds.v1alpha1.RunSecret;
import build.stave.crds.v1alpha1.RunSsh;
import build.stave.crds.v1alpha1.Source;
import build.stave.engine.SecretSource;
import build.stave.job.ClusterObjects;
import build.stave.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Where there is no cluster, flags give what it would hold.
 *
 * @param title of the resource
 */
record FlagObjects(String title, Requests flags) implements ClusterObjects {
  @Override
  public String argument(Arg arg) {
    if (flags.givesArgument(arg.name())) {
      return "";
    }
    throw Problem.user(title + ": spec.args: " + arg.name() + " comes from the cluster")
        .fix("give it here: --build-arg " + arg.name() + "=VALUE")
        .exception();
  }

  @Override
  public SortedMap<String, Path> files(Source.AddedFiles added) {
    throw Problem.user(title + ": spec.source.files come from the cluster")
        .fix("put the files into a folder and build that")
        .exception();
  }

  @Override
  public Map<String, SecretSource> secrets(List<RunSecret> secrets) {
    return Map.of();
  }

  @Override
  public Map<String, Path> agents(List<RunSsh> ssh) {
    return Map.of();
  }
}
