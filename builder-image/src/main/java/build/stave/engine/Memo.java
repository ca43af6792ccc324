package build.stave.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Does expensive work once a key, for all threads that ask; a failure is kept too. */
final class Memo<K, V> {
  private final Map<K, FutureTask<V>> tasks = new HashMap<>();

  /** The value for a key; the first to ask does the work, the others wait for it. */
  V get(K key, Callable<V> work) throws Exception {
    FutureTask<V> task;
    boolean first;
    synchronized (tasks) {
      FutureTask<V> known = tasks.get(key);
      first = known == null;
      task = known == null ? new FutureTask<>(work) : known;
      if (first) {
        tasks.put(key, task);
      }
    }
    if (first) {
      task.run();
    }
    return Futures.get(task);
  }
}
