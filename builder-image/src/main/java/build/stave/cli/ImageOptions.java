package build.stave.cli;

import java.util.List;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/** The flags that say what is built, named after {@code docker build}'s. */
record ImageOptions(
    @Nullable String file,
    List<String> tags,
    List<String> buildArgs,
    @Nullable String target,
    @Nullable String platform,
    List<String> contexts,
    List<String> secrets,
    List<String> ssh,
    List<String> labels) {
  private static final Flag FILE =
      Flag.of(
              "file",
              "FILE",
              "Dockerfile; - for standard input (default: Dockerfile in the context)")
          .or("f");
  private static final Flag TAG =
      Flag.of("tag", "NAME", "Name of the image, name[:tag]; may be repeated").or("t");
  private static final Flag BUILD_ARG =
      Flag.of(
          "build-arg",
          "NAME[=VALUE]",
          "Build argument; without a value, that of the environment variable; may be repeated");
  private static final Flag TARGET = Flag.of("target", "STAGE", "Stage to build (default: last)");
  private static final Flag PLATFORM =
      Flag.of("platform", "OS/ARCH", "Platform of the image (default: this machine's)");
  private static final Flag BUILD_CONTEXT =
      Flag.of(
          "build-context",
          "NAME=VALUE",
          "Named context: a folder, a URL, docker-image://… or oci-layout://…; may be repeated");
  private static final Flag SECRET =
      Flag.of(
          "secret",
          "id=ID[,src=FILE|,env=VARIABLE]",
          "Secret for RUN --mount=type=secret; may be repeated");
  private static final Flag SSH =
      Flag.of(
          "ssh",
          "default|ID[=SOCKET|KEY]",
          "SSH agent or key for RUN --mount=type=ssh; may be repeated");
  private static final Flag LABEL =
      Flag.of("label", "NAME=VALUE", "Label of the image; may be repeated");

  static final List<Flag> FLAGS =
      List.of(FILE, TAG, BUILD_ARG, TARGET, PLATFORM, BUILD_CONTEXT, SECRET, SSH, LABEL);

  static ImageOptions of(Line line) throws ParseException {
    return new ImageOptions(
        line.value(FILE),
        line.values(TAG),
        line.values(BUILD_ARG),
        line.value(TARGET),
        line.value(PLATFORM),
        line.values(BUILD_CONTEXT),
        line.values(SECRET),
        line.values(SSH),
        line.values(LABEL));
  }
}
