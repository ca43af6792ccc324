package build.stave.corpus;

import build.stave.oci.Digest;
import build.stave.oci.ImageConfig;
import build.stave.oci.Index;
import build.stave.oci.Json;
import build.stave.oci.Manifest;
import build.stave.oci.Platform;
import build.stave.oci.RuntimeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An image as text: its configuration, its history, and how its files differ from those of the base
 * image. The files are unpacked by umoci, so that no code of ours reads what code of ours wrote.
 *
 * @param config lines of the configuration
 * @param history one line for each entry, {@code +} where a layer belongs to it and {@code -} where
 *     none does
 * @param files one line for each path that is new or different; {@code x} where it is gone
 */
record ImageListing(List<String> config, List<String> history, List<String> files) {
  /** The whole text. */
  List<String> lines() {
    List<String> all = new ArrayList<>();
    all.addAll(config);
    all.addAll(history);
    all.addAll(files);
    return all;
  }

  /**
   * What buildah must agree on. Its history has words of its own; it writes no settings that the
   * OCI's configuration lacks; and its chroot isolation leaves empty files behind that were mount
   * points.
   */
  List<String> comparable() {
    List<String> all = new ArrayList<>();
    config.stream().filter(l -> !l.matches("(Healthcheck|OnBuild|Shell) .*")).forEach(all::add);
    files.stream()
        .filter(l -> !l.matches("f 0755 0:0 /etc/(hosts|hostname|resolv.conf) \"\""))
        .forEach(all::add);
    return all;
  }

  /** Reads a listing back. */
  static ImageListing parse(List<String> lines) {
    List<String> config = new ArrayList<>();
    List<String> history = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String line : lines) {
      String kind = line.substring(0, line.indexOf(' '));
      switch (kind) {
        case "+", "-" -> history.add(line);
        case "d", "f", "l", "p", "s", "b", "c", "x" -> files.add(line);
        default -> config.add(line);
      }
    }
    return new ImageListing(config, history, files);
  }

  /** Unpacks and reads an image named {@code corpus}. */
  static ImageListing read(
      Path layout, Path folder, Digest baseLayer, SortedMap<String, String> base)
      throws IOException, InterruptedException {
    Index index = Json.read(Files.readAllBytes(layout.resolve("index.json")), Index.class);
    Manifest manifest =
        Json.read(blob(layout, index.manifests().getFirst().digest()), Manifest.class);
    ImageConfig config = Json.read(blob(layout, manifest.config().digest()), ImageConfig.class);
    List<Digest> diffIds = config.rootfs().diffIds();
    long layers = config.history().stream().filter(h -> !h.emptyLayer()).count();
    if (layers != diffIds.size() || layers != manifest.layers().size()) {
      throw new IOException(
          "%d layers in the manifest, %d in rootfs, %d in the history"
              .formatted(manifest.layers().size(), diffIds.size(), layers));
    }
    List<String> files = new ArrayList<>();
    if (!diffIds.isEmpty()) {
      Tool.must(
          folder,
          "umoci",
          "raw",
          "unpack",
          "--image",
          layout + ":1",
          folder.resolve("b").toString());
      SortedMap<String, String> tree = TreeListing.of(folder.resolve("b").toString());
      boolean based = diffIds.getFirst().equals(baseLayer);
      files = based ? differences(base, tree) : new ArrayList<>(tree.values());
      // umoci makes the root directory, as every unpacker does; whether a layer has it differs.
      files.remove("d 0755 0:0 /");
      Tool.must(folder, "rm", "-rf", folder.resolve("b").toString());
    }
    return new ImageListing(config(config), history(config), files);
  }

  /** The digest of a layout's only layer. */
  static Digest onlyLayer(Path layout) throws IOException {
    Index index = Json.read(Files.readAllBytes(layout.resolve("index.json")), Index.class);
    return Json.read(blob(layout, index.manifests().getFirst().digest()), Manifest.class)
        .layers()
        .getFirst()
        .digest();
  }

  private static byte[] blob(Path layout, Digest digest) throws IOException {
    return Files.readAllBytes(layout.resolve("blobs/sha256").resolve(digest.hex()));
  }

  private static List<String> differences(
      SortedMap<String, String> base, SortedMap<String, String> tree) {
    List<String> lines = new ArrayList<>();
    var paths = new TreeSet<>(base.keySet());
    paths.addAll(tree.keySet());
    String gone = "\0";
    for (String path : paths) {
      String now = tree.get(path);
      if (now == null) {
        // What lay below is gone with it.
        if (!path.startsWith(gone + "/")) {
          lines.add("x " + TreeListing.quoted(path));
          gone = path;
        }
      } else if (!Objects.equals(now, base.get(path))) {
        lines.add(now);
      }
    }
    return lines;
  }

  private static List<String> history(ImageConfig config) {
    return config.history().stream()
        .map(
            h ->
                (h.emptyLayer() ? "- " : "+ ")
                    + Objects.requireNonNullElse(h.createdBy(), "")
                        .replace("\\", "\\\\")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t"))
        .toList();
  }

  private static List<String> config(ImageConfig image) {
    RuntimeConfig config = image.config();
    List<String> lines = new ArrayList<>();
    add(lines, "Author", image.author());
    boolean local = image.platform().equals(Platform.local());
    add(lines, "Platform", local ? null : image.platform().toString());
    add(lines, "User", config.user().isEmpty() ? null : config.user());
    config.env().forEach(e -> add(lines, "Env", e));
    add(lines, "Entrypoint", config.entrypoint());
    add(lines, "Cmd", config.cmd());
    add(lines, "WorkingDir", config.workingDir().isEmpty() ? null : config.workingDir());
    config.labels().forEach((k, v) -> add(lines, "Label", k + "=" + v));
    config.volumes().keySet().forEach(v -> add(lines, "Volume", v));
    config.exposedPorts().keySet().forEach(p -> add(lines, "Port", p));
    add(lines, "StopSignal", config.stopSignal());
    add(lines, "Healthcheck", config.healthcheck());
    config.onBuild().forEach(t -> add(lines, "OnBuild", t));
    add(lines, "Shell", config.shell());
    return lines;
  }

  private static void add(List<String> lines, String name, @Nullable Object value) {
    if (value instanceof String text) {
      lines.add(name + " " + text.replace("\\", "\\\\").replace("\n", "\\n"));
    } else if (value != null && !value.equals(List.of())) {
      lines.add(
          name + " " + new String(Json.bytes(value), java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
