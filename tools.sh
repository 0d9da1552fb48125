#!/usr/bin/env bash
# What the tests use besides Python: a browser (Chromium), a proxy (nginx), and to look at papers LibreOffice with
# pdftotext; installed where that is possible without asking.
set -eu
missing=()
if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  missing+=(chromium)
fi
if ! command -v nginx >/dev/null && ! [ -x /usr/sbin/nginx ]; then
  missing+=(nginx-light)
fi
papers=()
command -v soffice >/dev/null || papers+=(libreoffice-writer-nogui libreoffice-impress-nogui fonts-liberation)
command -v pdftotext >/dev/null || papers+=(poppler-utils)
if [ ${#missing[@]} = 0 ] && [ ${#papers[@]} = 0 ]; then
  exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing ${missing[*]} ${papers[*]} for the tests…" >&2
  apt-get update -qq >/dev/null
  # the tests start their own nginx; the system's must not start by itself
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  export DEBIAN_FRONTEND=noninteractive
  if [ ${#missing[@]} -gt 0 ]; then
    apt-get install -y -qq "${missing[@]}" >/dev/null
  fi
  if [ ${#papers[@]} -gt 0 ]; then
    apt-get install -y -qq --no-install-recommends "${papers[@]}" >/dev/null ||
      echo "Without ${papers[*]} the test that opens papers in LibreOffice is skipped." >&2
  fi
  exit 0
fi
if [ ${#missing[@]} = 0 ]; then
  exit 0
fi
echo "Not found: ${missing[*]}. The tests need them: install these packages (for the browser, CHROMIUM may name its path). The dashboard itself runs without." >&2
