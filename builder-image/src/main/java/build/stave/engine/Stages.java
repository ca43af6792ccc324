package build.stave.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The results of a build's stages; who asks for one waits until it is there. */
final class Stages {
  private final Map<Integer, CompletableFuture<StageResult>> results = new TreeMap<>();

  Stages(Iterable<Integer> indexes) {
    indexes.forEach(index -> results.put(index, new CompletableFuture<>()));
  }

  StageResult get(int index) throws Exception {
    return Futures.get(future(index));
  }

  void done(int index, StageResult result) {
    future(index).complete(result);
  }

  void failed(int index, Exception exception) {
    future(index).completeExceptionally(exception);
  }

  private CompletableFuture<StageResult> future(int index) {
    CompletableFuture<StageResult> future = results.get(index);
    if (future == null) {
      throw new IllegalArgumentException("stage " + index + " is not part of the plan");
    }
    return future;
  }
}
