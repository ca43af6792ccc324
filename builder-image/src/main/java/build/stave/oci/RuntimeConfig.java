package build.stave.oci;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a container of an image runs: the {@code config} object of an image configuration (OCI
 * image-spec, config.md; Docker's Healthcheck, OnBuild and Shell beside it). A list that is null is
 * not set, which is different from set and empty.
 *
 * @param user {@code user[:group]}, empty for root
 * @param exposedPorts keys such as {@code 80/tcp}; values are empty objects
 * @param env {@code NAME=value}, in order of first setting
 * @param entrypoint null where not set
 * @param cmd null where not set
 * @param volumes keys are paths; values are empty objects
 * @param workingDir absolute, empty where not set
 * @param labels sorted by name
 * @param stopSignal null where not set
 * @param healthcheck null where not set
 * @param onBuild triggers, in order
 * @param shell null where not set
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RuntimeConfig(
    @JsonProperty("User") String user,
    @JsonProperty("ExposedPorts") SortedMap<String, Map<String, Object>> exposedPorts,
    @JsonProperty("Env") List<String> env,
    @JsonProperty("Entrypoint") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable List<String> entrypoint,
    @JsonProperty("Cmd") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> cmd,
    @JsonProperty("Volumes") SortedMap<String, Map<String, Object>> volumes,
    @JsonProperty("WorkingDir") String workingDir,
    @JsonProperty("Labels") SortedMap<String, String> labels,
    @JsonProperty("StopSignal") @Nullable String stopSignal,
    @JsonProperty("Healthcheck") @Nullable Healthcheck healthcheck,
    @JsonProperty("OnBuild") List<String> onBuild,
    @JsonProperty("Shell") @Nullable List<String> shell) {

  /** Nothing set. */
  public static final RuntimeConfig EMPTY =
      new RuntimeConfig(null, null, null, null, null, null, null, null, null, null, null, null);

  @JsonCreator
  public RuntimeConfig(
      @Nullable String user,
      @Nullable SortedMap<String, Map<String, Object>> exposedPorts,
      @Nullable List<String> env,
      @Nullable List<String> entrypoint,
      @Nullable List<String> cmd,
      @Nullable SortedMap<String, Map<String, Object>> volumes,
      @Nullable String workingDir,
      @Nullable SortedMap<String, String> labels,
      @Nullable String stopSignal,
      @Nullable Healthcheck healthcheck,
      @Nullable List<String> onBuild,
      @Nullable List<String> shell) {
    this.user = user == null ? "" : user;
    this.exposedPorts = sorted(exposedPorts);
    this.env = env == null ? List.of() : List.copyOf(env);
    this.entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
    this.cmd = cmd == null ? null : List.copyOf(cmd);
    this.volumes = sorted(volumes);
    this.workingDir = workingDir == null ? "" : workingDir;
    this.labels = sorted(labels);
    this.stopSignal = stopSignal;
    this.healthcheck = healthcheck;
    this.onBuild = onBuild == null ? List.of() : List.copyOf(onBuild);
    this.shell = shell == null ? null : List.copyOf(shell);
  }

  private static <V> SortedMap<String, V> sorted(@Nullable SortedMap<String, V> map) {
    return map == null
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** The value of an environment variable, or null. */
  @JsonIgnore
  public @Nullable String env(String name) {
    String prefix = name + "=";
    for (int i = env.size() - 1; i >= 0; i--) {
      if (env.get(i).startsWith(prefix)) {
        return env.get(i).substring(prefix.length());
      }
    }
    return null;
  }

  /** A copy to change. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Docker's health check; durations in nanoseconds, 0 for the default.
   *
   * @param test {@code ["NONE"]}, {@code ["CMD", …]} or {@code ["CMD-SHELL", command]}; empty to
   *     take the base image's
   */
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Healthcheck(
      @JsonProperty("Test") List<String> test,
      @JsonProperty("Interval") long interval,
      @JsonProperty("Timeout") long timeout,
      @JsonProperty("StartPeriod") long startPeriod,
      @JsonProperty("StartInterval") long startInterval,
      @JsonProperty("Retries") int retries) {
    public Healthcheck(
        @Nullable List<String> test,
        long interval,
        long timeout,
        long startPeriod,
        long startInterval,
        int retries) {
      this.test = test == null ? List.of() : List.copyOf(test);
      this.interval = interval;
      this.timeout = timeout;
      this.startPeriod = startPeriod;
      this.startInterval = startInterval;
      this.retries = retries;
    }
  }

  /** Collects changes to a configuration; the fields mean what the record's components mean. */
  public static final class Builder {
    public String user;
    public final TreeMap<String, Map<String, Object>> exposedPorts;
    public List<String> env;
    public @Nullable List<String> entrypoint;
    public @Nullable List<String> cmd;
    public final TreeMap<String, Map<String, Object>> volumes;
    public String workingDir;
    public final TreeMap<String, String> labels;
    public @Nullable String stopSignal;
    public @Nullable Healthcheck healthcheck;
    public List<String> onBuild;
    public @Nullable List<String> shell;

    private Builder(RuntimeConfig from) {
      user = from.user;
      exposedPorts = new TreeMap<>(from.exposedPorts);
      env = from.env;
      entrypoint = from.entrypoint;
      cmd = from.cmd;
      volumes = new TreeMap<>(from.volumes);
      workingDir = from.workingDir;
      labels = new TreeMap<>(from.labels);
      stopSignal = from.stopSignal;
      healthcheck = from.healthcheck;
      onBuild = from.onBuild;
      shell = from.shell;
    }

    /** Sets a variable, in its old place where it has one. */
    public Builder setEnv(String name, String value) {
      var changed = new java.util.ArrayList<>(env);
      String entry = name + "=" + value;
      for (int i = 0; i < changed.size(); i++) {
        if (changed.get(i).startsWith(name + "=")) {
          changed.set(i, entry);
          env = List.copyOf(changed);
          return this;
        }
      }
      changed.add(entry);
      env = List.copyOf(changed);
      return this;
    }

    /** The changed configuration. */
    public RuntimeConfig build() {
      return new RuntimeConfig(
          user,
          exposedPorts,
          env,
          entrypoint,
          cmd,
          volumes,
          workingDir,
          labels,
          stopSignal,
          healthcheck,
          onBuild,
          shell);
    }
  }
}
