package build.stave.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Records of an extended header (POSIX pax): {@code "%d %s=%s\n"} of length, key and value. */
final class PaxRecords {
  /** Takes one record; the value is bytes, since file names and attributes are. */
  interface Sink {
    void accept(String key, byte[] value);
  }

  private PaxRecords() {}

  /**
   * Hands over the records in their order; keys can repeat.
   *
   * @throws NumberFormatException where the form is wrong
   */
  static void parse(byte[] data, Sink sink) {
    int at = 0;
    while (at < data.length) {
      int space = indexOf(data, ' ', at, Math.min(data.length, at + 12));
      int length = Integer.parseInt(new String(data, at, space - at, StandardCharsets.US_ASCII));
      if (length <= space + 1 - at || length > data.length - at) {
        throw new NumberFormatException("length " + length);
      }
      int end = at + length;
      int equals = indexOf(data, '=', space + 1, end);
      if (equals == space + 1 || data[end - 1] != '\n') {
        throw new NumberFormatException("record without key or line end");
      }
      String key = new String(data, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      sink.accept(key, Arrays.copyOfRange(data, equals + 1, end - 1));
      at = end;
    }
  }

  private static int indexOf(byte[] data, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (data[i] == wanted) {
        return i;
      }
    }
    throw new NumberFormatException("no '" + wanted + "'");
  }
}
