package build.stave.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * File names as strings, without loss. A Linux file name is bytes; bytes that are no UTF-8 become
 * the code units U+DC80 to U+DCFF, which no valid text holds (Python's PEP 383 does the same).
 */
public final class Names {
  private static final int ESCAPE = 0xDC00;
  private static final int SHOWN = 200;

  private Names() {}

  /** The string for a file name's bytes. */
  public static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        break;
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xFF)));
      }
    }
    return out.flip().toString();
  }

  /** The bytes of a file name. */
  public static byte[] encode(String name) {
    boolean plain = true;
    for (int i = 0; i < name.length() && plain; i++) {
      plain = !isEscape(name.charAt(i));
    }
    if (plain) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
    var out = new ByteArrayOutputStream(name.length() + 16);
    int start = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 < name.length()) {
        i++;
      } else if (isEscape(c)) {
        out.writeBytes(name.substring(start, i).getBytes(StandardCharsets.UTF_8));
        out.write(c - ESCAPE);
        start = i + 1;
      }
    }
    out.writeBytes(name.substring(start).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /** Orders names by their bytes, as layers are. */
  public static int compare(String a, String b) {
    return java.util.Arrays.compareUnsigned(encode(a), encode(b));
  }

  /** A name for messages: what could steer a terminal or is no text becomes a question mark. */
  public static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
  }

  /** As {@link #printable}, and cut where it is longer than a message bears. */
  public static String shown(String name) {
    return printable(name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name);
  }

  private static boolean isEscape(char c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF;
  }
}
