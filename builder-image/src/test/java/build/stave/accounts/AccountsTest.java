package build.stave.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.problem.Category;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {
  private static final String PASSWD =
      """
      # comment
      root:x:0:0:root:/root:/bin/sh
      broken:x:notanumber:7::/b:/bin/sh
      short:x
        app:x:1000:1001:An app:/home/app:/bin/sh
      other:x:1000:2000::/home/other:/bin/sh
      nohome:x:1005:1005:::
      4000:x:1007:1007::/home/odd:
      huge:x:4294967295:0::/:
      """;
  private static final String GROUP =
      """
      root:x:0:
      wheel:x:10:root,app
      app:x:1001:
      video:x:44:other,app
      again:x:10:app
      bad:x:zz:app
      """;

  @TempDir Path root;

  @BeforeEach
  void accountFiles() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), PASSWD);
    Files.writeString(root.resolve("etc/group"), GROUP);
  }

  private Accounts accounts() {
    return Accounts.of(root.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''          | 0    | 0    | 10    | /root
          root        | 0    | 0    | 10    | /root
          0           | 0    | 0    | 10    | /root
          0:0         | 0    | 0    | ''    | /root
          app         | 1000 | 1001 | 10 44 | /home/app
          1000        | 1000 | 1001 | 10 44 | /home/app
          app:wheel   | 1000 | 10   | ''    | /home/app
          app:5       | 1000 | 5    | ''    | /home/app
          app:        | 1000 | 1001 | 10 44 | /home/app
          :wheel      | 0    | 10   | ''    | /root
          other       | 1000 | 2000 | 44    | /home/other
          3000        | 3000 | 0    | ''    | /
          3000:app    | 3000 | 1001 | ''    | /
          nohome      | 1005 | 1005 | ''    | /
          4000        | 4000 | 0    | ''    | /
          2147483647  | 2147483647 | 0 | '' | /
          """)
  void findsWhoAStepRunsAs(String spec, int uid, int gid, String groups, String home)
      throws IOException {
    List<Integer> gids =
        groups.isEmpty()
            ? List.of()
            : List.of(groups.split(" ", -1)).stream().map(Integer::valueOf).toList();
    assertThat(accounts().user(spec)).isEqualTo(new Identity(uid, gid, gids, home));
  }

  @Test
  void ownerIsTheGroupsNumberToo() throws IOException {
    assertThat(accounts().owner("3000")).isEqualTo(new Identity(3000, 3000, List.of(), "/"));
    assertThat(accounts().owner("1000").gid()).isEqualTo(1000);
    assertThat(accounts().owner("app").gid()).isEqualTo(1001);
    assertThat(accounts().owner("3000:wheel").gid()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "ghost,unknown user \"ghost\": /etc/passwd of the image has no such entry",
    "broken,unknown user \"broken\": /etc/passwd of the image has no such entry",
    "huge,unknown user \"huge\": /etc/passwd of the image has no such entry",
    "-1,unknown user \"-1\": /etc/passwd of the image has no such entry",
    "4294967296,unknown user \"4294967296\": /etc/passwd of the image has no such entry",
    "app:ghosts,unknown group \"ghosts\": /etc/group of the image has no such entry"
  })
  void unknownNamesAreTheUsersProblem(String spec, String message) {
    assertThatThrownBy(() -> accounts().user(spec))
        .isInstanceOfSatisfying(
            StaveException.class,
            e -> {
              assertThat(e.problem().category()).isEqualTo(Category.USER);
              assertThat(e.problem().message()).isEqualTo(message);
              assertThat(e.problem().fix()).isPresent();
            });
  }

  @Test
  void rootNeedsNoFiles() throws IOException {
    Files.delete(root.resolve("etc/passwd"));
    Files.delete(root.resolve("etc/group"));
    assertThat(accounts().user("")).isEqualTo(Identity.ROOT);
    assertThat(accounts().user("5:6")).isEqualTo(new Identity(5, 6, List.of(), "/"));
  }

  @Test
  void linksStayInsideTheRoot() throws IOException {
    Files.delete(root.resolve("etc/passwd"));
    Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/../../usr/lib/passwd"));
    Files.createDirectories(root.resolve("usr/lib"));
    Files.writeString(root.resolve("usr/lib/passwd"), "inside:x:77:78::/in:\n");
    assertThat(accounts().user("inside")).isEqualTo(new Identity(77, 78, List.of(), "/in"));
  }

  @Test
  void otherThanAFileIsNoAccountFile() throws IOException {
    Files.delete(root.resolve("etc/passwd"));
    Files.createDirectory(root.resolve("etc/passwd"));
    assertThat(accounts().user("12").uid()).isEqualTo(12);
  }

  @Test
  void namesThatAreNoUtf8DoNoHarm() throws IOException {
    byte[] bytes = "b\u00e9d:x:9:9::/h:\nok:x:8:8::/ok:\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(root.resolve("etc/passwd"), bytes);
    assertThat(accounts().user("ok").uid()).isEqualTo(8);
  }

  @Test
  void hugeFilesAreRefused() throws IOException {
    try (var file = new java.io.RandomAccessFile(root.resolve("etc/passwd").toFile(), "rw")) {
      file.setLength((16 << 20) + 1);
    }
    assertThatThrownBy(() -> accounts().user("app")).hasMessageContaining("larger than 16 MiB");
  }
}
