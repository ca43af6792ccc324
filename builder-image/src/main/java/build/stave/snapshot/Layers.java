package build.stave.snapshot;

import build.stave.archive.Compression;
import build.stave.archive.Limits;
import build.stave.archive.ReadAhead;
import build.stave.archive.TarReader;
import build.stave.linux.LinuxException;
import build.stave.oci.Digest;
import build.stave.problem.Category;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Unpacked base layers, each once per chain id (OCI image-spec, config.md#layer-chainid). */
final class Layers {
  static final String FREE_SPACE =
      "free space where the store lies, or give the builder a larger volume";

  /** Beside the directory of a layer whose files have their size alone. */
  private static final String OUTLINE = "outline";

  private final ItemFiles files;
  private final Uses uses;
  private final Unsynced unsynced;
  private final Limits limits;

  Layers(ItemFiles files, Uses uses, Unsynced unsynced, Limits limits) {
    this.files = files;
    this.uses = uses;
    this.unsynced = unsynced;
    this.limits = limits;
  }

  Tree unpack(List<LayerArchive> archives) throws IOException {
    List<Item> items = chainIds(archives).stream().map(files::layer).toList();
    return new ImageUnpack(this, uses, archives, items, true).run();
  }

  /** Layers that are there whole are taken so. */
  Tree outline(List<LayerArchive> archives) throws IOException {
    List<Item> items = new ArrayList<>();
    for (Digest chainId : chainIds(archives)) {
      Item whole = files.layer(chainId);
      items.add(uses.keep(whole) ? whole : files.layer(Digest.of("outline " + chainId)));
    }
    return new ImageUnpack(this, uses, archives, items, false).run();
  }

  /** Whether the files of an unpacked layer have their size alone. */
  static boolean isOutline(String directory) {
    return Files.exists(Path.of(directory).resolveSibling(OUTLINE));
  }

  Tree unpack(Digest id, Tree below, LayerArchive archive) throws IOException {
    Item layer = files.layer(id);
    uses.obtain(layer, () -> create(layer, () -> below, archive, true, () -> {}));
    return on(below, layer);
  }

  /** The tree with a layer that is there; it stays until the builds of this process have ended. */
  Optional<Tree> find(Digest id, Tree below) throws IOException {
    Item layer = files.layer(id);
    return uses.keep(layer) ? Optional.of(on(below, layer)) : Optional.empty();
  }

  /** Whether a layer is there; if so it stays until the builds of this process have ended. */
  boolean has(Digest id) throws IOException {
    return uses.keep(files.layer(id));
  }

  boolean holds(Digest id) {
    return Files.exists(files.layer(id).path());
  }

  /** Takes over a directory with the changes of a step, unless there is one of the id. */
  void adopt(Digest id, String directory) throws IOException {
    Item layer = files.layer(id);
    uses.obtain(
        layer,
        () -> {
          Path partial = layer.partial();
          build.stave.linux.Files.removeTree(partial.toString());
          Files.createDirectory(partial);
          build.stave.linux.Files.rename(directory, partial.resolve("fs").toString());
          unsynced.mark(layer);
          Files.move(partial, layer.path());
        });
  }

  static Tree on(Tree below, Item layer) throws IOException {
    String directory = layer.path().resolve("fs").toString();
    // Overlayfs ignores the mark on the root of a layer.
    return Attributes.isOpaque(directory) ? Tree.EMPTY.plus(directory) : below.plus(directory);
  }

  /** Of each layer with all below it (OCI image-spec, config.md, "Layer ChainID"). */
  static List<Digest> chainIds(List<LayerArchive> archives) {
    List<Digest> chain = new ArrayList<>();
    for (LayerArchive archive : archives) {
      Digest diffId = archive.diffId();
      chain.add(chain.isEmpty() ? diffId : Digest.of(chain.getLast() + " " + diffId));
    }
    return chain;
  }

  /**
   * Makes a layer. Called under its lock, so that what is left of a killed process is nobody's.
   *
   * @param contents false for an outline
   * @param read is called when the archive has been read and is found to be the right one
   */
  void create(
      Item layer, LowerView.Below below, LayerArchive archive, boolean contents, Runnable read)
      throws IOException {
    Path partial = layer.partial();
    String doing = "unpack layer " + archive.diffId();
    try {
      build.stave.linux.Files.removeTree(partial.toString());
      Files.createDirectory(partial);
      String directory = partial.resolve("fs").toString();
      build.stave.linux.Files.mkdir(directory, 0755);
      if (!contents) {
        Files.createFile(partial.resolve(OUTLINE));
      }
      try (var unpacker = new Unpacker(directory, new LowerView(below), contents)) {
        extract(unpacker, archive);
        read.run();
        unpacker.finish();
      }
      unsynced.mark(layer);
      Files.move(partial, layer.path());
    } catch (Unpacker.UnpackException e) {
      throw problem("entry " + e.path() + ": ", e.failure()).doing(doing).exception(e);
    } catch (LinuxException e) {
      throw problem("", e).doing(doing).exception(e);
    } catch (StaveException e) {
      throw e.problem().doing(doing).exception(e);
    } finally {
      build.stave.linux.Files.removeTree(partial.toString());
    }
  }

  private void extract(Unpacker unpacker, LayerArchive archive) throws IOException {
    try (var blob = archive.content().open()) {
      try {
        extract(unpacker, archive.diffId(), blob);
      } catch (StaveException e) {
        if (e.problem().category() == Category.USER) {
          // Bytes that are not those of the blob look like anything: that it says itself.
          blob.transferTo(OutputStream.nullOutputStream());
        }
        throw e;
      }
      // The blob verifies itself at its end, which a decompressor may not have looked for.
      blob.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void extract(Unpacker unpacker, Digest diffId, InputStream blob) throws IOException {
    MessageDigest hash = diffId.newHash();
    try (var tar =
            new DigestInputStream(new ReadAhead(Compression.open(new KeptOpen(blob))), hash);
        var reader = new TarReader(tar, "layer " + diffId.shortHex(), limits)) {
      unpacker.unpack(reader);
      reader.drain();
    }
    Digest found = Digest.of(hash.digest(), diffId.algorithm());
    if (!found.equals(diffId)) {
      throw Problem.remote("", "its content has the diff id " + found).exception();
    }
  }

  /** Closing it leaves the stream below open. */
  private static final class KeptOpen extends FilterInputStream {
    KeptOpen(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }

  private static Problem problem(String entry, IOException failure) {
    String message = entry + failure.getMessage();
    if (!(failure instanceof LinuxException error)) {
      return Problem.environment("", message).canRetry();
    }
    return switch (error.errno()) {
      case LinuxException.ENOSPC, LinuxException.EDQUOT ->
          Problem.environment("", "the disk is full: " + message)
              .because(Reason.DISK_FULL)
              .fix(FREE_SPACE);
      case LinuxException.ELOOP, LinuxException.ENAMETOOLONG -> Problem.user(message);
      case LinuxException.EINVAL, LinuxException.EPERM ->
          Problem.environment("", message)
              .because(Reason.ISOLATION_UNAVAILABLE)
              .fix("run in a user namespace that maps all ids from 0 to 65535");
      default -> Problem.environment("", message);
    };
  }
}
