package build.stave.oci;

import build.stave.problem.Problem;
import build.stave.problem.StaveException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Locale;

/**
 * JSON as content-addressed documents need it: the same value has the same bytes. Keys are in the
 * order of the record's components, maps are sorted, no white space, UTF-8 with characters beyond
 * U+FFFF (and halves of them, which stand for bytes that are no text) as escapes.
 */
public final class Json {
  private static final int MAX_NESTING = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Json() {}

  /** The bytes of a value. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw Problem.internal("write JSON", e.getOriginalMessage()).exception(e);
    }
  }

  /**
   * Reads a document that came from elsewhere. Unknown fields are ignored, as the specifications
   * demand; more than 64 levels of nesting are refused.
   *
   * @throws StaveException of category REMOTE where the bytes are no such document
   */
  public static <T> T read(byte[] bytes, Class<T> type) {
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value == null) {
        throw malformed(type, "it is null").exception();
      }
      return value;
    } catch (IOException e) {
      throw malformed(type, reason(e)).exception(e);
    }
  }

  private static Problem malformed(Class<?> type, String reason) {
    String name =
        type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return Problem.remote("", "malformed " + name + ": " + reason);
  }

  private static String reason(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StaveException stave) {
        return stave.problem().message();
      }
    }
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
