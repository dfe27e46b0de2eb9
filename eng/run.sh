#!/usr/bin/env bash
# Starts the portal, or runs one of its subcommands: ./eng/run.sh [SUBCOMMAND] [OPTIONS]; see ./eng/run.sh --help.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

(
  cd "$root"
  . eng/system.sh
  need_dotnet
  [ -n "${ConnectionStrings__KamPortal:-}" ] || has_postgres || need_packages postgresql

  # Published, not only built: static files are then compressed as they are in production. Skipped when no source is newer.
  stamp=artifacts/portal/.built
  if [ ! -e "$stamp" ] || [ -n "$(find src Directory.*.props global.json \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print | head -n 1)" ]; then
    echo "Building KamPortal (the first time takes a minute or two) ..." >&2
    mkdir -p artifacts
    started=$(mktemp)
    rm -rf artifacts/portal
    if ! dotnet publish src/KamPortal.Web -c Release -o artifacts/portal -v q --nologo >artifacts/publish.log 2>&1; then
      cat artifacts/publish.log >&2
      exit 1
    fi
    mv "$started" "$stamp"
  fi
)

# The caller's folder stays the current one, so that a subcommand finds the files it is given.
export ASPNETCORE_CONTENTROOT="$root/artifacts/portal"
exec dotnet "$root/artifacts/portal/KamPortal.Web.dll" "$@"
