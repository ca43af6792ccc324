package build.stave.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param works names of works, all if empty
 * @param only names of builders, all if absent
 * @param earlier a file of measurements that the tables take in
 */
record Options(
    List<String> works,
    int rounds,
    Optional<List<String>> only,
    Optional<Path> earlier,
    boolean writesDocs) {
  static Options parse(List<String> arguments) {
    var works = new ArrayList<String>();
    int rounds = 3;
    Optional<List<String>> only = Optional.empty();
    Optional<Path> earlier = Optional.empty();
    boolean docs = false;
    for (var rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      switch (argument) {
        case "--rounds" -> rounds = Integer.parseInt(rest.next());
        case "--only" -> only = Optional.of(List.of(rest.next().split(",")));
        case "--with" -> earlier = Optional.of(Path.of(rest.next()));
        case "--docs" -> docs = true;
        default -> works.add(argument);
      }
    }
    return new Options(works, rounds, only, earlier, docs);
  }

  boolean takes(String builder) {
    return only.isEmpty() || only.get().contains(builder);
  }
}
