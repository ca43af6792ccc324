package build.stave.snapshot;

import build.stave.archive.Compression;
import build.stave.archive.Limits;
import build.stave.archive.TarReader;
import build.stave.linux.LinuxException;
import build.stave.oci.BlobOpener;
import build.stave.oci.Digest;
import build.stave.problem.Problem;
import build.stave.problem.Reason;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Unpacked base layers, each once per chain id (OCI image-spec, config.md#layer-chainid). */
final class Layers {
  static final String FREE_SPACE =
      "free space where the store lies, or give the builder a larger volume";

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

  Tree unpack(Tree below, List<Digest> diffIds, BlobOpener archive) throws IOException {
    return unpack(chainId(diffIds), below, diffIds.getLast(), archive);
  }

  Tree unpack(Digest id, Tree below, Digest diffId, BlobOpener archive) throws IOException {
    Item layer = files.layer(id);
    uses.obtain(layer, () -> create(layer, below, diffId, archive));
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

  private static Tree on(Tree below, Item layer) throws IOException {
    String directory = layer.path().resolve("fs").toString();
    // Overlayfs ignores the mark on the root of a layer.
    return Attributes.isOpaque(directory) ? Tree.EMPTY.plus(directory) : below.plus(directory);
  }

  static Digest chainId(List<Digest> diffIds) {
    Digest chain = diffIds.getFirst();
    for (Digest diffId : diffIds.subList(1, diffIds.size())) {
      chain = Digest.of(chain + " " + diffId);
    }
    return chain;
  }

  /** Called under the layer's lock, so that what is left of a killed process is nobody's. */
  private void create(Item layer, Tree below, Digest diffId, BlobOpener archive)
      throws IOException {
    Path partial = layer.partial();
    String doing = "unpack layer " + diffId;
    try {
      build.stave.linux.Files.removeTree(partial.toString());
      Files.createDirectory(partial);
      String directory = partial.resolve("fs").toString();
      build.stave.linux.Files.mkdir(directory, 0755);
      extract(directory, below, diffId, archive);
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

  private void extract(String directory, Tree below, Digest diffId, BlobOpener archive)
      throws IOException {
    MessageDigest hash = diffId.newHash();
    try (var blob = archive.open();
        var tar = new DigestInputStream(Compression.open(blob), hash);
        var unpacker = new Unpacker(directory, new LowerView(below));
        var reader = new TarReader(tar, "layer " + diffId.shortHex(), limits)) {
      unpacker.unpack(reader);
      reader.drain();
    }
    Digest found = Digest.of(hash.digest(), diffId.algorithm());
    if (!found.equals(diffId)) {
      throw Problem.remote("", "its content has the diff id " + found).exception();
    }
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
