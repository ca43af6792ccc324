package build.stave.http;

import java.net.InetAddress;

/** Address ranges such as {@code 10.0.0.0/8}, which clusters write into NO_PROXY. */
final class Cidr {
  private Cidr() {}

  /** Whether a literal address is in the range; false for names and malformed ranges. */
  static boolean contains(String range, String host) {
    int slash = range.indexOf('/');
    try {
      byte[] network = InetAddress.ofLiteral(range.substring(0, slash)).getAddress();
      byte[] address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).getAddress();
      int bits = Integer.parseInt(range.substring(slash + 1));
      if (network.length != address.length || bits > network.length * 8) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((network[bit / 8] ^ address[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
