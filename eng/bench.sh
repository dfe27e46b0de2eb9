#!/usr/bin/env bash
# Runs the benchmarks, all or the one named: ./eng/bench.sh [NAME] [OPTIONS]
set -euo pipefail
cd "$(dirname "$0")/.."
. eng/system.sh
need_dotnet
[ -n "${KAMPORTAL_TEST_DB:-}" ] || has_postgres || need_packages postgresql
exec dotnet run -c Release --project tests/KamPortal.Benchmarks -- "$@"
