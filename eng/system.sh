# shellcheck shell=bash
# Sourced by the scripts beside it: makes sure that the system has what they need.
# What is already there needs neither the network nor any right.

has_postgres() {
  command -v pg_ctl >/dev/null 2>&1 || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || compgen -G '/usr/pgsql-*/bin/initdb' >/dev/null ||
    compgen -G '/opt/homebrew/opt/postgresql*/bin/initdb' >/dev/null || compgen -G '/usr/local/opt/postgresql*/bin/initdb' >/dev/null
}

has_chromium() {
  command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1
}

has_chinese_font() {
  fc-list :lang=zh 2>/dev/null | grep -q .
}

need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || {
    echo "KamPortal needs the .NET SDK $(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' global.json) or newer: see https://dotnet.microsoft.com/download." >&2
    exit 1
  }
}

# need_packages PACKAGE...: installs Debian packages as root or with sudo; without either says the exact command and stops.
need_packages() {
  [ $# -gt 0 ] || return 0
  local as_root=()
  local command="apt-get update && apt-get install -y --no-install-recommends $*"
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "KamPortal needs $*, which this script can install on Debian and Ubuntu only: install them with your system's package manager (on a Mac: \`brew install postgresql@17 chromium\`)." >&2
    exit 1
  fi
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      as_root=(sudo)
    else
      echo "KamPortal needs $*: as root, run \`$command\`." >&2
      exit 1
    fi
  fi
  echo "Installing $* ..."
  local log
  log=$(mktemp)
  if ! { "${as_root[@]+"${as_root[@]}"}" apt-get update -q &&
    "${as_root[@]+"${as_root[@]}"}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "Installing failed; the command was \`$command\`." >&2
    exit 1
  fi
  rm -f "$log"
}
