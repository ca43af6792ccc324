package build.stave.snapshot;

import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where the store keeps its items, their locks and their marks. */
final class ItemFiles {
  private static final String BLOB = "blob-";
  private static final String PARTIAL = ".partial";

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
    for (Path lock : list(locks())) {
      String name = lock.getFileName().toString();
      if (name.startsWith(Item.LAYER) || name.startsWith(BLOB)) {
        names.add(name);
      }
    }
    for (Path layer : list(root.resolve("layers"))) {
      names.add(Item.LAYER + whole(layer));
    }
    for (Path algorithm : list(root.resolve("blobs"))) {
      for (Path blob : list(algorithm)) {
        names.add(BLOB + algorithm.getFileName() + "-" + whole(blob));
      }
    }
    return names.stream().map(this::item).toList();
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return new ArrayList<>(entries.sorted().toList());
    }
  }

  private static String whole(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(PARTIAL) ? name.substring(0, name.length() - PARTIAL.length()) : name;
  }
}
