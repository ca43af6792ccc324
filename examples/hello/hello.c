/*
 * Two things a tiny image needs: something that RUN can execute where there is no shell, and
 * something to run. "hello write PATH" writes the greeting to PATH; "hello" prints /greeting.
 * Without a C library, so that the program is a few hundred bytes: see make.sh.
 */
#define O_RDONLY 0
#define O_WRONLY_CREAT_TRUNC 01101
#define AT_FDCWD (-100)

#if defined(__x86_64__)
enum { READ = 0, WRITE = 1, OPENAT = 257, EXIT = 60 };

static long call(long number, long a, long b, long c, long d) {
  long result;
  register long r10 __asm__("r10") = d;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return result;
}

__asm__(".globl _start\n_start: mov %rsp,%rdi\nand $-16,%rsp\ncall start\n");
#elif defined(__aarch64__)
enum { READ = 63, WRITE = 64, OPENAT = 56, EXIT = 93 };

static long call(long number, long a, long b, long c, long d) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
}

__asm__(".globl _start\n_start: mov x0,sp\nbl start\n");
#endif

static const char greeting[] = "Hello from an image that Stave built.\n";

__attribute__((noreturn)) static void leave(int code) {
  for (;;) call(EXIT, code, 0, 0, 0);
}

__attribute__((noreturn, used)) void start(long *stack) {
  char **arguments = (char **)(stack + 1);
  if (stack[0] == 3) {
    long file = call(OPENAT, AT_FDCWD, (long)arguments[2], O_WRONLY_CREAT_TRUNC, 0644);
    long size = sizeof greeting - 1;
    leave(file < 0 || call(WRITE, file, (long)greeting, size, 0) != size);
  }
  char text[256];
  long file = call(OPENAT, AT_FDCWD, (long)"/greeting", O_RDONLY, 0);
  long size = file < 0 ? -1 : call(READ, file, (long)text, sizeof text, 0);
  leave(size < 0 || call(WRITE, 1, (long)text, size, 0) != size);
}
