package build.stave.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HuffmanLengthsTest {
  @Test
  void codesAreCompleteAndWithinTheLimit() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int[] counts = new int[2 + random.nextInt(285)];
      int max = 1 << random.nextInt(20);
      for (int i = 0; i < counts.length; i++) {
        counts[i] = random.nextInt(3) == 0 ? 0 : (int) (max * Math.pow(random.nextDouble(), 8));
      }
      int[] lengths = HuffmanLengths.forCounts(counts, 15);
      assertThat(taken(lengths)).as("seed %d", seed).isEqualTo(1 << 15);
      for (int i = 0; i < counts.length; i++) {
        assertThat(lengths[i]).isLessThanOrEqualTo(15);
        assertThat(counts[i] == 0 || lengths[i] > 0).isTrue();
      }
    }
  }

  @Test
  void fibonacciCountsAreLimited() {
    int[] counts = new int[19];
    counts[0] = 1;
    counts[1] = 1;
    for (int i = 2; i < counts.length; i++) {
      counts[i] = counts[i - 1] + counts[i - 2];
    }
    int[] lengths = HuffmanLengths.forCounts(counts, 7);
    assertThat(taken(lengths)).isEqualTo(1 << 15);
    assertThat(Arrays.stream(lengths).max().orElseThrow()).isEqualTo(7);
    assertThat(lengths[18]).isEqualTo(1);
  }

  @Test
  void lengthsAreHuffmansWhereTheLimitDoesNotBind() {
    assertThat(HuffmanLengths.forCounts(new int[] {5, 0, 9, 12, 13, 16, 45}, 15))
        .containsExactly(4, 0, 4, 3, 3, 3, 1);
  }

  @Test
  void aCodeHasTwoSymbolsEvenIfOneOrNoneIsUsed() {
    assertThat(HuffmanLengths.forCounts(new int[] {0, 0, 0}, 15)).containsExactly(1, 1, 0);
    assertThat(HuffmanLengths.forCounts(new int[] {4, 0, 0}, 15)).containsExactly(1, 1, 0);
    assertThat(HuffmanLengths.forCounts(new int[] {0, 0, 4}, 15)).containsExactly(1, 0, 1);
  }

  /** Codes of 15 bits that the lengths take up; a complete code takes all. */
  private static int taken(int[] lengths) {
    return Arrays.stream(lengths).filter(n -> n > 0).map(n -> 1 << (15 - n)).sum();
  }
}
