package build.stave.graph;

import build.stave.oci.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a content address out of fields. Each field goes in with its name and its length, so that
 * no two different sets of fields have the same bytes.
 */
final class AddressHash {
  /** Changes with the meaning of any field: addresses of other versions never match. */
  private static final String FORMAT = "stave-step-1";

  private final MessageDigest hash = Digest.newSha256();

  private AddressHash() {}

  /** An address of this kind of thing. */
  static AddressHash of(String kind) {
    return new AddressHash().bytes(FORMAT).bytes(kind);
  }

  AddressHash field(String name, @Nullable String value) {
    bytes(name);
    return value == null ? length(-1) : bytes(value);
  }

  AddressHash field(String name, boolean value) {
    return field(name, value ? "true" : "false");
  }

  AddressHash field(String name, long value) {
    return field(name, Long.toString(value));
  }

  AddressHash field(String name, Digest value) {
    return field(name, value.toString());
  }

  AddressHash field(String name, @Nullable List<String> values) {
    bytes(name);
    if (values == null) {
      return length(-1);
    }
    length(values.size());
    values.forEach(this::bytes);
    return this;
  }

  AddressHash field(String name, SortedMap<String, String> values) {
    bytes(name).length(values.size());
    for (Map.Entry<String, String> entry : values.entrySet()) {
      bytes(entry.getKey()).bytes(entry.getValue());
    }
    return this;
  }

  Digest address() {
    return Digest.of(hash.digest(), "sha256");
  }

  private AddressHash bytes(String value) {
    // Not UTF-8: half surrogates, which stand for bytes that are no text, would all be one.
    ByteBuffer content = ByteBuffer.allocate(value.length() * Character.BYTES);
    content.asCharBuffer().put(value);
    length(value.length());
    hash.update(content);
    return this;
  }

  private AddressHash length(int value) {
    hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }
}
