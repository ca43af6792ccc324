package build.stave.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.archive.Bytes;
import build.stave.archive.Change;
import build.stave.archive.Entry;
import build.stave.archive.RawTar;
import build.stave.linux.Files;
import build.stave.linux.LinuxException;
import build.stave.linux.Mounts;
import build.stave.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class StepRealTest {
  private static final long EPOCH = 5000;
  private static final long STARTED = 1_600_000_000;

  @TempDir Path folder;
  private Store store;
  private Build running;
  private final List<LayerArchive> layers = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    store = Store.open(folder.resolve("store"));
    running = store.newBuild();
  }

  @AfterEach
  void close() throws IOException {
    running.close();
  }

  /** On top of what was unpacked before. */
  private Tree unpack(RawTar tar) throws IOException {
    byte[] bytes = tar.end();
    layers.add(new LayerArchive(Digest.of(bytes), () -> new ByteArrayInputStream(bytes)));
    return store.unpack(layers);
  }

  private Tree base() throws IOException {
    return unpack(
        new RawTar()
            .directory("d/")
            .file("d/a", "a")
            .file("d/b", "b")
            .directory("d/sub/")
            .file("d/sub/x", "x")
            .file("f", "content")
            .symlink("s", "f")
            .header('3', "dev/null", "", 0666, 0));
  }

  interface Work {
    void in(String root) throws IOException;
  }

  private Committed step(Tree below, Work work) throws IOException {
    try (Snapshot snapshot = running.begin(below)) {
      work.in(snapshot.root());
      return snapshot.commit(EPOCH, STARTED);
    }
  }

  private static List<String> changes(Committed step) throws IOException {
    List<String> changes = new ArrayList<>();
    step.changes()
        .forEach(
            change ->
                changes.add(
                    switch (change) {
                      case Change.Put(Entry e, String _) when e.kind() == Entry.Kind.HARD_LINK ->
                          "= " + e.path() + " " + e.link();
                      case Change.Put(Entry e, String _) ->
                          (e.mtime() == EPOCH ? "* " : "+ ") + e.path();
                      case Change.Delete(String path) -> "- " + path;
                    }));
    return changes;
  }

  private static void write(String path, String content) throws IOException {
    try (var out = Files.create(path, 0644)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String show(Tree tree) throws IOException {
    try (View view = running.view(tree)) {
      var out = new StringBuilder();
      show(view.root(), "", out);
      return out.toString();
    }
  }

  private static void show(String root, String path, StringBuilder out) throws IOException {
    for (String name : Files.list(root + "/" + path)) {
      String child = path.isEmpty() ? name : path + "/" + name;
      out.append(out.isEmpty() ? "" : " ").append(child);
      if (Files.lstat(root + "/" + child).isDirectory()) {
        show(root, child, out);
      }
    }
  }

  @Test
  void nothingChanged() throws IOException {
    Tree base = base();
    Committed step = step(base, root -> {});
    assertThat(step.empty()).isTrue();
    assertThat(step.tree()).isEqualTo(base);
    assertThat(changes(step)).isEmpty();
  }

  @Test
  void changedFilesAndTheirParents() throws IOException {
    Committed step =
        step(
            base(),
            root -> {
              write(root + "/d/sub/new", "1");
              write(root + "/old", "1");
              Files.setTimes(root + "/old", 77, 5);
              Files.unlink(root + "/d/a");
              Files.chmod(root + "/f", 0600);
              write(root + "/d.x", "between d and its content");
            });
    assertThat(step.empty()).isFalse();
    assertThat(changes(step))
        .containsExactly("* d", "* d.x", "- d/a", "* d/sub", "* d/sub/new", "+ f", "+ old");
    assertThat(changes(step)).as("again").hasSize(7);
    assertThat(show(step.tree())).isEqualTo("d d/b d/sub d/sub/new d/sub/x d.x dev f old s");
  }

  @Test
  void unchangedCopiesAreDropped() throws IOException {
    Committed step =
        step(
            base(),
            root -> {
              Files.lchown(root + "/f", 0, 0);
              Files.lchown(root + "/s", 0, 0);
              Files.lchown(root + "/d/sub", 0, 0);
            });
    assertThat(step.empty()).isTrue();
  }

  @Test
  void aWriteThatKeepsTimeAndSizeIsSeen() throws IOException {
    Committed step =
        step(
            base(),
            root -> {
              var before = Files.lstat(root + "/d/sub/x");
              try (var out = java.nio.file.Files.newOutputStream(Path.of(root, "d/sub/x"))) {
                out.write('y');
              }
              Files.setTimes(root + "/d/sub/x", before.mtime(), before.mtimeNanos());
            });
    assertThat(changes(step)).containsExactly("+ d", "+ d/sub", "+ d/sub/x");
  }

  @Test
  void aDirectoryMadeAnewListsWhatIsMissing() throws IOException {
    Committed step =
        step(
            base(),
            root -> {
              Files.removeTree(root + "/d");
              Files.mkdir(root + "/d", 0755);
              Files.mkdir(root + "/d/sub", 0755);
              write(root + "/d/b", "new");
              Files.removeTree(root + "/dev");
              Files.mkdir(root + "/dev", 0755);
            });
    assertThat(changes(step))
        .containsExactly("* d", "- d/a", "* d/b", "* d/sub", "- d/sub/x", "* dev", "- dev/null");
    assertThat(show(step.tree())).isEqualTo("d d/b d/sub dev f s");
  }

  @Test
  void aFileInPlaceOfADirectoryAndBack() throws IOException {
    Committed first =
        step(
            base(),
            root -> {
              Files.removeTree(root + "/d");
              write(root + "/d", "file");
            });
    assertThat(changes(first)).containsExactly("* d");
    Committed second =
        step(
            first.tree(),
            root -> {
              Files.unlink(root + "/d");
              Files.mkdir(root + "/d", 0755);
            });
    assertThat(changes(second)).containsExactly("* d");
    assertThat(show(second.tree())).isEqualTo("d dev f s");
  }

  @Test
  void madeAndRemovedInOneStep() throws IOException {
    Committed step =
        step(
            base(),
            root -> {
              Files.mkdir(root + "/t", 0755);
              write(root + "/t/x", "");
              Files.removeTree(root + "/t");
            });
    assertThat(step.empty()).isTrue();
  }

  @Test
  void hardLinksShareTheFirstName() throws IOException {
    Committed step =
        step(
            base(),
            root -> {
              write(root + "/z", "1");
              Files.link(root + "/z", root + "/d/sub/y");
              Files.link(root + "/f", root + "/g");
            });
    assertThat(changes(step))
        .containsExactly("+ d", "* d/sub", "* d/sub/y", "+ f", "= g f", "= z d/sub/y");
  }

  @Test
  void socketsAreSkippedAndFifosKept() throws IOException {
    Committed step =
        step(
            base(),
            root -> {
              Files.mknod(root + "/socket", 0140755, 0, 0);
              Files.mknod(root + "/fifo", 0010644, 0, 0);
            });
    assertThat(changes(step)).containsExactly("* fifo");
  }

  @Test
  void attributesOfLayers() throws IOException {
    byte[] capability = new byte[20];
    capability[0] = 1;
    capability[3] = 2;
    capability[5] = 4;
    Committed step =
        step(
            base(),
            root -> {
              Files.setXattr(root + "/f", "security.capability", capability);
              Files.setXattr(root + "/f", "user.note", new byte[] {1});
            });
    List<Entry> entries = new ArrayList<>();
    step.changes().forEach(change -> entries.add(((Change.Put) change).entry()));
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().xattrs())
        .containsOnlyKeys("security.capability", "user.note")
        .containsEntry("security.capability", Bytes.of(capability));
  }

  @Test
  void laterStepsSeeTheTimesOfTheLayer() throws IOException {
    Committed first = step(base(), root -> write(root + "/new", "1"));
    try (View view = running.view(first.tree())) {
      assertThat(Files.lstat(view.root() + "/new").mtime()).isEqualTo(EPOCH);
    }
    Committed second = step(first.tree(), root -> Files.lchown(root + "/new", 0, 0));
    assertThat(second.empty()).isTrue();
  }

  @Test
  void redirectsAreRefused() throws IOException {
    try (Snapshot snapshot = running.begin(base())) {
      write(snapshot.root() + "/x", "");
      String upper = snapshot.root().replace("/root", "/fs");
      Files.mkdir(upper + "/moved", 0755);
      Files.setXattr(upper + "/moved", "user.overlay.redirect", new byte[] {'d'});
      assertThatThrownBy(() -> snapshot.commit(EPOCH, STARTED))
          .hasMessageContaining("user.overlay.redirect");
    }
  }

  @Test
  void theRootLooksAsBelowAndIsNoPartOfALayer() throws IOException {
    Tree base = unpack(new RawTar().header('5', "./", "", 0711, 0).file("f", ""));
    Committed step =
        step(
            base,
            root -> {
              assertThat(Files.lstat(root).permissions()).isEqualTo(0711);
              Files.chmod(root, 0750);
            });
    assertThat(step.empty()).isTrue();
    Committed more =
        step(
            base,
            root -> {
              Files.chmod(root, 0750);
              Files.lchown(root, 5, 6);
              write(root + "/n", "");
            });
    assertThat(changes(more)).containsExactly("* n");
    try (View view = running.view(more.tree())) {
      assertThat(Files.lstat(view.root()).permissions()).isEqualTo(0711);
      assertThat(Files.lstat(view.root()).uid()).isZero();
      assertThat(Files.lstat(view.root()).mtime()).isEqualTo(1000);
    }
  }

  @Test
  void aViewCannotBeChanged() throws IOException {
    Tree base = base();
    Tree two = unpack(new RawTar().file("second", ""));
    for (Tree tree : List.of(base, two)) {
      try (View view = running.view(tree)) {
        assertThatThrownBy(() -> Files.mkdir(view.root() + "/x", 0755))
            .isInstanceOf(LinuxException.class)
            .hasMessageContaining("EROFS");
      }
    }
  }

  @Test
  void aScratchTreeNeedsNoMount() throws IOException {
    Committed step = step(Tree.EMPTY, root -> write(root + "/f", ""));
    assertThat(changes(step)).containsExactly("* f");
    assertThat(show(step.tree())).isEqualTo("f");
    assertThat(show(Tree.EMPTY)).isEmpty();
  }

  @Test
  void manyLayersMount() throws IOException {
    Tree tree = Tree.EMPTY;
    for (int i = 0; i < 150; i++) {
      tree = unpack(new RawTar().file("f" + i, "x"));
    }
    Committed step = step(tree, root -> assertThat(Files.list(root)).hasSize(150));
    assertThat(step.empty()).isTrue();
  }

  @Test
  void directoryOverAWhiteoutIsOpaque() throws IOException {
    base();
    unpack(new RawTar().file(".wh.d", ""));
    Tree again = unpack(new RawTar().directory("d/").file("d/n", ""));
    assertThat(show(again)).isEqualTo("d d/n dev f s");
    Tree both = unpack(new RawTar().file(".wh.d", "").directory("d/").file("d/m", ""));
    assertThat(show(both)).isEqualTo("d d/m dev f s");
  }

  @Test
  void opaqueLayersOfArchives() throws IOException {
    base();
    Tree layer = unpack(new RawTar().file("d/k", "").file("d/.wh..wh..opq", ""));
    assertThat(show(layer)).isEqualTo("d d/k dev f s");
    Tree all = unpack(new RawTar().file(".wh..wh..opq", "").file("only", ""));
    assertThat(show(all)).isEqualTo("only");
  }

  @Test
  void leftoversOfKilledBuildsGo() throws IOException {
    Build other = store.newBuild();
    Path killed = folder.resolve("store/builds/killed");
    java.nio.file.Files.createDirectories(killed.resolve("step-1/root"));
    Mounts.tmpfs(killed.resolve("step-1/root").toString(), "mode=755");
    Store.open(folder.resolve("store"));
    assertThat(killed).doesNotExist();
    assertThat(other.folder()).exists();
    other.close();
    assertThat(other.folder()).doesNotExist();
  }
}
