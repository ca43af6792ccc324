# The bed's processes live in a control group, so that each can be found however it was left behind; pods live in one beside it.
# Sourced by e2e/cluster.
# shellcheck shell=bash

say() { printf '%6.1f s  %s\n' "$(since "$began")" "$*"; }

since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'; }

alive() { # alive NAME
  local pid
  pid=$(cat "$state/run/$1.pid" 2>/dev/null) && grep -qs "/$cgroup/bed\$" "/proc/$pid/cgroup"
}

# Becomes a command in the bed's control group, without the lock of this script.
in_bed() { # in_bed COMMAND [ARGUMENT...]
  echo "$BASHPID" > "$tracker/$cgroup/bed/cgroup.procs"
  exec "$@" 9>&-
}

start() { # start NAME COMMAND [ARGUMENT...]: unless it runs
  local name=$1
  shift
  ! alive "$name" || return 0
  in_bed setsid "$@" >> "$state/log/$name.log" 2>&1 < /dev/null &
  echo $! > "$state/run/$name.pid"
  disown
}

stop() { # stop NAME
  local pid
  ! alive "$1" || { pid=$(cat "$state/run/$1.pid") && kill -9 "$pid" && while [ -d "/proc/$pid" ]; do sleep 0.1; done; }
}

await() { # await NAME SECONDS COMMAND [ARGUMENT...]: until the command goes well
  local name=$1 end=$((SECONDS + $2))
  shift 2
  until "$@" > /dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      echo "e2e/cluster: $name is not ready; the end of its log, $state/log/$name.log:" >&2
      tail -15 "$state/log/$name.log" >&2 || true
      return 1
    fi
    sleep 0.1
  done
}

# Ends every process of the bed, and then those in pods.
kill_all() {
  local found i
  for i in $(seq 50); do
    found=$(find /sys/fs/cgroup -path "*/$cgroup/*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u)
    [ -n "$found" ] || return 0
    # shellcheck disable=SC2086
    kill -9 $found 2>/dev/null || true
    sleep 0.1
  done
  echo "e2e/cluster: these processes do not end:" $found >&2
  return 1
}

unmount_all() {
  awk -v state="$state/" -v open="$open_state" 'index($5, state) == 1 || index($5, open) == 1 { print $5 }' /proc/self/mountinfo |
    tac | while read -r mount; do
      umount "$mount" 2>/dev/null || umount -l "$mount"
    done
  [ ! -d "$open_state" ] || rmdir "$open_state"
}

make_cgroups() {
  local root
  for root in $(cgroup_roots); do
    mkdir -p "$root/$cgroup"
  done
  mkdir -p "$tracker/$cgroup/bed"
}

remove_cgroups() {
  local root
  for root in $(cgroup_roots); do
    [ ! -d "$root/$cgroup" ] || find "$root/$cgroup" -depth -type d -exec rmdir {} +
  done
}

cgroup_roots() { ls -d /sys/fs/cgroup/*/cgroup.procs /sys/fs/cgroup/cgroup.procs 2>/dev/null | xargs -n1 dirname; }

# The hierarchy that tells which processes are the bed's.
tracker=/sys/fs/cgroup/pids
[ -d "$tracker" ] || tracker=/sys/fs/cgroup
