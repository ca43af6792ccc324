package build.stave.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.crds.job.BuildJob;
import build.stave.crds.v1alpha1.ImageBuild;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The builder, which has no Kubernetes client, reads a job whole. */
final class BuilderReadsTest {
  private static final String JOB =
      """
      {"name":"shop-1","number":1,"created":"2026-01-31T12:00:00Z","build":{\
      "source":{"git":{"url":"https://git.example.com/shop.git"}},\
      "output":{"image":"registry.example.com/shop","tags":["latest"]},"timeout":"1h","isolation":"Nested",\
      "builder":{"resources":{"limits":{"memory":"1Gi"}},"tolerations":[{"key":"builds"}],\
      "affinity":{"podAntiAffinity":{}}}}}\
      """;

  @Test
  void readsAndWritesAJobWithoutAKubernetesClient() throws Exception {
    try (var loader = new WithoutKubernetes()) {
      Class<?> mapper = loader.loadClass(ObjectMapper.class.getName());
      Object json = mapper.getConstructor().newInstance();
      Object job =
          mapper
              .getMethod("readValue", String.class, Class.class)
              .invoke(json, JOB, loader.loadClass(BuildJob.class.getName()));
      assertThat(mapper.getMethod("writeValueAsString", Object.class).invoke(json, job))
          .isEqualTo(JOB);
    }
  }

  @Test
  void theKindsThemselvesNeedOne() throws Exception {
    try (var loader = new WithoutKubernetes()) {
      assertThatThrownBy(() -> loader.loadClass(ImageBuild.class.getName()))
          .isInstanceOf(NoClassDefFoundError.class)
          .hasMessageContaining("io/fabric8/");
    }
  }

  /** The class path of this test without anything of fabric8. */
  private static final class WithoutKubernetes extends URLClassLoader {
    WithoutKubernetes() throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.fabric8.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
