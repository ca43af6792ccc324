package build.stave.e2e;

/**
 * An ImageBuild as a person writes it, for tests that are not about an example's.
 *
 * @param name of the resource, and of the image below the namespace's name
 * @param source the field source, as YAML
 * @param output the field output, without the image and its Secret
 * @param rest other fields of the spec
 */
record Wish(String name, String source, String output, String rest) {

  /** Of a Dockerfile that lies in the resource. */
  static Wish inline(String name, String dockerfile) {
    return new Wish(name, "inline:\n  files:\n    Dockerfile: |\n" + dockerfile.indent(6), "", "");
  }

  /**
   * Of a branch.
   *
   * @param repository such as {@code tests/moving}
   */
  static Wish git(String name, String repository) {
    return new Wish(
        name,
        "git:\n  url: https://git.example.com/%s.git\n  ref: {branch: main}\n"
            .formatted(repository),
        "",
        "");
  }

  /** More fields of the spec. */
  Wish with(String yaml) {
    return new Wish(name, source, output, rest + yaml.stripTrailing() + "\n");
  }

  /** More fields of source.git. */
  Wish withGit(String yaml) {
    return new Wish(name, source + yaml.indent(2), output, rest);
  }

  /** More fields of the output. */
  Wish withOutput(String yaml) {
    return new Wish(name, source, output + yaml.stripTrailing() + "\n", rest);
  }

  String image(String namespace) {
    return "registry.example.com/" + namespace + "/" + name;
  }

  String yaml(String namespace) {
    return """
    apiVersion: stave.build/v1alpha1
    kind: ImageBuild
    metadata:
      name: %s
    spec:
      source:
    %s  output:
        image: %s
    %s%s"""
        .formatted(
            name,
            source.indent(4),
            image(namespace),
            (output.contains("secretRef") ? output : output + "secretRef: {name: registry-auth}\n")
                .indent(4),
            rest.indent(2));
  }
}
