package build.stave.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedFoldersTest {
  @TempDir private Path top;

  @Test
  void listsByNameAndNothingWhereTheFolderIsGone() throws IOException {
    Path b = Files.createFile(top.resolve("b"));
    Path a = Files.createDirectory(top.resolve("a"));
    assertThat(SharedFolders.list(top)).containsExactly(a, b);
    assertThat(SharedFolders.list(top.resolve("gone"))).isEmpty();
  }

  @Test
  void makesAFolderAnewThatSomebodyRemovesMeanwhile() throws IOException {
    var times = new AtomicInteger();
    Path made =
        SharedFolders.make(
            top.resolve("x/y"),
            folder -> {
              if (times.incrementAndGet() == 1) {
                Files.delete(folder);
              }
              return Files.createFile(folder.resolve("file"));
            });
    assertThat(made).isEqualTo(top.resolve("x/y/file")).exists();
    assertThat(times).hasValue(2);
  }

  @Test
  void removesOnlyWhatIsEmpty() throws IOException {
    Path file = Files.createFile(Files.createDirectory(top.resolve("full")).resolve("file"));
    SharedFolders.removeEmpty(top.resolve("full"));
    SharedFolders.removeEmpty(Files.createDirectory(top.resolve("empty")));
    SharedFolders.removeEmpty(top.resolve("gone"));
    assertThat(file).exists();
    assertThat(SharedFolders.list(top)).containsExactly(top.resolve("full"));
  }

  @Test
  void removesATreeAndWhatAKilledProcessHasLeftOfIt() throws IOException {
    Path tree = top.resolve("tree");
    Path left = SharedFolders.partial(tree);
    Files.createFile(Files.createDirectory(tree).resolve("file"));
    Files.createFile(Files.createDirectory(left).resolve("other"));
    assertThat(SharedFolders.whole(left)).isEqualTo(SharedFolders.whole(tree)).isEqualTo(tree);
    SharedFolders.remove(tree);
    assertThat(SharedFolders.list(top)).isEmpty();
    Files.createDirectory(left);
    SharedFolders.remove(tree);
    assertThat(SharedFolders.list(top)).isEmpty();
  }
}
