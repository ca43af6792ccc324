package build.stave.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package sees which. */
final class ArchitectureTest {
  private static final String ROOT = "build.stave.operator";

  /** Every package below the root, with those it may see beside the API. */
  private static final Map<String, Set<String>> SEES =
      Map.of(
          "status", Set.of(),
          "event", Set.of(),
          "git", Set.of(),
          "run.job", Set.of(),
          "run.progress", Set.of("status"),
          "run", Set.of("status", "event", "run.job", "run.progress"),
          "imagebuild", Set.of("status", "event", "git"));

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyPackageIsPlaced() {
    Set<String> packages = new TreeSet<>();
    classes.forEach(type -> packages.add(type.getPackageName()));
    packages.remove(ROOT);
    assertThat(packages).isSubsetOf(SEES.keySet().stream().map(n -> ROOT + "." + n).toList());
  }

  @Test
  void packagesSeeOnlyWhatTheyMay() {
    SEES.forEach(
        (name, seen) -> {
          String[] allowed =
              Stream.concat(Stream.of(name), seen.stream())
                  .map(n -> ROOT + "." + n)
                  .toArray(String[]::new);
          noClasses()
              .that(resideInAPackage(ROOT + "." + name))
              .should()
              .dependOnClassesThat(
                  resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(allowed))))
              .allowEmptyShould(true)
              .check(classes);
        });
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
  }
}
