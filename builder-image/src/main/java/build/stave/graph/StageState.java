package build.stave.graph;

import build.stave.oci.Digest;
import build.stave.oci.ImageConfig;
import build.stave.oci.Json;
import build.stave.oci.Platform;
import build.stave.oci.RuntimeConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stage while its instructions are gone through. */
final class StageState {
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

  /** Its number in the Dockerfile. */
  final int index;

  final Platform platform;

  /** ARG names in order; empty where one has no value. */
  final Map<String, Optional<String>> arguments;

  final List<Step> steps = new ArrayList<>();
  final RuntimeConfig.Builder config;

  /** The address of the files as they are now. */
  Digest files;

  /** Whether this stage, and not what it starts from, has set CMD. */
  boolean cmdSet;

  /** Whether a WORKDIR of this Dockerfile was seen. */
  boolean workdirSet;

  private ImageConfig image;

  StageState(
      int index,
      Platform platform,
      ImageConfig image,
      Digest files,
      Map<String, Optional<String>> arguments,
      boolean workdirSet) {
    this.index = index;
    this.platform = platform;
    this.image = image;
    this.config = image.config().toBuilder();
    this.files = files;
    this.arguments = new LinkedHashMap<>(arguments);
    this.workdirSet = workdirSet;
  }

  /** What the image is configured to now. */
  ImageConfig image() {
    return image.withConfig(config.build());
  }

  void author(String name) {
    image = image.withAuthor(name);
  }

  /** ARG: without a value, an earlier one of the name stays. */
  void declare(String name, @Nullable String value) {
    if (value == null) {
      arguments.putIfAbsent(name, Optional.empty());
    } else {
      arguments.put(name, Optional.of(value));
    }
  }

  /** ENV, and ARG where ENV has no variable of the name: ENV always wins. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String entry : config.env) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        variables.put(entry, "");
      } else {
        variables.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    arguments.forEach((name, value) -> value.ifPresent(text -> variables.putIfAbsent(name, text)));
    return variables;
  }

  /** Absolute. */
  String workingDir() {
    return Paths.absolute(config.workingDir);
  }

  /** What shell forms run with. */
  List<String> shell() {
    return config.shell == null || config.shell.isEmpty() ? DEFAULT_SHELL : config.shell;
  }

  /** The shell with its text. */
  List<String> inShell(String text) {
    List<String> arguments = new ArrayList<>(shell());
    arguments.add(text);
    return arguments;
  }

  /** The address of files and configuration. */
  Digest address() {
    return configured("stage").address();
  }

  /** The address of a step that changes the configuration, or what later steps are told. */
  Digest metadataAddress() {
    AddressHash hash = configured("metadata");
    arguments.forEach((name, value) -> hash.field(name, value.orElse(null)));
    return hash.address();
  }

  private AddressHash configured(String kind) {
    ImageConfig now = image();
    return AddressHash.of(kind)
        .field("files", files)
        .field("author", now.author())
        .field("config", new String(Json.bytes(now.config()), StandardCharsets.UTF_8));
  }
}
