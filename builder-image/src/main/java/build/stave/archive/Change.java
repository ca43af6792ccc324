package build.stave.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One difference between a snapshot and what lies below it: what becomes one entry of a layer. */
public sealed interface Change {
  /** The path that changed, as in {@link Entry#path()}. */
  String path();

  /**
   * A file that is new or different.
   *
   * @param entry its state
   * @param file absolute path its content is read from, escaped as {@link build.stave.linux.Names};
   *     null for all but files
   */
  record Put(Entry entry, @Nullable String file) implements Change {
    @Override
    public String path() {
      return entry.path();
    }
  }

  /** A file that exists below and is gone; becomes a whiteout. */
  record Delete(String path) implements Change {}

  /** Receives changes sorted by the bytes of their paths, parents before children. */
  interface Sink {
    /** Takes the next change. */
    void accept(Change change) throws IOException;
  }

  /** A source of changes that can be read again. */
  interface Stream {
    /** Hands every change to the sink, in order. */
    void forEach(Sink sink) throws IOException;
  }
}
