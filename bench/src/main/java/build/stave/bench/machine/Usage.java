package build.stave.bench.machine;

/**
 * What one measured build used.
 *
 * @param seconds wall clock
 * @param cpuSeconds user and system time
 * @param peakBytes the most memory its control group had, with page cache
 * @param anonymousBytes the most memory that was no page cache, sampled
 * @param readBytes read from disks
 * @param writtenBytes written to file systems on disks, whether it got there before it was deleted
 *     or not
 */
public record Usage(
    double seconds,
    double cpuSeconds,
    long peakBytes,
    long anonymousBytes,
    long readBytes,
    long writtenBytes) {}
