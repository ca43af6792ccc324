package build.stave.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads which dynamic loader a program wants (ELF program header PT_INTERP). */
final class ElfInterpreter {
  private static final int PT_INTERP = 3;

  private ElfInterpreter() {}

  /** The loader's path, or null where the first bytes of the file name none. */
  static @Nullable String of(byte[] head) {
    if (head.length < 64 || head[4] != 2 || head[5] != 1) {
      return null;
    }
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long table = elf.getLong(32);
    int size = Short.toUnsignedInt(elf.getShort(54));
    int count = Short.toUnsignedInt(elf.getShort(56));
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * size;
      if (at < 0 || at + 40 > head.length) {
        return null;
      }
      int entry = (int) at;
      if (elf.getInt(entry) != PT_INTERP) {
        continue;
      }
      long offset = elf.getLong(entry + 8);
      long length = elf.getLong(entry + 32);
      if (offset < 0 || length < 1 || length > head.length || offset + length > head.length) {
        return null;
      }
      return new String(head, (int) offset, (int) length - 1, StandardCharsets.UTF_8);
    }
    return null;
  }
}
