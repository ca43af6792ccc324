package build.stave.crds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the generator gets wrong or leaves out: read from the records once more. */
final class Completion {
  /** What the apiserver of Kubernetes takes as a quantity. */
  private static final String QUANTITY =
      "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$";

  /** With the white space that a folded YAML scalar has: format {@code byte} allows none. */
  private static final String BASE64 =
      "^\\s*(([A-Za-z0-9+/]\\s*){4})*(([A-Za-z0-9+/]\\s*){2}==|([A-Za-z0-9+/]\\s*){3}=)?\\s*$";

  private Completion() {}

  /** The CRD of a kind, completed. */
  static CustomResourceDefinition of(
      CustomResourceDefinition crd, Class<? extends CustomResource<?, ?>> kind) {
    crd.getSpec().getNames().setCategories(List.of("stave"));
    var version = crd.getSpec().getVersions().getFirst();
    List<String> columns =
        Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    version
        .getAdditionalPrinterColumns()
        .sort(
            Comparator.comparingInt(
                (CustomResourceColumnDefinition column) -> columns.indexOf(column.getName())));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setRequired(List.of("spec"));
    root.setDescription(description(kind));
    var generic = (ParameterizedType) kind.getGenericSuperclass();
    completeType(property(root, "spec"), generic.getActualTypeArguments()[0]);
    completeType(property(root, "status"), generic.getActualTypeArguments()[1]);
    repair(root);
    return crd;
  }

  /** Rules that were found on a field and on its accessor; amounts that are any string. */
  private static void repair(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      schema.setPattern(QUANTITY);
    }
    schema.getProperties().values().forEach(Completion::repair);
    if (schema.getItems() != null) {
      repair(schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      repair(schema.getAdditionalProperties().getSchema());
    }
  }

  private static void completeType(JSONSchemaProps schema, Type type) {
    if (!(type instanceof Class<?> record && record.isRecord())) {
      return;
    }
    if (schema.getDescription() == null) {
      schema.setDescription(description(record));
    }
    for (RecordComponent component : record.getRecordComponents()) {
      JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
      String name = renamed == null ? component.getName() : renamed.value();
      complete(property(schema, name), component.getAnnotatedType());
    }
  }

  private static void complete(JSONSchemaProps schema, AnnotatedType type) {
    if (!(type instanceof AnnotatedParameterizedType generic)) {
      completeType(schema, type.getType());
      return;
    }
    AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
    if (isMap(generic)) {
      Size size = type.getAnnotation(Size.class);
      schema.setMaxProperties(size == null ? null : size.max());
      completeValues(schema.getAdditionalProperties().getSchema(), arguments[1]);
    } else {
      completeType(schema.getItems().getSchema(), arguments[0].getType());
    }
  }

  /** The generator knows the values of {@code Map} alone, and bytes as a list of numbers. */
  private static void completeValues(JSONSchemaProps schema, AnnotatedType type) {
    Size size = type.getAnnotation(Size.class);
    if (size != null) {
      schema.setMaxLength(size.max());
    }
    if (type.getType() == byte[].class) {
      schema.setType("string");
      schema.setPattern(BASE64);
      schema.setItems(null);
    }
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    return requireNonNull(schema.getProperties().get(name), name);
  }

  private static boolean isMap(AnnotatedParameterizedType type) {
    return ((ParameterizedType) type.getType()).getRawType() instanceof Class<?> raw
        && Map.class.isAssignableFrom(raw);
  }

  private static @Nullable String description(AnnotatedElement type) {
    JsonClassDescription description = type.getAnnotation(JsonClassDescription.class);
    return description == null ? null : description.value();
  }
}
