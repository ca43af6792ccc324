package build.stave.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import build.stave.SharedData;
import build.stave.problem.StaveException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NodeGoldenTest {
  @TestFactory
  Stream<DynamicTest> readsWhatBuildKitReads() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : folders("parser")) {
      tests.add(
          DynamicTest.dynamicTest(
              folder.getFileName().toString(),
              () -> {
                String expected = Files.readString(folder.resolve("result")).strip();
                assertThat(NodePrinter.print(read(folder))).isEqualTo(expected);
              }));
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(33);
    return tests.stream();
  }

  @Test
  void refusesWhatBuildKitRefuses() throws IOException {
    List<Path> folders = folders("parser-negative");
    assertThat(folders).hasSizeGreaterThanOrEqualTo(4);
    for (Path folder : folders) {
      byte[] content = Files.readAllBytes(folder.resolve("Dockerfile"));
      assertThatThrownBy(() -> DockerfileParser.parse("Dockerfile", content))
          .as(folder.toString())
          .isInstanceOf(StaveException.class);
    }
  }

  private static List<Node> read(Path folder) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve("Dockerfile"));
    SourceText source = SourceText.of("Dockerfile", content);
    DirectiveReader reader = new DirectiveReader(source);
    return new NodeReader(source, reader.read().escape(), reader.lines()).read();
  }

  private static List<Path> folders(String name) throws IOException {
    try (Stream<Path> list = Files.list(SharedData.require("buildkit/" + name))) {
      return list.filter(Files::isDirectory).sorted().toList();
    }
  }
}
