package build.stave.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.http.HttpSettings;
import build.stave.http.HttpTransport;
import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories that git would not make, from a server that does not mind. */
@Tag("real")
final class HostileRepositoryRealTest {
  private final HttpTransport http = new HttpTransport(HttpSettings.of("test", Map.of()));
  private Path folder;
  private Repositories repositories;
  private GitServer server;

  @BeforeEach
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    repositories = new Repositories(Files.createDirectory(folder.resolve("root")));
    server = GitServer.plain(repositories.root());
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private SourceTree open() throws Exception {
    return Sources.open(
        ContextSpec.Git.of(server.url("a.git"), "").keepingGitDir(true),
        Files.createDirectory(folder.resolve("out")),
        new SourceSettings(http, GitCredentials.NONE, InputStream.nullInputStream()));
  }

  private void refuses() {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            StaveException.class, e -> assertThat(e.problem().category()).isEqualTo(Category.USER));
    assertThat(folder.resolve("escaped")).doesNotExist();
    assertThat(folder.resolve("out/escaped")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {".git", ".GIT", ".Git", "git~1", "..", ".", "a/../../escaped"})
  void refusesNamesThatMeanSomethingElse(String name) throws Exception {
    repositories.hostile(
        "a.git",
        objects -> {
          ObjectId script = Repositories.blob(objects, "#!/bin/sh\ntouch escaped\n");
          ObjectId hook =
              Repositories.tree(objects, "post-checkout", FileMode.EXECUTABLE_FILE, script);
          ObjectId hooks = Repositories.tree(objects, "hooks", FileMode.TREE, hook);
          return Repositories.tree(objects, name, FileMode.TREE, hooks);
        });
    refuses();
  }

  @Test
  void refusesModulesThatAreALink() throws Exception {
    Files.writeString(folder.resolve("secret"), "[submodule \"top secret");
    repositories.hostile(
        "a.git",
        objects -> {
          var tree = new TreeFormatter();
          tree.append(
              ".gitmodules",
              FileMode.SYMLINK,
              Repositories.blob(objects, folder.resolve("secret").toString()));
          tree.append("sub", FileMode.GITLINK, ObjectId.fromString("12".repeat(20)));
          return objects.insert(tree);
        });
    refuses();
  }

  @Test
  void refusesASubmoduleBehindALink() throws Exception {
    repositories.of("lib.git", "echo x > file");
    ObjectId lib = ObjectId.fromString(repositories.commit("lib.git", "HEAD"));
    Files.createDirectory(folder.resolve("escaped-to"));
    repositories.hostile(
        "a.git",
        objects -> {
          var tree = new TreeFormatter();
          tree.append(
              ".gitmodules",
              FileMode.REGULAR_FILE,
              Repositories.blob(objects, "[submodule \"x\"]\npath = dir/sub\nurl = ../lib.git\n"));
          tree.append(
              "dir",
              FileMode.SYMLINK,
              Repositories.blob(objects, folder.resolve("escaped-to").toString()));
          tree.append(
              "dir", FileMode.TREE, Repositories.tree(objects, "sub", FileMode.GITLINK, lib));
          return objects.insert(tree);
        });
    refuses();
    assertThat(folder.resolve("escaped-to")).isEmptyDirectory();
  }

  @Test
  void runsNoFilterThatTheRepositoryNames() throws Exception {
    repositories.of(
        "a.git",
        """
        echo '* filter=evil' > .gitattributes
        printf '[filter "evil"]\\n\\tsmudge = touch %s\\n' > .gitconfig
        echo x > file
        """
            .formatted(folder.resolve("escaped")));
    assertThat(Path.of(open().root(), "file")).hasContent("x");
    assertThat(folder.resolve("escaped")).doesNotExist();
  }
}
