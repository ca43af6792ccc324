package build.stave.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array as one number, the first byte lowest. */
final class Words {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  static long get(byte[] bytes, int index) {
    return (long) LONG.get(bytes, index);
  }

  static void set(byte[] bytes, int index, long value) {
    LONG.set(bytes, index, value);
  }
}
