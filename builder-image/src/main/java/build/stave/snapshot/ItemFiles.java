package build.stave.snapshot;

import build.stave.linux.SharedFolders;
import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Where the store keeps its items, their locks and their marks. */
final class ItemFiles {
  private static final String BLOB = "blob-";

  private final Path root;

  /** Makes the folders. */
  ItemFiles(Path root) throws IOException {
    this.root = root;
    for (String folder : List.of("layers", "blobs", "locks", "unsynced")) {
      Files.createDirectories(root.resolve(folder));
    }
  }

  Path root() {
    return root;
  }

  Path locks() {
    return root.resolve("locks");
  }

  Path lock(String name) {
    return locks().resolve(name);
  }

  Path marks() {
    return root.resolve("unsynced");
  }

  Item layer(Digest chainId) {
    return item(Item.LAYER + chainId.hex());
  }

  Item blob(Digest digest) {
    return item(BLOB + digest.algorithm() + "-" + digest.hex());
  }

  /** The item of a lock or mark. */
  Item item(String name) {
    if (name.startsWith(Item.LAYER)) {
      return new Item(name, root.resolve("layers").resolve(name.substring(Item.LAYER.length())));
    }
    int end = name.lastIndexOf('-');
    Path folder = root.resolve("blobs").resolve(name.substring(BLOB.length(), end));
    return new Item(name, folder.resolve(name.substring(end + 1)));
  }

  /** All items that are there, in part or as a lock only. */
  List<Item> all() throws IOException {
    var names = new TreeSet<String>();
    for (Path lock : SharedFolders.list(locks())) {
      String name = lock.getFileName().toString();
      if (name.startsWith(Item.LAYER) || name.startsWith(BLOB)) {
        names.add(name);
      }
    }
    for (Path layer : SharedFolders.list(root.resolve("layers"))) {
      names.add(Item.LAYER + whole(layer));
    }
    for (Path algorithm : SharedFolders.list(root.resolve("blobs"))) {
      for (Path blob : SharedFolders.list(algorithm)) {
        names.add(BLOB + algorithm.getFileName() + "-" + whole(blob));
      }
    }
    return names.stream().map(this::item).toList();
  }

  private static String whole(Path file) {
    return SharedFolders.whole(file).getFileName().toString();
  }
}
