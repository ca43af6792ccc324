package build.stave.bench.builder;

import build.stave.bench.machine.Command;
import java.util.List;
import java.util.Optional;

/** A program that builds images and pushes them. */
public sealed interface Builder permits Stave, Buildah, Docker, BuildKit {
  /** One word, as in tables. */
  String name();

  String version();

  /**
   * The server that its builds need, if any. Its start is not measured, what it uses during a build
   * is.
   */
  Optional<Server> server(Place place);

  /** The commands that build and push, in order. */
  List<Command> build(Request request, Place place);

  /**
   * A process that serves builds.
   *
   * @param ready succeeds once it serves
   */
  record Server(Command start, Command ready) {}
}
