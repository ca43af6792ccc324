package build.stave.dockerfile;

/** The lint rules of the standard front end (BuildKit frontend/dockerfile/linter/ruleset.go). */
public enum LintRule {
  STAGE_NAME_CASING("StageNameCasing", "Stage names should be lowercase");

  private final String title;
  private final String description;

  LintRule(String title, String description) {
    this.title = title;
    this.description = description;
  }

  /** The name that {@code # check=skip=} knows. */
  public String title() {
    return title;
  }

  /** What it asks for. */
  public String description() {
    return description;
  }
}
