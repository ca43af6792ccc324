package build.stave.corpus;

import build.stave.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The corpus over one set of base images, in a folder of its own. */
final class Corpus {
  private static final Path RESOURCES =
      Path.of(System.getProperty("stave.root", ".."), "builder-image/src/test/resources")
          .toAbsolutePath()
          .normalize();

  /** Where the cases lie. */
  static final Path FOLDER = RESOURCES.resolve("corpus");

  private final Path folder;
  private final BaseImages bases;
  private final SortedMap<String, String> baseFiles;
  private final Digest baseLayer;
  private final AtomicInteger counter = new AtomicInteger();

  private Corpus(Path folder, BaseImages bases) throws IOException {
    this.folder = folder;
    this.bases = bases;
    baseFiles = TreeListing.of(bases.rootfs().toString());
    baseLayer = ImageListing.onlyLayer(bases.layout("busybox"));
  }

  /** Makes the base images. */
  static Corpus create(Path folder) throws IOException, InterruptedException {
    BaseImages bases =
        BaseImages.create(
            RESOURCES.resolve("corpus-base"), Files.createDirectories(folder.resolve("base")));
    return new Corpus(folder, bases);
  }

  BaseImages bases() {
    return bases;
  }

  /** What a builder makes of a case. */
  sealed interface Outcome {
    /** An image. */
    record Built(ImageListing listing) implements Outcome {}

    /** A refusal. */
    record Refused(String message) implements Outcome {}
  }

  /** Builds one case and reads what came out. */
  Outcome outcome(CorpusCase one, ImageBuilder builder) throws IOException, InterruptedException {
    Path prepared = Files.createDirectories(folder.resolve("case-" + counter.incrementAndGet()));
    try {
      one.prepare(prepared);
      Path layout = builder.build(prepared, one.flags(prepared));
      return new Outcome.Built(ImageListing.read(layout, prepared, baseLayer, baseFiles));
    } catch (ImageBuilder.BuildFailed e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    } finally {
      Tool.must(folder, "rm", "-rf", prepared.toString());
    }
  }

  /** What a case must become. */
  static ImageListing expected(CorpusCase one) throws IOException {
    return ImageListing.parse(CorpusCase.lines(one.expected()));
  }

  /** The parts of the message of a case that must fail. */
  static List<String> error(CorpusCase one) throws IOException {
    return CorpusCase.lines(one.error());
  }
}
