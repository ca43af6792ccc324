package build.stave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.linux.Names;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static List<Entry> read(byte[] archive) throws IOException {
    return read(archive, Limits.DEFAULT);
  }

  private static List<Entry> read(byte[] archive, Limits limits) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (var reader = new TarReader(new ByteArrayInputStream(archive), "test.tar", limits)) {
      for (Entry e = reader.next(); e != null; e = reader.next()) {
        long size = reader.content().transferTo(java.io.OutputStream.nullOutputStream());
        assertThat(size).isEqualTo(e.size());
        entries.add(e);
      }
    }
    return entries;
  }

  private static String content(byte[] archive) throws IOException {
    try (var reader =
        new TarReader(new ByteArrayInputStream(archive), "test.tar", Limits.DEFAULT)) {
      assertThat(reader.next()).isNotNull();
      return new String(reader.content().readAllBytes(), StandardCharsets.UTF_8).replace('\0', '.');
    }
  }

  private static void refuses(byte[] archive, String... message) {
    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(StaveException.class)
        .hasMessageContainingAll(message);
  }

  @Test
  void kindsAndFields() throws IOException {
    List<Entry> entries =
        read(
            new RawTar()
                .directory("./")
                .directory("d/")
                .file("/d/f", "hello")
                .symlink("d/s", "../../outside")
                .hardLink("d/h", "./d/f")
                .header('6', "p", "", 0600, 0)
                .header('3', "null", "", 0666, 0)
                .end());
    assertThat(entries)
        .extracting(Entry::path)
        .containsExactly("", "d", "d/f", "d/s", "d/h", "p", "null");
    assertThat(entries)
        .extracting(Entry::kind)
        .containsExactly(
            Entry.Kind.DIRECTORY,
            Entry.Kind.DIRECTORY,
            Entry.Kind.FILE,
            Entry.Kind.SYMLINK,
            Entry.Kind.HARD_LINK,
            Entry.Kind.FIFO,
            Entry.Kind.CHARACTER_DEVICE);
    assertThat(entries.get(3).link()).isEqualTo("../../outside");
    assertThat(entries.get(4).link()).isEqualTo("d/f");
    assertThat(entries.get(6).deviceMinor()).isEqualTo(3);
    assertThat(entries.get(2).mtime()).isEqualTo(1000);
  }

  @Test
  void extendedFieldsWin() throws IOException {
    byte[] capability = {1, 0, 0, 2, '\n', '='};
    byte[] archive =
        new RawTar()
            .pax("path", "long/" + "n".repeat(250))
            .pax("mtime", "-1.5")
            .pax("uid", "100000000")
            .pax("SCHILY.xattr.security.capability", capability)
            .pax("size", "3")
            .header('0', "short", "", 0644, 0)
            .data(RawTar.bytes("abc"))
            .file("next", "x")
            .end();
    List<Entry> entries = read(archive);
    assertThat(entries.getFirst().path()).endsWith("nnn");
    assertThat(entries.getFirst().mtime()).isEqualTo(-2);
    assertThat(entries.getFirst().uid()).isEqualTo(100_000_000);
    assertThat(entries.getFirst().xattrs())
        .containsEntry("security.capability", Bytes.of(capability));
    assertThat(entries.getFirst().size()).isEqualTo(3);
    assertThat(entries.get(1).path()).isEqualTo("next");
    assertThat(entries.get(1).xattrs()).isEmpty();
  }

  @Test
  void gnuLongNamesAndGlobalHeaders() throws IOException {
    byte[] archive =
        new RawTar()
            .pax('g', RawTar.record("comment", RawTar.bytes("0123abcd")))
            .gnuLong('L', "l".repeat(200))
            .gnuLong('K', "t".repeat(300))
            .symlink("short", "short")
            .end();
    assertThat(read(archive).getFirst().path()).isEqualTo("l".repeat(200));
    assertThat(read(archive).getFirst().link()).isEqualTo("t".repeat(300));
  }

  @Test
  void globalRecordsCountFromTheNextEntryUntilTakenBack() throws IOException {
    byte[] archive =
        new RawTar()
            .pax('g', RawTar.records("mtime", "5", "uid", "7"))
            .file("a", "")
            .pax("mtime", "6")
            .file("b", "")
            .pax("uid", "")
            .file("c", "")
            .pax('g', RawTar.records("mtime", ""))
            .file("d", "")
            .end();
    assertThat(read(archive)).extracting(Entry::mtime).containsExactly(5L, 6L, 5L, 1000L);
    assertThat(read(archive)).extracting(Entry::uid).containsExactly(7, 7, 0, 7);
  }

  @Test
  void namesThatAreNoUtf8AreKept() throws IOException {
    byte[] name = {'a', (byte) 0xE4, 'b'};
    byte[] archive = new RawTar().header('5', name, "", 0755, RawTar.octal(0, 11)).end();
    assertThat(Names.encode(read(archive).getFirst().path())).isEqualTo(name);
  }

  @Test
  void sparseFilesOfAllPaxForms() throws IOException {
    byte[] zero =
        new RawTar()
            .pax(
                'x',
                RawTar.records(
                    "GNU.sparse.size",
                    "8",
                    "GNU.sparse.offset",
                    "1",
                    "GNU.sparse.numbytes",
                    "2",
                    "GNU.sparse.offset",
                    "5",
                    "GNU.sparse.numbytes",
                    "1"))
            .file("f", "abc")
            .end();
    assertThat(content(zero)).isEqualTo(".ab..c..");
    byte[] one =
        new RawTar()
            .pax("GNU.sparse.size", "8")
            .pax("GNU.sparse.map", "1,2,5,1")
            .file("f", "abc")
            .end();
    assertThat(content(one)).isEqualTo(".ab..c..");
    String map = "2\n1\n2\n5\n1\n";
    byte[] two =
        new RawTar()
            .pax("GNU.sparse.major", "1")
            .pax("GNU.sparse.minor", "0")
            .pax("GNU.sparse.realsize", "8")
            .pax("GNU.sparse.name", "real")
            .file("GNUSparseFile.0/real", map + "\0".repeat(512 - map.length()) + "abc")
            .end();
    assertThat(content(two)).isEqualTo(".ab..c..");
    assertThat(read(two).getFirst().path()).isEqualTo("real");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,5", "5,1,1,1", "1,9", "-1,2", "0,1,0", "0,9223372036854775807,9,9"})
  void sparseMapsThatDoNotFit(String map) {
    refuses(
        new RawTar().pax("GNU.sparse.size", "8").pax("GNU.sparse.map", map).file("f", "abc").end(),
        "test.tar, entry f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../b", "/../x", "..", "a/..", "./../x"})
  void namesThatLeadOut(String name) {
    refuses(new RawTar().file(name, "x").end(), "test.tar", "'..'");
    refuses(new RawTar().hardLink("h", name).end(), "test.tar", "'..'");
    refuses(new RawTar().pax("path", name).file("good", "x").end(), "'..'");
    refuses(new RawTar().gnuLong('L', name).file("good", "x").end(), "'..'");
    refuses(new RawTar().pax("linkpath", name).hardLink("h", "good").end(), "'..'");
  }

  @Test
  void malformedFields() {
    refuses(new RawTar().pax("path", "a\0b").file("f", "x").end(), "NUL");
    refuses(new RawTar().pax("size", "-1").file("f", "x").end(), "damaged");
    refuses(new RawTar().pax("size", "99999999999999999999").file("f", "x").end(), "damaged");
    refuses(new RawTar().pax("uid", "4294967295").file("f", "x").end(), "uid");
    refuses(new RawTar().pax("mtime", "1e999999999").file("f", "x").end(), "mtime");
    refuses(new RawTar().pax('x', RawTar.bytes("999 path=x\n")).file("f", "x").end(), "damaged");
    refuses(new RawTar().pax('x', RawTar.bytes("x path=x\n")).file("f", "x").end(), "damaged");
    refuses(new RawTar().pax('x', RawTar.bytes("5 =x\n")).file("f", "x").end(), "damaged");
    byte[] negative = new byte[12];
    java.util.Arrays.fill(negative, (byte) 0xFF);
    refuses(
        new RawTar().header('0', RawTar.bytes("f"), "", 0644, negative).end(), "size is negative");
    refuses(
        new RawTar().header('0', RawTar.bytes("f"), "", 0644, RawTar.bytes("-0000000001")).end(),
        "damaged");
    refuses(new RawTar().header('M', "f", "", 0644, 0).end(), "type 'M'");
    refuses(new RawTar().file("", "x").end(), "no name");
    refuses(new RawTar().file(".", "x").end(), "no name");
    refuses(new RawTar().symlink("s", "").end(), "links to a name of 0 bytes");
    refuses(new RawTar().hardLink("h", "").end(), "no name");
    refuses(new RawTar().pax("path", "n".repeat(256)).file("f", "x").end(), "255");
    refuses(new RawTar().pax("path", "n/".repeat(3000)).file("f", "x").end(), "4096");
  }

  @Test
  void damagedAndTruncatedArchivesNameTheEntry() {
    byte[] whole = new RawTar().file("first", "x").file("second", "content").end();
    byte[] cut = java.util.Arrays.copyOf(whole, 1024 + 512 + 3);
    refuses(cut, "test.tar, entry second", "ends in the middle");
    byte[] flipped = whole.clone();
    flipped[1024] ^= 1;
    refuses(flipped, "test.tar, entry first", "checksum");
    refuses(RawTar.bytes("<html>".repeat(200)), "no tar archive");
    refuses(new RawTar().pax("path", "x").unfinished(), "ends after an extended header");
  }

  @Test
  void limits() {
    var limits = new Limits(2, 10_000, 1024);
    assertThatThrownBy(
            () -> read(new RawTar().file("a", "").file("b", "").file("c", "").end(), limits))
        .hasMessageContaining("more than 2 entries");
    assertThatThrownBy(() -> read(new RawTar().header('0', "a", "", 0, 1L << 32).end(), limits))
        .hasMessageContaining("more than 10000 bytes");
    assertThatThrownBy(() -> read(new RawTar().header('x', "a", "", 0, 1L << 32).end(), limits))
        .hasMessageContaining("extended header");
    assertThatThrownBy(
            () ->
                read(
                    new RawTar()
                        .pax("GNU.sparse.size", "9000000000000000000")
                        .pax("GNU.sparse.map", "0,1")
                        .file("f", "a")
                        .end(),
                    limits))
        .hasMessageContaining("more than 10000 bytes");
    byte[] trailing = java.util.Arrays.copyOf(new RawTar().file("a", "").end(), 20_000);
    assertThatThrownBy(
            () -> {
              try (var reader =
                  new TarReader(new ByteArrayInputStream(trailing), "test.tar", limits)) {
                reader.next();
                reader.drain();
              }
            })
        .hasMessageContaining("more than 10000 bytes");
  }
}
