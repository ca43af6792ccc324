package build.stave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.oci.Digest;
import build.stave.problem.StaveException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class TarWriterTest {
  private static final String LONG = "d".repeat(90) + "/" + "f".repeat(120);

  @Test
  void whatFitsIsPlainUstar() throws IOException {
    byte[] tar = tar(entry("etc/passwd", Entry.Kind.FILE, 04755, 10, 20, 0, 1_700_000_000, ""));
    assertThat(tar).hasSize(3 * 512);
    String header = new String(tar, 0, 512, StandardCharsets.ISO_8859_1);
    assertThat(header)
        .startsWith("etc/passwd\0")
        .contains("0004755\0" + "0000012\0" + "0000024\0" + "00000000000\0" + "14524770400\0");
    assertThat(header.substring(257)).startsWith("ustar\00000\0\0");
  }

  @Test
  void everyKindComesBack() throws IOException {
    List<TarArchiveEntry> read =
        read(
            tar(
                entry("d", Entry.Kind.DIRECTORY, 01777, 0, 0, 0, 1, ""),
                entry("s", Entry.Kind.SYMLINK, 0777, 0, 0, 0, 1, "../t"),
                entry("h", Entry.Kind.HARD_LINK, 0644, 0, 0, 0, 1, "d/f"),
                entry("p", Entry.Kind.FIFO, 0644, 0, 0, 0, 1, ""),
                new Entry(
                    "c", Entry.Kind.CHARACTER_DEVICE, 0600, 0, 0, 0, 1, "", 5, 1, new TreeMap<>()),
                new Entry(
                    "b",
                    Entry.Kind.BLOCK_DEVICE,
                    0600,
                    0,
                    0,
                    0,
                    1,
                    "",
                    259,
                    1_048_575,
                    new TreeMap<>())));
    assertThat(read)
        .extracting(TarArchiveEntry::getName)
        .containsExactly("d/", "s", "h", "p", "c", "b");
    assertThat(read.get(0).isDirectory()).isTrue();
    assertThat(read.get(0).getMode()).isEqualTo(01777);
    assertThat(read.get(1).isSymbolicLink()).isTrue();
    assertThat(read.get(1).getLinkName()).isEqualTo("../t");
    assertThat(read.get(2).isLink()).isTrue();
    assertThat(read.get(2).getLinkName()).isEqualTo("d/f");
    assertThat(read.get(3).isFIFO()).isTrue();
    assertThat(read.get(4).isCharacterDevice()).isTrue();
    assertThat(read.get(5).isBlockDevice()).isTrue();
    assertThat(read.get(5).getDevMajor()).isEqualTo(259);
    assertThat(read.get(5).getDevMinor()).isEqualTo(1_048_575);
  }

  @Test
  void whatDoesNotFitGoesIntoPaxRecords() throws IOException {
    Entry entry =
        new Entry(
            LONG + "é",
            Entry.Kind.SYMLINK,
            0777,
            3_000_000,
            -2,
            0,
            -5,
            "ü/" + LONG,
            0,
            0,
            new TreeMap<>(Map.of("security.capability", Bytes.of(new byte[] {1, 0, '\n', -1}))));
    TarArchiveEntry read = read(tar(entry)).getFirst();
    assertThat(read.getName()).isEqualTo(LONG + "é");
    assertThat(read.getLinkName()).isEqualTo("ü/" + LONG);
    assertThat(read.getLongUserId()).isEqualTo(3_000_000);
    assertThat(read.getLongGroupId()).isEqualTo(0xFFFFFFFEL);
    assertThat(read.getLastModifiedTime().toMillis()).isEqualTo(-5000);
    assertThat(new String(tar(entry), StandardCharsets.ISO_8859_1))
        .contains("41 SCHILY.xattr.security.capability=\u0001\0\n\u00ff\n");
  }

  @Test
  void paxLengthsCountThemselves() throws IOException {
    // Around the lengths at which the count of digits grows.
    for (int length = 101; length < 1100; length++) {
      String path = "p".repeat(length);
      assertThat(read(tar(entry(path, Entry.Kind.FILE, 0644, 0, 0, 0, 0, ""))).getFirst().getName())
          .isEqualTo(path);
    }
  }

  @Test
  void bytesThatAreNoTextAreKept() throws IOException {
    String tail = "\uDCFF\uDC80";
    byte[] small = tar(entry("a" + tail, Entry.Kind.FILE, 0644, 0, 0, 0, 0, ""));
    assertThat(small).hasSize(3 * 512).startsWith('a', 0xFF, 0x80, 0);
    String large =
        new String(
            tar(entry(LONG + tail, Entry.Kind.FILE, 0644, 0, 0, 0, 0, "")),
            StandardCharsets.ISO_8859_1);
    assertThat(large).contains("21 hdrcharset=BINARY\n223 path=" + LONG + "\u00ff\u0080\n");
  }

  @Test
  void contentIsPaddedAndSizesBeyondEightGigabytesAreRecorded() throws IOException {
    byte[] content = "hello".getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    try (var tar = new TarWriter(out)) {
      tar.put(entry("f", Entry.Kind.FILE, 0644, 0, 0, 5, 0, ""), new ByteArrayInputStream(content));
    }
    assertThat(out.size()).isEqualTo(4 * 512);
    var header = new ByteArrayOutputStream();
    TarHeader.write(entry("f", Entry.Kind.FILE, 0644, 0, 0, 8L << 30, 0, ""), header);
    assertThat(header.toString(StandardCharsets.ISO_8859_1)).contains("19 size=8589934592\n");
    var below = new ByteArrayOutputStream();
    TarHeader.write(entry("f", Entry.Kind.FILE, 0644, 0, 0, (8L << 30) - 1, 0, ""), below);
    assertThat(below.size()).isEqualTo(512);
  }

  @Test
  void deletionsAreWhiteoutsFromNineteenSeventy() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarWriter(out)) {
      tar.put(new Change.Delete("usr/share/doc"));
      tar.put(new Change.Delete("tmp"));
    }
    List<TarArchiveEntry> read = read(out.toByteArray());
    assertThat(read)
        .extracting(TarArchiveEntry::getName)
        .containsExactly("usr/share/.wh.doc", ".wh.tmp");
    assertThat(read.getFirst().getMode()).isZero();
    assertThat(read.getFirst().getLastModifiedTime().toMillis()).isZero();
  }

  @Test
  void theRootIsLeftOut() throws IOException {
    assertThat(tar(entry("", Entry.Kind.DIRECTORY, 0755, 0, 0, 0, 1, "")))
        .isEqualTo(new byte[1024]);
  }

  @Test
  void whatTarCannotHoldIsRefused() {
    Entry xattr =
        new Entry(
            "f",
            Entry.Kind.FILE,
            0,
            0,
            0,
            0,
            0,
            "",
            0,
            0,
            new TreeMap<>(Map.of("user.a=b", Bytes.of(new byte[0]))));
    assertThatThrownBy(() -> tar(xattr))
        .isInstanceOf(StaveException.class)
        .hasMessageContaining("user.a=b");
  }

  /** A change here changes the digests of all images: it needs a reason and a note. */
  @Test
  void theFormatIsPinned() throws IOException {
    byte[] tar =
        tar(
            entry("a", Entry.Kind.DIRECTORY, 0755, 0, 0, 0, 1, ""),
            entry("a/é", Entry.Kind.SYMLINK, 0777, 1, 2, 0, 3, LONG));
    assertThat(Digest.of(tar).hex())
        .isEqualTo("dd375751fb682d20f339eca9ec81788b6962b2f40eb4cb78a97246880e3ad619");
  }

  private static Entry entry(
      String path,
      Entry.Kind kind,
      int mode,
      int uid,
      int gid,
      long size,
      long mtime,
      String link) {
    return new Entry(path, kind, mode, uid, gid, size, mtime, link, 0, 0, new TreeMap<>());
  }

  private static byte[] tar(Entry... entries) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarWriter(out)) {
      for (Entry entry : entries) {
        tar.put(entry);
      }
    }
    return out.toByteArray();
  }

  private static List<TarArchiveEntry> read(byte[] tar) throws IOException {
    List<TarArchiveEntry> entries = new ArrayList<>();
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.add(e);
      }
    }
    return entries;
  }
}
