#!/usr/bin/env bash
# What the tests use besides Python: a browser (Chromium) and a proxy (nginx), installed where that is possible without asking.
set -eu
missing=()
if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  missing+=(chromium)
fi
if ! command -v nginx >/dev/null && ! [ -x /usr/sbin/nginx ]; then
  missing+=(nginx-light)
fi
if [ ${#missing[@]} = 0 ]; then
  exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing ${missing[*]} for the tests…" >&2
  apt-get update -qq >/dev/null
  # the tests start their own nginx; the system's must not start by itself
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
  exit 0
fi
echo "Not found: ${missing[*]}. The tests need them: install these packages (for the browser, CHROMIUM may name its path). The dashboard itself runs without." >&2
