package build.stave.crds.git;

import java.io.IOException;
import java.time.Instant;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit sees of the machine: no configuration of the system or of the person who runs the
 * build, which could rewrite URLs or bring in credentials and filters.
 */
public final class GitEnvironment extends SystemReader {
  private final SystemReader machine;

  private GitEnvironment(SystemReader machine) {
    this.machine = machine;
    setPlatformChecker();
  }

  /** JGit knows one environment per process; this makes it ours. */
  public static void install() {
    if (!(SystemReader.getInstance() instanceof GitEnvironment)) {
      SystemReader.setInstance(new GitEnvironment(SystemReader.getInstance()));
    }
  }

  private static FileBasedConfig empty(Config parent, FS fs) {
    return new FileBasedConfig(parent, null, fs) {
      @Override
      public void load() throws IOException {
        // Holds nothing.
      }

      @Override
      public void save() {
        // What JGit measures of file systems is not kept.
      }

      @Override
      public boolean isOutdated() {
        return false;
      }
    };
  }

  /** A repository is used once, and JGit collects garbage behind the back of whoever reads it. */
  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    FileBasedConfig config = empty(parent, fs);
    config.setInt("gc", null, "auto", 0);
    return config;
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return empty(parent, fs);
  }

  @Override
  public String getHostname() {
    return machine.getHostname();
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") ? null : machine.getenv(variable);
  }

  @Override
  public String getProperty(String key) {
    return machine.getProperty(key);
  }

  @Override
  @SuppressWarnings("deprecation")
  public long getCurrentTime() {
    return machine.now().toEpochMilli();
  }

  @Override
  @SuppressWarnings("deprecation")
  public int getTimezone(long when) {
    return machine.getTimeZoneAt(Instant.ofEpochMilli(when)).getTotalSeconds() / 60;
  }
}
