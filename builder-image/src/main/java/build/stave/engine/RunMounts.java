package build.stave.engine;

import build.stave.copy.Copier;
import build.stave.copy.CopyRequest;
import build.stave.copy.CopySource;
import build.stave.graph.Input;
import build.stave.graph.Step;
import build.stave.graph.StepMount;
import build.stave.linux.RootPath;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.run.CacheMounts;
import build.stave.run.RunRequest.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Turns the planned mounts of a RUN into paths, secrets and sockets. */
final class RunMounts {
  private final Trees trees;
  private final CacheMounts caches;
  private final BuildRequest request;
  private final Path folder;
  private final Timestamps times;
  private final Memo<ContextPath, String> materialised = new Memo<>();
  private final AtomicInteger folders = new AtomicInteger();

  private record ContextPath(Trees.OpenTree context, String source) {}

  RunMounts(Trees trees, CacheMounts caches, BuildRequest request, Path folder, Timestamps times) {
    this.trees = trees;
    this.caches = caches;
    this.request = request;
    this.folder = folder;
    this.times = times;
  }

  /** Mounts that are ready, and what to let go of after the step. */
  record Opened(List<Mount> mounts, List<CacheMounts.Lease> leases) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      for (CacheMounts.Lease lease : leases) {
        lease.close();
      }
    }
  }

  Opened open(Step.Run step) throws Exception {
    List<Mount> mounts = new ArrayList<>();
    List<CacheMounts.Lease> leases = new ArrayList<>();
    var opened = new Opened(mounts, leases);
    try {
      for (StepMount mount : step.mounts()) {
        switch (mount) {
          case StepMount.Bind bind -> {
            String path = path(bind.from(), bind.source());
            mounts.add(
                bind.writable()
                    ? new Mount.ThrowAway(path, bind.target())
                    : new Mount.Bind(path, bind.target(), true));
          }
          case StepMount.Cache cache -> {
            CacheMounts.Lease lease = lease(cache);
            leases.add(lease);
            mounts.add(new Mount.Bind(lease.path().toString(), cache.target(), cache.readOnly()));
          }
          case StepMount.Tmpfs tmpfs -> mounts.add(new Mount.Tmpfs(tmpfs.target(), tmpfs.size()));
          case StepMount.Secret secret -> secret(secret, mounts);
          case StepMount.Ssh ssh -> ssh(ssh, mounts);
        }
      }
      return opened;
    } catch (Exception e) {
      opened.close();
      throw e;
    }
  }

  private String path(Input from, String source) throws Exception {
    Trees.OpenTree tree = trees.open(from);
    if (tree.origin() != CopySource.Origin.IMAGE) {
      return materialised.get(new ContextPath(tree, source), () -> materialise(tree, source));
    }
    return require(tree, source);
  }

  private static String require(Trees.OpenTree tree, String source) throws IOException {
    String path = RootPath.resolve(tree.root(), source);
    if (build.stave.linux.Files.lstatOrNull(path) == null) {
      throw Problem.user("mount source " + source + " does not exist in " + tree.title())
          .exception();
    }
    return path;
  }

  /** A context's files as a step may see them: owned by root, without what is ignored. */
  private String materialise(Trees.OpenTree tree, String source) throws Exception {
    boolean file = !build.stave.linux.Files.lstat(require(tree, source)).isDirectory();
    Path target = Files.createDirectory(folder.resolve("context-" + folders.incrementAndGet()));
    copy(tree, source, target, file ? "/file" : "/");
    return file ? target.resolve("file").toString() : target.toString();
  }

  private void copy(Trees.OpenTree tree, String source, Path target, String destination)
      throws IOException {
    Copier.copy(
        new CopyRequest(
            target.toString(),
            List.of(
                new CopySource.Tree(
                    tree.root(), tree.title(), source, tree.ignore(), tree.origin(), false)),
            destination,
            null,
            null,
            false,
            List.of(),
            true,
            times.epoch()));
  }

  private CacheMounts.Lease lease(StepMount.Cache cache) throws Exception {
    return caches.open(
        scoped(cache.id()), cache.sharing(), cache.mode(), cache.uid(), cache.gid(), seed(cache));
  }

  /** Builds of another scope, which nobody may have reviewed, have directories of their own. */
  private String scoped(String id) {
    String scope = request.cache().scope();
    return scope == null ? id : scope + ":" + id;
  }

  private Optional<CacheMounts.Seed> seed(StepMount.Cache cache) throws Exception {
    Input from = cache.from();
    if (from == null) {
      return Optional.empty();
    }
    Trees.OpenTree tree = trees.open(from);
    return Optional.of(directory -> copy(tree, cache.source(), directory, "/"));
  }

  private void secret(StepMount.Secret secret, List<Mount> mounts) throws IOException {
    SecretSource source = request.secrets().get(secret.id());
    if (source == null) {
      if (secret.required()) {
        throw Problem.user("secret " + secret.id() + " is required and was not given")
            .because(Reason.SECRET_NOT_GIVEN)
            .fix("give it: --secret id=" + secret.id() + ",src=FILE")
            .exception();
      }
      return;
    }
    byte[] value = source.read();
    if (!secret.target().isEmpty()) {
      mounts.add(
          new Mount.Secret(value, secret.target(), secret.mode(), secret.uid(), secret.gid()));
    }
    if (secret.env() != null) {
      mounts.add(new Mount.SecretVariable(secret.env(), new String(value, StandardCharsets.UTF_8)));
    }
  }

  private void ssh(StepMount.Ssh ssh, List<Mount> mounts) {
    Map<String, Path> agents = request.ssh();
    Path agent = agents.get(ssh.id());
    if (agent == null) {
      if (ssh.required()) {
        throw Problem.user("ssh agent " + ssh.id() + " is required and was not given")
            .because(Reason.SECRET_NOT_GIVEN)
            .fix("give it: --ssh " + ssh.id())
            .exception();
      }
      return;
    }
    mounts.add(new Mount.Ssh(agent, ssh.target(), ssh.mode(), ssh.uid(), ssh.gid()));
  }
}
