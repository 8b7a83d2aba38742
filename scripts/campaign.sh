#!/usr/bin/env bash
# The long runs, which `npm test` leaves out: generated tests at full size, crash tests, the browser,
# the load run, the socket run, the round trips of a check.
# Runs that mostly wait run side by side; those that measure times run alone, at the end. A failure does not stop the others.
set -uo pipefail
cd "$(dirname "$0")/.."
npm run build || exit 1

logs="$(mktemp -d)"
trap 'rm -rf "$logs"' EXIT
failed=()

begin() {
  SECONDS=0
  npm run --ignore-scripts "$1" -- "${@:2}" >"$logs/$1" 2>&1
  local code=$?
  echo "$1: $SECONDS s" >>"$logs/$1"
  return $code
}

# Prints a run's output in one piece once it has ended.
ended() {
  printf '\n== %s\n' "$1"
  cat "$logs/$1"
  [ "$2" -eq 0 ] || failed+=("$1")
}

printf '\n== generated tests\n'
CAMPAIGN=full npx vitest related --run test/sample-size.ts --testTimeout=600000 || failed+=('generated tests')
# Beside nothing else: a bot that is killed before it has had time to work shows nothing.
begin crash-random &
random_pid=$!
begin crash-every-call &
every_call_pid=$!
wait "$random_pid"
ended crash-random $?
wait "$every_call_pid"
ended crash-every-call $?
for name in browser load socket-mode round-trips; do
  options=()
  [ "$name" != load ] || [ -z "${LOAD_OPTIONS:-}" ] || options=("$LOAD_OPTIONS")
  begin "$name" "${options[@]+"${options[@]}"}"
  ended "$name" $?
done

for name in "${failed[@]+"${failed[@]}"}"; do echo "failed: $name"; done
[ "${#failed[@]}" -eq 0 ]
