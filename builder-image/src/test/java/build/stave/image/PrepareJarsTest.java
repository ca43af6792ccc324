package build.stave.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Classes of a prepared jar do what they did. */
@TestInstance(Lifecycle.PER_CLASS)
final class PrepareJarsTest {
  private static final Path TOOL = Path.of("src/main/image/PrepareJars.java");
  private static final String SIGNATURE = "META-INF/OF.SF";

  private Path prepared;

  @BeforeAll
  void prepare(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("of-tests.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(Switches.class, Shape.class, Circle.class, Square.class)) {
        add(out, classFile(type), bytes(type));
      }
      add(out, SIGNATURE, "nothing that fits".getBytes(StandardCharsets.UTF_8));
    }
    prepared = Files.createDirectory(folder.resolve("prepared")).resolve("of-tests.jar");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                TOOL.toString(),
                prepared.getParent().toString(),
                jar.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(said).isZero();
  }

  @Test
  void switchesDecideAsBefore() throws Exception {
    List<Object> values =
        List.of("", "text", 1, -1, 2L, new Circle(1), new Circle(20), new Square(3), List.of());
    try (var loader = new URLClassLoader(new URL[] {prepared.toUri().toURL()}, getParent())) {
      @SuppressWarnings("unchecked")
      var made =
          (Function<Object, String>)
              loader.loadClass(Switches.class.getName()).getDeclaredConstructor().newInstance();
      for (Object value : values) {
        assertThat(made.apply(value)).isEqualTo(new Switches().apply(value));
      }
      assertThat(made.apply(Switches.NULL)).isEqualTo("null");
    }
  }

  @Test
  void noClassIsMadeForThemAnyMore() throws Exception {
    assertThat(typeSwitches(bytes(Switches.class))).isEqualTo(2);
    try (var jar = new JarFile(prepared.toFile());
        InputStream in = jar.getInputStream(jar.getEntry(classFile(Switches.class)))) {
      assertThat(typeSwitches(in.readAllBytes())).isZero();
    }
  }

  @Test
  void signaturesAreGone() throws Exception {
    try (var jar = new JarFile(prepared.toFile())) {
      assertThat(jar.getEntry(SIGNATURE)).isNull();
    }
  }

  /** The values' classes are the same in both; the switches' are not. */
  private static ClassLoader getParent() {
    ClassLoader ours = PrepareJarsTest.class.getClassLoader();
    return new ClassLoader(ours) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals(Switches.class.getName())) {
          throw new ClassNotFoundException(name);
        }
        return super.loadClass(name, resolve);
      }
    };
  }

  private static long typeSwitches(byte[] content) {
    var found = new ArrayList<String>();
    ClassFile.of()
        .parse(content)
        .methods()
        .forEach(
            method ->
                method
                    .code()
                    .ifPresent(
                        code ->
                            code.forEach(
                                element -> {
                                  if (element instanceof InvokeDynamicInstruction call) {
                                    found.add(call.bootstrapMethod().methodName());
                                  }
                                })));
    return found.stream().filter("typeSwitch"::equals).count();
  }

  private static String classFile(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(type.getClassLoader()).getResourceAsStream(classFile(type))) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    new ByteArrayInputStream(content).transferTo(out);
    out.closeEntry();
  }

  public sealed interface Shape permits Circle, Square {}

  public record Circle(int radius) implements Shape {}

  public record Square(int side) implements Shape {}

  /** Labels with guards, which start again at the next one; a switch in a switch; null. */
  public static final class Switches implements Function<Object, String> {
    static final Object NULL = new Object();

    public Switches() {}

    @Override
    public String apply(Object given) {
      Object value = given.getClass() == Object.class ? null : given;
      return switch (value) {
        case null -> "null";
        case String text when text.isEmpty() -> "empty";
        case String text -> "text " + text;
        case Integer number when number < 0 -> "negative";
        case Shape shape ->
            switch (shape) {
              case Circle(int radius) when radius > 10 -> "large circle";
              case Circle _ -> "circle";
              case Square(int side) -> "square of " + side;
            };
        case Integer number -> "number " + number;
        case Object other -> "other " + other;
      };
    }
  }
}
