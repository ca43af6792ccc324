package build.stave.snapshot;

import build.stave.linux.Names;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Devices that a layer holds and that were not unpacked, since a user namespace cannot make them.
 * They are remembered in a file beside the layer's directory: paths, each ended by a NUL.
 */
final class LeftOutDevices {
  private LeftOutDevices() {}

  static Set<String> of(String layer) throws IOException {
    Set<String> paths = new TreeSet<>();
    byte[] content;
    try {
      content = Files.readAllBytes(file(layer));
    } catch (NoSuchFileException e) {
      return paths;
    }
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == 0) {
        paths.add(Names.decode(Arrays.copyOfRange(content, start, i)));
        start = i + 1;
      }
    }
    return paths;
  }

  static void write(String layer, Set<String> paths) throws IOException {
    if (paths.isEmpty()) {
      return;
    }
    var content = new ByteArrayOutputStream();
    for (String path : paths) {
      content.writeBytes(Names.encode(path));
      content.write(0);
    }
    Files.write(file(layer), content.toByteArray());
  }

  private static Path file(String layer) {
    return Path.of(layer).resolveSibling("devices");
  }
}
