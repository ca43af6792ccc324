package build.stave.archive;

import build.stave.stream.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A sparse file's map: where its data goes; the rest are zeros.
 *
 * @param realSize bytes with the holes filled
 * @param segments in ascending order, without overlap, inside the file
 */
record Sparse(long realSize, List<Segment> segments) {
  private static final int MAX_SEGMENTS = 1_000_000;

  /** Data bytes at an offset. */
  record Segment(long offset, long length) {}

  Sparse {
    long end = 0;
    for (Segment segment : segments) {
      if (segment.offset < end
          || segment.length < 0
          || segment.length > realSize - segment.offset) {
        throw new NumberFormatException("sparse map out of order or out of range");
      }
      end = segment.offset + segment.length;
    }
    segments = List.copyOf(segments);
  }

  /** Bytes that the archive holds for it. */
  long dataSize() {
    return segments.stream().mapToLong(Segment::length).sum();
  }

  /** From {@code offset,length,offset,length…} (PAX 0.1; 0.0 says the same in single records). */
  static Sparse ofMap(long realSize, String map) {
    String[] numbers = map.isEmpty() ? new String[0] : map.split(",", -1);
    if (numbers.length % 2 != 0 || numbers.length / 2 > MAX_SEGMENTS) {
      throw new NumberFormatException("sparse map of " + numbers.length + " numbers");
    }
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      segments.add(new Segment(number(numbers[i]), number(numbers[i + 1])));
    }
    return new Sparse(realSize, segments);
  }

  /** From the decimal lines that PAX 1.0 puts before the data, padded to whole blocks. */
  static Sparse ofData(long realSize, InputStream data) throws IOException {
    var counted = new Lines(data);
    long count = counted.next();
    if (count > MAX_SEGMENTS) {
      throw new NumberFormatException("sparse map of " + count + " segments");
    }
    List<Segment> segments = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      segments.add(new Segment(counted.next(), counted.next()));
    }
    counted.skipPadding();
    return new Sparse(realSize, segments);
  }

  /** The whole content, holes included. */
  InputStream content(InputStream data) {
    return new Filled(data);
  }

  static long number(String digits) {
    long value = Long.parseLong(digits);
    if (value < 0 || !Character.isDigit(digits.charAt(0))) {
      throw new NumberFormatException(digits);
    }
    return value;
  }

  private static final class Lines {
    private final InputStream in;
    private long read;

    Lines(InputStream in) {
      this.in = in;
    }

    long next() throws IOException {
      var digits = new StringBuilder();
      while (true) {
        int c = in.read();
        read++;
        if (c == '\n') {
          return number(digits.toString());
        }
        if (c < '0' || c > '9' || digits.length() > 18) {
          throw new NumberFormatException("sparse map");
        }
        digits.append(Character.toString(c));
      }
    }

    void skipPadding() throws IOException {
      in.skipNBytes((TarBlock.BLOCK - read % TarBlock.BLOCK) % TarBlock.BLOCK);
    }
  }

  private final class Filled extends BulkInput {
    private final InputStream data;
    private long position;
    private int next;

    Filled(InputStream data) {
      this.data = data;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      while (next < segments.size()
          && position >= segments.get(next).offset + segments.get(next).length) {
        next++;
      }
      if (position == realSize) {
        return -1;
      }
      Segment segment = next < segments.size() ? segments.get(next) : new Segment(realSize, 0);
      if (position < segment.offset) {
        int n = (int) Math.min(length, segment.offset - position);
        java.util.Arrays.fill(bytes, offset, offset + n, (byte) 0);
        position += n;
        return n;
      }
      long left = segment.offset + segment.length - position;
      int n = data.read(bytes, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new java.io.EOFException("sparse data ends early");
      }
      position += n;
      return n;
    }
  }

  /** Joins the records of PAX 0.0 into a map as PAX 0.1 has it. */
  static String join(List<byte[]> numbers) {
    List<String> texts = new ArrayList<>();
    for (byte[] number : numbers) {
      texts.add(new String(number, StandardCharsets.US_ASCII));
    }
    return String.join(",", texts);
  }
}
