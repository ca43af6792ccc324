import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars so that Java starts faster with them.
 *
 * <p>A switch over types is an {@code invokedynamic} in a class file, for which the JVM writes a
 * class at its first use: no AOT cache keeps those. Here each becomes a method of its class that
 * asks {@code instanceof}. Signatures go: Java verifies a signed jar anew each time, and keeps none
 * of its classes in the cache.
 *
 * <p>Arguments: the folder that copies are written to, then the jars.
 */
final class PrepareJars {
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  private static final String BOOTSTRAPS = "java/lang/runtime/SwitchBootstraps";

  private final ClassFile classFile;

  private PrepareJars(ClassLoader loader) {
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    this.classFile = ClassFile.of(ClassHierarchyResolverOption.of(resolver));
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    List<Path> jars = Stream.of(arguments).skip(1).map(Path::of).toList();
    var urls = new ArrayList<URL>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    try (var loader = new URLClassLoader(urls.toArray(URL[]::new))) {
      var prepare = new PrepareJars(loader);
      for (Path jar : jars) {
        prepare.copy(jar, folder.resolve(jar.getFileName()));
      }
    }
  }

  private void copy(Path from, Path to) throws IOException {
    try (var in = new ZipFile(from.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : in.stream().toList()) {
        if (SIGNATURE.matcher(entry.getName()).matches()) {
          continue;
        }
        byte[] content = in.getInputStream(entry).readAllBytes();
        var copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? withoutTypeSwitches(content) : content);
        out.closeEntry();
      }
    }
  }

  private byte[] withoutTypeSwitches(byte[] content) {
    ClassModel model = classFile.parse(content);
    if (!mentions(model, BOOTSTRAPS)) {
      return content;
    }
    var switches = new ArrayList<TypeSwitch>();
    CodeTransform calls =
        (code, element) -> {
          if (element instanceof InvokeDynamicInstruction call && isTypeSwitch(call)) {
            var made = TypeSwitch.of(model, call, switches.size());
            switches.add(made);
            code.invokestatic(made.owner, made.name, made.type, made.ofInterface);
          } else {
            code.with(element);
          }
        };
    byte[] changed =
        classFile.transformClass(
            model,
            ClassTransform.transformingMethodBodies(calls)
                .andThen(ClassTransform.endHandler(to -> switches.forEach(made -> made.add(to)))));
    var errors = classFile.verify(changed);
    if (!errors.isEmpty()) {
      throw new IllegalStateException(model.thisClass().asInternalName(), errors.getFirst());
    }
    return changed;
  }

  private static boolean mentions(ClassModel model, String name) {
    for (var entry : model.constantPool()) {
      if (entry instanceof Utf8Entry text && text.equalsString(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether all labels are types; constants of enums among them are left to the JVM. */
  private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().equals(ClassDesc.ofInternalName(BOOTSTRAPS))
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
  }

  /** What {@code SwitchBootstraps.typeSwitch} is specified to do, for labels that are types. */
  private record TypeSwitch(
      ClassDesc owner, boolean ofInterface, String name, MethodTypeDesc type, List<ClassDesc> labels) {
    static TypeSwitch of(ClassModel model, InvokeDynamicInstruction call, int index) {
      return new TypeSwitch(
          model.thisClass().asSymbol(),
          (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0,
          "typeSwitch$" + index,
          call.typeSymbol(),
          call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList());
    }

    void add(ClassBuilder to) {
      to.withMethodBody(
          name, type, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC, this::write);
    }

    /** Of (value, first label to look at): the label that matches, their number, or -1 for null. */
    private void write(CodeBuilder code) {
      code.aload(0).ifThen(Opcode.IFNULL, isNull -> isNull.iconst_m1().ireturn());
      for (int index = 0; index < labels.size(); index++) {
        var next = code.newLabel();
        code.iload(1).loadConstant(index).if_icmpgt(next);
        code.aload(0).instanceOf(labels.get(index)).ifeq(next);
        code.loadConstant(index).ireturn().labelBinding(next);
      }
      code.loadConstant(labels.size()).ireturn();
    }
  }
}
