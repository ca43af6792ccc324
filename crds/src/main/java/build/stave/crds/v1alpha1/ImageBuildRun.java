package build.stave.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One execution of a wish. */
@Group(ApiVersion.GROUP)
@Version(ApiVersion.VERSION)
@ShortNames({"imgbr"})
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Cause",
    jsonPath = ".spec.trigger.cause",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Commit",
    jsonPath = ".status.source.commit",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Line",
    jsonPath = ".status.failure.line",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Started",
    jsonPath = ".status.startTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Completed",
    jsonPath = ".status.completionTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalSelectableField(jsonPath = "." + ImageBuildRun.PHASE)
@ValidationRule(
    value =
        "self.metadata.name.matches('" + Patterns.LABEL + "') && size(self.metadata.name) <= 63",
    message =
        "the name is a DNS label (lower case letters, digits and '-') of at most 63 characters")
@JsonClassDescription(
    "One execution of an ImageBuild, or of what could be one. Its spec is immutable but for cancel.")
public class ImageBuildRun extends CustomResource<ImageBuildRunSpec, ImageBuildRunStatus>
    implements Namespaced {
  /** Field that a selector can name. */
  public static final String PHASE = "status.phase";

  private static final long serialVersionUID = 1;
}
