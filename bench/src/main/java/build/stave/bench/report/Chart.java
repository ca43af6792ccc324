package build.stave.bench.report;

import static build.stave.bench.report.Numbers.fixed;

import build.stave.bench.work.Goal;
import java.util.List;

/** A picture of times as bars: each work's against its best peer, with a mark where the goal is. */
final class Chart {
  private static final List<String> COLOURS = List.of("#c2571a", "#7d8ca3", "#a9b5c6", "#566274");
  private static final int LEFT = 110;
  private static final int UNIT = 330;
  private static final int WIDTH = 900;
  private static final int BAR = 11;

  private final StringBuilder body = new StringBuilder();
  private final List<Outcome> outcomes;
  private final List<String> builders;

  Chart(List<Outcome> outcomes, List<String> builders) {
    this.outcomes = outcomes;
    this.builders = builders;
  }

  String svg() {
    int y = 46;
    legend();
    for (Outcome outcome : outcomes) {
      if (outcome.bestPeer().isPresent()) {
        y = row(outcome, y) + 12;
      }
    }
    line(LEFT + UNIT, 36, LEFT + UNIT, y - 8, "#888", "3 3");
    text(LEFT + UNIT, 30, "best peer = 1", "middle");
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">%n"
            .formatted(WIDTH, y)
        + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        + body
        + "</svg>\n";
  }

  private int row(Outcome outcome, int top) {
    double best = outcome.bestPeer().orElseThrow().seconds();
    int y = top;
    for (Sample sample : outcome.samples()) {
      if (sample.isGood()) {
        double ratio = sample.seconds() / best;
        double width = Math.min(ratio * UNIT, WIDTH - LEFT - 60);
        rectangle(LEFT, y, width, BAR - 1, colour(sample.builder()));
        text(LEFT + width + 4, y + BAR - 2, fixed(sample.seconds(), 2) + " s", "start");
        y += BAR;
      }
    }
    text(LEFT - 8, (top + y) / 2.0 + 4, outcome.row().id(), "end");
    if (outcome.row().goal() instanceof Goal.AgainstPeers(double ratio, double _)) {
      line(LEFT + ratio * UNIT, top - 3, LEFT + ratio * UNIT, y + 2, "#000", "");
    }
    return y;
  }

  private void legend() {
    int x = LEFT;
    for (String builder : builders) {
      rectangle(x, 6, 10, 10, colour(builder));
      text(x + 14, 15, builder, "start");
      x += 34 + builder.length() * 7;
    }
    line(x + 4, 5, x + 4, 17, "#000", "");
    text(x + 10, 15, "goal", "start");
  }

  private String colour(String builder) {
    return COLOURS.get(Math.floorMod(builders.indexOf(builder), COLOURS.size()));
  }

  private void rectangle(double x, double y, double width, double height, String colour) {
    body.append("<rect")
        .append(place("x", x))
        .append(place("y", y))
        .append(place("width", width))
        .append(place("height", height));
    body.append(" fill=\"").append(colour).append("\"/>\n");
  }

  private void line(double x1, double y1, double x2, double y2, String colour, String dashes) {
    body.append("<line")
        .append(place("x1", x1))
        .append(place("y1", y1))
        .append(place("x2", x2))
        .append(place("y2", y2));
    body.append(" stroke=\"")
        .append(colour)
        .append("\" stroke-width=\"1.5\" stroke-dasharray=\"")
        .append(dashes)
        .append("\"/>\n");
  }

  private void text(double x, double y, String text, String anchor) {
    body.append("<text")
        .append(place("x", x))
        .append(place("y", y))
        .append(" text-anchor=\"")
        .append(anchor);
    body.append("\" fill=\"#222\">").append(text).append("</text>\n");
  }

  private static String place(String name, double value) {
    return " " + name + "=\"" + fixed(value, 1) + "\"";
  }
}
