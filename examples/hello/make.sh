#!/bin/sh
# Makes bin/hello-amd64 and bin/hello-arm64 from hello.c (Debian: gcc and gcc-aarch64-linux-gnu).
set -eu
cd "$(dirname "$0")"
flags="-Os -static -nostdlib -ffreestanding -fno-pic -no-pie -fno-stack-protector
  -fno-asynchronous-unwind-tables -fno-builtin -Wl,-n -Wl,--build-id=none -s"
mkdir -p bin
# shellcheck disable=SC2086
gcc $flags -o bin/hello-amd64 hello.c
# shellcheck disable=SC2086
aarch64-linux-gnu-gcc $flags -mno-outline-atomics -o bin/hello-arm64 hello.c
