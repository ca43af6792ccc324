package build.stave.layer;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;

/** Opens compressors; closing one ends its format and closes the stream below. */
final class Compressors {
  /** Input of one zstd job; fixed, because the bytes depend on it and the default may change. */
  private static final int ZSTD_JOB = 4 * 1024 * 1024;

  /** More would cost 12 MiB of native memory each and wait for the tar. */
  private static final int ZSTD_MAX_WORKERS = 8;

  private Compressors() {}

  static OutputStream open(
      LayerCompression compression, OutputStream out, int threads, Semaphore permits)
      throws IOException {
    return switch (compression.format()) {
      case NONE -> out;
      case GZIP -> new ParallelGzip(out, compression.level(), threads, permits);
      case ZSTD ->
          // Without workers zstd takes another path and writes other bytes.
          new ZstdOutputStreamNoFinalizer(out, compression.level())
              .setWorkers(Math.clamp(threads, 1, ZSTD_MAX_WORKERS))
              .setJobSize(ZSTD_JOB);
    };
  }
}
