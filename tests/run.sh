#!/usr/bin/env bash
# Builds everything, installs what the tests need, runs the whole suite.
# The last line is "N passed, N failed"; the exit code says the same.
set -uo pipefail
cd "$(dirname "$0")/.."

root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

need() { # need <file pattern> <Debian package>
  if ! compgen -G "$1" >/dev/null; then
    echo "Installing $2 ..."
    root apt-get update -qq && root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null ||
      { echo "Expected $1, but Debian's package $2 could not be installed; install it and run again."; exit 1; }
  fi
}
need '/usr/lib/postgresql/*/bin/initdb' postgresql
need '/usr/bin/chromium' chromium

out=$(mktemp) failures=$(mktemp)
trap 'rm -f "$out" "$failures"' EXIT

dotnet build Orchestrator.sln -c Release --nologo -v quiet || { echo "The build failed."; echo "0 passed, 1 failed"; exit 1; }

passed=0 failed=0 status=0
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  case $name in Orchestrator.TestKit | Orchestrator.Benchmarks) continue ;; esac
  echo "== $name"
  "tests/$name/bin/Release/net10.0/$name" -noColor "$@" 2>&1 | tee "$out"
  code=${PIPESTATUS[0]}
  # xunit's last line: "<name>  Total: 12, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 1.2s"
  summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$out" | tail -n 1)
  if [ -z "$summary" ]; then
    failed=$((failed + 1)) status=1
    echo "Expected $name to report its tests, but it ended with $code and no summary."
    continue
  fi
  grep -A 25 -F '[FAIL]' "$out" >>"$failures"
  count() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
  bad=$(($(count Errors) + $(count Failed)))
  passed=$((passed + $(count Total) - $(count Failed) - $(count Skipped) - $(count 'Not Run')))
  failed=$((failed + bad))
  [ "$code" = 0 ] && [ "$bad" = 0 ] || status=1
  [ "$code" = 0 ] || [ "$bad" -gt 0 ] || failed=$((failed + 1))
done

[ "$passed" -gt 0 ] || status=1
[ -s "$failures" ] && echo "== What failed, again" && cat "$failures"
echo "$passed passed, $failed failed"
exit $status
