#!/usr/bin/env bash
# The long runs, which `npm test` leaves out: generated tests at full size, tests of the built bot, simulated runs, crash
# tests, the browser, the size of the cards, Socket Mode, load, and the round trips of a check.
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

# Runs these commands side by side and prints each output once all have ended.
together() {
  local name pids=()
  for name in "$@"; do
    begin "$name" &
    pids+=("$!")
  done
  for name in "$@"; do
    wait "${pids[0]}"
    ended "$name" $?
    pids=("${pids[@]:1}")
  done
}

printf '\n== generated tests\n'
CAMPAIGN=full npx vitest related --run test/sample-size.ts --project quick --testTimeout=600000 ||
  failed+=('generated tests')
printf '\n== tests of the built bot\n'
CAMPAIGN=full npx vitest run --project campaign --testTimeout=600000 || failed+=('tests of the built bot')
seeds="${SEEDS:-10000}"
begin simulate --seeds "$seeds"
ended simulate $?
begin simulate --postgres --seeds "$((seeds / 10))"
ended simulate $?
begin simulate --break all
ended simulate $?
# Without other runs beside them: on a busy machine, a bot may be killed before it has processed anything.
together crash-random crash-every-call
together crash-copies
together browser socket-mode
begin measure-cards
ended measure-cards $?
# Measures times.
begin slow-patterns
ended slow-patterns $?
begin fuzz --count 1500
ended fuzz $?
options=()
[ -z "${LOAD_OPTIONS:-}" ] || options=("$LOAD_OPTIONS")
begin load "${options[@]+"${options[@]}"}"
ended load $?
together round-trips

for name in "${failed[@]+"${failed[@]}"}"; do echo "failed: $name"; done
[ "${#failed[@]}" -eq 0 ]
