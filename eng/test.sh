#!/usr/bin/env bash
# Builds everything and runs all test suites: ./eng/test.sh [--full]; --full adds the long versions of randomised tests.
# The last line is `N passed, N failed, N skipped`; the exit code is 0 only when nothing failed.
set -euo pipefail
cd "$(dirname "$0")/.."
. eng/system.sh

for argument in "$@"; do
  case $argument in
    --full) export KAMPORTAL_FULL=1 ;;
    *) sed -n '2,3s/^# //p' "$0"; exit 2 ;;
  esac
done

need_dotnet
missing=()
[ -n "${KAMPORTAL_TEST_DB:-}" ] || has_postgres || missing+=(postgresql)
has_chromium || missing+=(chromium)
has_chinese_font || missing+=(fontconfig fonts-noto-cjk)
need_packages "${missing[@]+"${missing[@]}"}"

dotnet build KamPortal.sln -v q --nologo

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0
failures="" skips=""

# outcomes FILE OUTCOME: the names of the tests that ended so.
outcomes() {
  { grep -o "<UnitTestResult [^>]*outcome=\"$2\"" "$1" || true; } | sed 's/.* testName="\([^"]*\)".*/\1/; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
}

count() { printf '%s' "$1" | grep -c . || true; }

for project in tests/*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  code=0
  dotnet test "$project" --no-build --nologo -v q --results-directory "$results" --logger "console;verbosity=minimal" --logger "trx;LogFileName=$name.trx" --blame-hang-timeout 20m --blame-hang-dump-type none || code=$?
  trx=$results/$name.trx
  now_failed="" now_skipped=""
  if [ -e "$trx" ]; then
    passed=$((passed + $(count "$(outcomes "$trx" Passed)")))
    now_failed=$(outcomes "$trx" Failed)
    now_skipped=$(outcomes "$trx" NotExecuted)
  fi
  # A suite that died, or whose results are missing, must not look like one that passed.
  if [ "$code" != 0 ] && [ -z "$now_failed" ] || [ ! -e "$trx" ]; then now_failed="$name did not finish (exit code $code)"; fi
  failed=$((failed + $(count "$now_failed")))
  skipped=$((skipped + $(count "$now_skipped")))
  [ -z "$now_failed" ] || failures+="$now_failed"$'\n'
  [ -z "$now_skipped" ] || skips+="$now_skipped"$'\n'
done

if [ -n "$skips" ]; then printf '\nSkipped:\n%s' "$skips"; fi
if [ -n "$failures" ]; then printf '\nFailed:\n%s' "$failures"; fi
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
