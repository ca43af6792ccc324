package build.stave.dockerfile;

/** The lint rules of the standard front end (BuildKit frontend/dockerfile/linter/ruleset.go). */
public enum LintRule {
  STAGE_NAME_CASING(
      "StageNameCasing", "Stage names should be lowercase", "Stage name '%s' should be lowercase"),
  FROM_AS_CASING(
      "FromAsCasing",
      "The 'as' keyword should match the case of the 'from' keyword",
      "'%s' and '%s' keywords' casing do not match"),
  NO_EMPTY_CONTINUATION(
      "NoEmptyContinuation",
      "Empty continuation lines will become errors in a future release",
      "Empty continuation line"),
  CONSISTENT_INSTRUCTION_CASING(
      "ConsistentInstructionCasing",
      "All commands within the Dockerfile should use the same casing (either upper or " + "lower)",
      "Command '%s' should match the case of the command majority (%s)"),
  DUPLICATE_STAGE_NAME(
      "DuplicateStageName",
      "Stage names should be unique",
      "Duplicate stage name \"%s\", stage names should be unique"),
  RESERVED_STAGE_NAME(
      "ReservedStageName",
      "Reserved words should not be used as stage names",
      "Stage name should not use the same name as reserved stage \"%s\""),
  JSON_ARGS_RECOMMENDED(
      "JSONArgsRecommended",
      "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior "
          + "related to OS signals",
      "JSON arguments recommended for %s to prevent unintended behavior related to OS "
          + "signals"),
  MAINTAINER_DEPRECATED(
      "MaintainerDeprecated",
      "The MAINTAINER instruction is deprecated, use a label instead to define an "
          + "image author",
      "Maintainer instruction is deprecated in favor of using label"),
  UNDEFINED_ARG_IN_FROM(
      "UndefinedArgInFrom",
      "FROM command must use declared ARGs",
      "FROM argument '%s' is not declared"),
  WORKDIR_RELATIVE_PATH(
      "WorkdirRelativePath",
      "Relative workdir without an absolute workdir declared within the build can "
          + "have unexpected results if the base image changes",
      "Relative workdir \"%s\" can have unexpected results if the base image changes"),
  UNDEFINED_VAR(
      "UndefinedVar",
      "Variables should be defined before their use",
      "Usage of undefined variable '$%s'"),
  MULTIPLE_INSTRUCTIONS_DISALLOWED(
      "MultipleInstructionsDisallowed",
      "Multiple instructions of the same type should not be used in the same stage",
      "Multiple %s instructions should not be used in the same stage because only the "
          + "last one will be used"),
  LEGACY_KEY_VALUE_FORMAT(
      "LegacyKeyValueFormat",
      "Legacy key/value format with whitespace separator should not be used",
      "\"%1$s key=value\" should be used instead of legacy \"%1$s key value\" format"),
  INVALID_BASE_IMAGE_PLATFORM(
      "InvalidBaseImagePlatform",
      "Base image platform does not match expected target platform",
      "Base image %s was pulled with platform \"%s\", expected \"%s\" for current build"),
  REDUNDANT_TARGET_PLATFORM(
      "RedundantTargetPlatform",
      "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is "
          + "the default behavior",
      "Setting platform to predefined %s in FROM is redundant as this is the default "
          + "behavior"),
  SECRETS_USED_IN_ARG_OR_ENV(
      "SecretsUsedInArgOrEnv",
      "Sensitive data should not be used in the ARG or ENV commands",
      "Do not use ARG or ENV instructions for sensitive data (%s \"%s\")"),
  INVALID_DEFAULT_ARG_IN_FROM(
      "InvalidDefaultArgInFrom",
      "Default value for global ARG results in an empty or invalid base image name",
      "Default value for ARG %s results in empty or invalid base image name"),
  FROM_PLATFORM_FLAG_CONST_DISALLOWED(
      "FromPlatformFlagConstDisallowed",
      "FROM --platform flag should not use a constant value",
      "FROM --platform flag should not use constant value \"%s\""),
  COPY_IGNORED_FILE(
      "CopyIgnoredFile",
      "Attempting to Copy file that is excluded by .dockerignore",
      "Attempting to %s file \"%s\" that is excluded by .dockerignore"),
  INVALID_DEFINITION_DESCRIPTION(
      "InvalidDefinitionDescription",
      "Comment for build stage or argument should follow the format: `# <arg/stage "
          + "name> <description>`. If this is not intended to be a description comment, add "
          + "an empty line or comment between the instruction and the comment.",
      "Comment for %1$s should follow the format: `# %2$s <description>`"),
  EXPOSE_PROTO_CASING(
      "ExposeProtoCasing",
      "Protocol in EXPOSE instruction should be lowercase",
      "Defined protocol '%s' in EXPOSE instruction should be lowercase"),
  EXPOSE_INVALID_FORMAT(
      "ExposeInvalidFormat",
      "IP address and host-port mapping should not be used in EXPOSE instruction. "
          + "This will become an error in a future release",
      "EXPOSE instruction should not define an IP address or host-port mapping, found " + "'%s'");

  private final String title;
  private final String description;
  private final String message;

  LintRule(String title, String description, String message) {
    this.title = title;
    this.description = description;
    this.message = message;
  }

  /** The name that {@code # check=skip=} knows. */
  public String title() {
    return title;
  }

  /** What it asks for. */
  public String description() {
    return description;
  }

  /** Whether it is silent unless {@code # check=experimental=} names it. */
  public boolean experimental() {
    return this == INVALID_DEFINITION_DESCRIPTION;
  }

  /**
   * What this rule found somewhere.
   *
   * @param names what its message quotes, in the order of the message
   */
  public Finding at(SourceRange range, Object... names) {
    return new Finding(this, message.formatted(names), range);
  }
}
