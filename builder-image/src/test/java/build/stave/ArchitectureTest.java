package build.stave;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The direction between packages, which docs/architecture.md draws. */
final class ArchitectureTest {
  private static final String ROOT = "build.stave.";

  private static final Set<String> ALL_SEE = Set.of("problem", "stream");

  /**
   * Every package of the builder, with the packages it may see beside those of {@link #ALL_SEE}.
   */
  private static final Map<String, Set<String>> SEES = sees();

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("build.stave");

  private static Map<String, Set<String>> sees() {
    Map<String, Set<String>> sees = new HashMap<>();
    ALL_SEE.forEach(name -> sees.put(name, Set.of()));
    for (String low : List.of("dockerfile", "oci", "ignore", "linux", "http", "deflate")) {
      sees.put(low, Set.of());
    }
    sees.put("reference", Set.of("oci"));
    sees.put("archive", Set.of("linux"));
    sees.put("accounts", Set.of("linux"));
    sees.put("graph", Set.of("dockerfile", "oci", "reference"));
    sees.put("snapshot", Set.of("archive", "linux", "oci"));
    sees.put("layer", Set.of("archive", "deflate", "linux", "oci"));
    sees.put("layout", Set.of("archive", "oci", "reference"));
    sees.put("registry", Set.of("http", "oci", "reference"));
    sees.put("cache", Set.of("linux", "oci", "reference", "registry"));
    sees.put("source", Set.of("archive", "crds.git", "http", "linux", "oci"));
    sees.put("copy", Set.of("accounts", "archive", "ignore", "linux", "oci"));
    sees.put("run", Set.of("accounts", "dockerfile", "linux", "oci"));
    Set<String> all = new TreeSet<>(sees.keySet());
    sees.put("engine", Set.copyOf(all));
    all.add("engine");
    all.add("crds.v1alpha1");
    all.add("crds.job");
    sees.put("job", Set.copyOf(all));
    all.add("job");
    sees.put("cli", Set.copyOf(all));
    sees.put("crds.v1alpha1", Set.of());
    sees.put("crds.job", Set.of("crds.v1alpha1"));
    sees.put("crds.git", Set.of());
    return sees;
  }

  @Test
  void everyPackageIsPlaced() {
    Set<String> packages = new TreeSet<>();
    classes.forEach(type -> packages.add(type.getPackageName().substring(ROOT.length())));
    assertThat(SEES.keySet()).containsAll(packages);
  }

  @Test
  void packagesSeeOnlyWhatTheyMay() {
    SEES.forEach(
        (name, seen) -> {
          String[] allowed =
              Stream.of(Set.of(name), ALL_SEE, seen)
                  .flatMap(Set::stream)
                  .map(ROOT::concat)
                  .toArray(String[]::new);
          noClasses()
              .that(resideInAPackage(ROOT + name))
              .should()
              .dependOnClassesThat(
                  resideInAPackage("build.stave..").and(not(resideInAnyPackage(allowed))))
              .allowEmptyShould(true)
              .check(classes);
        });
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("build.stave.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void onlyOnePackageCallsTheKernel() {
    noClasses()
        .that(not(resideInAPackage(ROOT + "linux")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(classes);
  }

  @Test
  void onlyOnePackageSpeaksHttp() {
    noClasses()
        .that(not(resideInAPackage(ROOT + "http")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .check(classes);
  }

  @Test
  void errorsAreOfOneType() {
    classes()
        .that()
        .areAssignableTo(RuntimeException.class)
        .should()
        .resideInAPackage(ROOT + "problem")
        .check(classes);
  }
}
