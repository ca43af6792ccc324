package build.stave.dockerfile;

import build.stave.problem.Problem;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of arguments: an array of strings. */
final class JsonWords {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private JsonWords() {}

  /** The strings, or nothing where the text is no JSON array and so is meant for a shell. */
  static Optional<List<String>> of(String text) {
    String trimmed = Runes.trimLeft(text);
    if (!trimmed.startsWith("[")) {
      return Optional.empty();
    }
    JsonNode array;
    try {
      array = READER.readValue(trimmed);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw Problem.user("when using JSON array syntax, arrays must be comprised of strings only")
            .fix("put each element into double quotes")
            .exception();
      }
      words.add(element.textValue());
    }
    return Optional.of(words);
  }
}
