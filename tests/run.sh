#!/usr/bin/env bash
# Builds, and runs every test project one after another; the last line is "N passed, N failed, N skipped".
# --fast leaves out the browser and the foreign clients.
set -uo pipefail
cd "$(dirname "$0")/.."

# Debian has brokers and other daemons in a directory that only root searches.
export PATH="$PATH:/usr/sbin"

fast=false
[ "${1:-}" = "--fast" ] && fast=true

# command:package, as Debian names it
needs=(openssl:openssl curl:curl jq:jq sqlite3:sqlite3)
$fast || needs+=(mosquitto_pub:mosquitto-clients mosquitto:mosquitto chromium:chromium certtool:gnutls-bin certutil:libnss3-tools pki:strongswan-pki softhsm2-util:softhsm2 p11-kit:p11-kit node:nodejs npm:npm)
# strongSwan speaks EST, and p11-kit to a token elsewhere, through plugins that have no command of their own; Paho is a library of Python
for plugin in libstrongswan-extra-plugins p11-kit-modules python3-paho-mqtt; do
  $fast || dpkg -s "$plugin" >/dev/null 2>&1 || needs+=("no-command-$plugin:$plugin")
done

missing=()
for need in "${needs[@]}"; do
  command -v "${need%%:*}" >/dev/null || missing+=("${need##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
    echo "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null || exit 1
  else
    echo "Install these first: ${missing[*]}" >&2
    exit 1
  fi
fi
if ! command -v dotnet >/dev/null; then
  echo "Install the .NET 10 SDK first: https://dot.net" >&2
  exit 1
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build FleetPortal.sln --nologo -v quiet -clp:NoSummary -p:RestoreLockedMode=true || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

projects=(FleetPortal.Pki.Tests FleetPortal.Fleet.Tests FleetPortal.Broker.Tests FleetPortal.Components.Tests FleetPortal.Tests)
$fast || projects+=(FleetPortal.Interop.Tests FleetPortal.Browser.Tests)

passed=0 failed=0 skipped=0
mkdir -p tests/output
for project in "${projects[@]}"; do
  echo "== $project"
  log="tests/output/$project.log"
  "tests/$project/bin/Debug/net10.0/$project" -noColor >"$log" 2>&1
  code=$?
  if [[ "$(grep -E 'Total: [0-9]+' "$log" | tail -1)" =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+).*Time:\ ([0-9.]+) ]]; then
    total=${BASH_REMATCH[1]} bad=$((BASH_REMATCH[2] + BASH_REMATCH[3])) skips=${BASH_REMATCH[4]}
    echo "   $total tests in ${BASH_REMATCH[5]} s"
  else
    total=1 bad=1 skips=0
  fi
  # A project that runs nothing, or dies after its summary, has failed.
  if [ "$total" = 0 ] || { [ $code -ne 0 ] && [ "$bad" = 0 ]; }; then
    total=$((total + 1)) bad=$((bad + 1))
  fi
  [ "$bad" = 0 ] || cat "$log"
  passed=$((passed + total - bad - skips)) failed=$((failed + bad)) skipped=$((skipped + skips))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
