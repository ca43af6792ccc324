package build.stave.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class what it asks for: the {@link Bed}, a client of the cluster's administrator,
 * the {@link Operator}, the {@link Registry}, and a {@link Tenant} of its own, which goes when the
 * class is done.
 */
final class OnBed implements ParameterResolver {
  private static final Namespace STORE = Namespace.create(OnBed.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Bed.class
        || type == KubernetesClient.class
        || type == Operator.class
        || type == Registry.class
        || type == Tenant.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Bed.class) {
      return bed(context);
    }
    if (type == KubernetesClient.class) {
      return client(context);
    }
    if (type == Operator.class) {
      return new Operator(bed(context), client(context));
    }
    if (type == Registry.class) {
      return new Registry(bed(context));
    }
    return tenant(context);
  }

  private static Bed bed(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Bed.class, key -> Bed.ofEnvironment(), Bed.class);
  }

  private static KubernetesClient client(ExtensionContext context) {
    Bed bed = bed(context);
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(KubernetesClient.class, key -> bed.client(), KubernetesClient.class);
  }

  private static Tenant tenant(ExtensionContext context) {
    ExtensionContext ofClass = context;
    while (ofClass.getTestMethod().isPresent()) {
      ofClass = ofClass.getParent().orElseThrow();
    }
    String name =
        ofClass.getRequiredTestClass().getSimpleName().replace("Test", "").toLowerCase(Locale.ROOT);
    Bed bed = bed(context);
    KubernetesClient client = client(context);
    return ofClass
        .getStore(STORE)
        .computeIfAbsent(
            Tenant.class, key -> Tenant.create(bed, client, name, "baseline"), Tenant.class);
  }
}
