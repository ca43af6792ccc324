package build.stave.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlphabetTest {
  /** RFC 1951, 3.2.5: symbols cover the lengths and distances in order, without gaps. */
  @Test
  void symbolsAndExtraBitsCountUp() {
    int expected = 0;
    int symbol = 257;
    for (int length = 3; length < 258; length++) {
      if (expected == 1 << Alphabet.lengthExtraBits(symbol)) {
        expected = 0;
        symbol++;
      }
      assertThat(Alphabet.lengthSymbol(length)).as("length %d", length).isEqualTo(symbol);
      assertThat(Alphabet.lengthExtra(length)).as("length %d", length).isEqualTo(expected++);
    }
    assertThat(Alphabet.lengthSymbol(258)).isEqualTo(285);
    assertThat(Alphabet.lengthExtraBits(285)).isZero();
    assertThat(Alphabet.lengthExtra(258)).isZero();

    expected = 0;
    symbol = 0;
    for (int distance = 1; distance <= 32_768; distance++) {
      if (expected == 1 << Alphabet.distanceExtraBits(symbol)) {
        expected = 0;
        symbol++;
      }
      assertThat(Alphabet.distanceSymbol(distance)).as("distance %d", distance).isEqualTo(symbol);
      assertThat(Alphabet.distanceExtra(distance, symbol)).isEqualTo(expected++);
    }
    assertThat(symbol).isEqualTo(29);
  }
}
