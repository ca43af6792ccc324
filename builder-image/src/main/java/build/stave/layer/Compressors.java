package build.stave.layer;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Opens compressors; closing one ends its format and closes the stream below. */
final class Compressors {
  /** Input of one zstd job; fixed, because the bytes depend on it and the default may change. */
  private static final int ZSTD_JOB = 4 * 1024 * 1024;

  /** More would cost 12 MiB of native memory each and wait for the tar. */
  private static final int ZSTD_MAX_WORKERS = 8;

  /** Each write to zstd is a native call. */
  private static final int ZSTD_CHUNK = 128 * 1024;

  private final int threads;
  private final GzipPool gzip;

  /**
   * Compressors that share their threads.
   *
   * @param threads at least 1
   */
  Compressors(int threads) {
    this.threads = threads;
    this.gzip = new GzipPool(threads);
  }

  OutputStream open(LayerCompression compression, OutputStream out) throws IOException {
    return switch (compression.format()) {
      case NONE -> out;
      case GZIP -> new ParallelGzip(out, gzip);
      case ZSTD ->
          // Without workers zstd takes another path and writes other bytes.
          new BufferedOutputStream(
              new ZstdOutputStreamNoFinalizer(out, compression.level())
                  .setWorkers(Math.clamp(threads, 1, ZSTD_MAX_WORKERS))
                  .setJobSize(ZSTD_JOB),
              ZSTD_CHUNK);
    };
  }
}
