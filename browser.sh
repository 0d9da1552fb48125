#!/usr/bin/env bash
# The browser the tests use: Chromium of the system, installed where that is possible without asking.
set -eu
if [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then
  exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium for the tests…" >&2
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
  exit 0
fi
echo "No Chromium was found. Tests need one: install the package 'chromium', or set CHROMIUM to a browser's path. The dashboard itself runs without." >&2
