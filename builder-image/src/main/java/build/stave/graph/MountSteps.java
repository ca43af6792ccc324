package build.stave.graph;

import build.stave.dockerfile.Instruction;
import build.stave.dockerfile.RunMount;
import build.stave.dockerfile.SourceRange;
import build.stave.oci.Digest;
import build.stave.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the mounts of a RUN step: variables replaced, defaults in place, inputs addressed. */
final class MountSteps {
  private static final int CACHE_MODE = 0755;
  private static final int SECRET_MODE = 0400;
  private static final int SSH_MODE = 0600;
  private static final String CACHE_NAMESPACE = "BUILDKIT_CACHE_MOUNT_NS";

  private final Planning planning;
  private final StageState state;
  private final Words words;

  MountSteps(Planning planning, StageState state, Words words) {
    this.planning = planning;
    this.state = state;
    this.words = words;
  }

  /** In order; what the step can see of them goes into its address. */
  List<StepMount> plan(Instruction.Run run, AddressHash hash) {
    List<StepMount> planned = new ArrayList<>();
    int agents = 0;
    for (RunMount written : run.mounts()) {
      RunMount mount = written.expand(words::one);
      StepMount step =
          switch (mount.type()) {
            case BIND -> bind(mount, run.range());
            case CACHE -> cache(mount, run.range());
            case TMPFS -> new StepMount.Tmpfs(target(mount, null), mount.size());
            case SECRET -> secret(mount);
            case SSH -> ssh(mount, agents++);
          };
      address(step, hash);
      planned.add(step);
    }
    return planned;
  }

  private StepMount bind(RunMount mount, SourceRange range) {
    String target = target(mount, null);
    Input from = mount.from() == null ? new Input.Context("") : from(mount.from(), range);
    boolean writable = Boolean.FALSE.equals(mount.readOnly());
    // An empty tree that may be written to is memory that is gone after the step.
    return from == null
        ? new StepMount.Tmpfs(target, 0)
        : new StepMount.Bind(from, source(mount), target, writable);
  }

  private StepMount cache(RunMount mount, SourceRange range) {
    String target = target(mount, null);
    String id = mount.id();
    String key = id == null || id.isEmpty() ? Paths.absolute(given(mount.target())) : id;
    String namespace = planning.buildArgs.getOrDefault(CACHE_NAMESPACE, "");
    return new StepMount.Cache(
        namespace.isEmpty() ? key : namespace + "/" + key,
        target,
        mount.sharing(),
        mount.from() == null ? null : from(mount.from(), range),
        source(mount),
        Boolean.TRUE.equals(mount.readOnly()),
        Objects.requireNonNullElse(mount.mode(), CACHE_MODE),
        Objects.requireNonNullElse(mount.uid(), 0),
        Objects.requireNonNullElse(mount.gid(), 0));
  }

  private StepMount secret(RunMount mount) {
    String source = given(mount.source());
    String named = source.isEmpty() ? given(mount.id()) : source;
    boolean placed = mount.target() != null;
    if (named.isEmpty() && !placed) {
      throw Problem.user("a secret mount needs an id or a target")
          .fix("write --mount=type=secret,id=NAME")
          .exception();
    }
    String id = named.isEmpty() ? Paths.base(given(mount.target())) : named;
    String env = mount.env();
    return new StepMount.Secret(
        id,
        env != null && !placed ? "" : target(mount, "/run/secrets/" + Paths.base(id)),
        env,
        mount.required(),
        Objects.requireNonNullElse(mount.mode(), SECRET_MODE),
        Objects.requireNonNullElse(mount.uid(), 0),
        Objects.requireNonNullElse(mount.gid(), 0));
  }

  private StepMount ssh(RunMount mount, int number) {
    if (mount.source() != null) {
      throw Problem.user("ssh does not support source").fix("name the agent by id=").exception();
    }
    String id = given(mount.id());
    return new StepMount.Ssh(
        id.isEmpty() ? "default" : id,
        target(mount, "/run/buildkit/ssh_agent." + number),
        mount.required(),
        Objects.requireNonNullElse(mount.mode(), SSH_MODE),
        Objects.requireNonNullElse(mount.uid(), 0),
        Objects.requireNonNullElse(mount.gid(), 0));
  }

  private @Nullable Input from(String from, SourceRange range) {
    if (from.matches(".*\\$..*")) {
      throw Problem.user("'from' doesn't support variable expansion")
          .fix("define an alias stage with FROM, and mount from that")
          .exception();
    }
    return planning.input(planning.names.source(from, state.index), range, state.index);
  }

  private String source(RunMount mount) {
    return Paths.relative(given(mount.source()));
  }

  private String target(RunMount mount, @Nullable String other) {
    String written = mount.target() == null ? given(other) : mount.target();
    String target = written.isEmpty() ? "/" : Paths.join(state.workingDir(), written);
    if (target.equals("/")) {
      throw Problem.user(
              written.isEmpty()
                  ? "a mount needs a target"
                  : "invalid mount target " + GoText.quoted(written))
          .fix("mount at a path below /")
          .exception();
    }
    return target;
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void address(StepMount mount, AddressHash hash) {
    hash.field("mount", mount.target());
    switch (mount) {
      case StepMount.Bind bind ->
          hash.field("bind", bind.source())
              .field("from", input(bind.from(), bind.source()))
              .field("writable", bind.writable());
      case StepMount.Cache cache -> {
        hash.field("cache", cache.id())
            .field("source", cache.source())
            .field("readOnly", cache.readOnly());
        owner(hash, cache.mode(), cache.uid(), cache.gid());
        if (cache.from() != null) {
          hash.field("from", input(cache.from(), cache.source()));
        }
      }
      case StepMount.Tmpfs tmpfs -> hash.field("tmpfs", tmpfs.size());
      case StepMount.Secret secret -> {
        hash.field("secret", secret.id()).field("variable", secret.env());
        owner(hash, secret.mode(), secret.uid(), secret.gid());
      }
      case StepMount.Ssh ssh -> {
        hash.field("ssh", ssh.id());
        owner(hash, ssh.mode(), ssh.uid(), ssh.gid());
      }
    }
  }

  private Digest input(Input from, String source) {
    return planning.inputAddress(from, List.of(source), List.of(), false);
  }

  private static void owner(AddressHash hash, int mode, int uid, int gid) {
    hash.field("mode", mode).field("uid", uid).field("gid", gid);
  }
}
