# Checks that are counted. Sourced by tests, which set work: a folder for what their commands print.
# shellcheck shell=bash

passed=0 failed=0

# What else is to be seen of a check that failed, for tests that have more.
evidence() { :; }

check() { # check NAME COMMAND...
  local name=$1 code
  shift
  # Not as a condition, in which the shell would go on after a command that fails.
  set +e
  (set -e; "$@") > "$work/out" 2>&1
  code=$?
  set -e
  if [ $code = 0 ]; then
    passed=$((passed + 1))
    echo "ok   $name"
  else
    failed=$((failed + 1))
    echo "FAIL $name: $*"
    { tail -n 30 "$work/out"; evidence; } | sed 's/^/     /'
  fi
}

# The last line of a test, and whether it passed.
total() {
  echo "$passed passed, $failed failed"
  [ $failed = 0 ]
}
