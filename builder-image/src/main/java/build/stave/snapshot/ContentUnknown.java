package build.stave.snapshot;

import java.io.IOException;

/** What a step did depends on the content of a file of which an outline has the size alone. */
public final class ContentUnknown extends IOException {
  ContentUnknown(String path) {
    super("the content of " + path + " is not known");
  }
}
