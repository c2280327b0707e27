#!/bin/sh
# Builds .venv from nothing: Python packages from requirements.lock, then a browser, LibreOffice and bsdtar.
# Debian packages are installed only as root; what cannot be had is said in one line.
set -eu

say() { printf '%s\n' "nianbao: $*" >&2; }
stop() { say "$*"; exit 1; }
can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
apt_install() {
    say "installing Debian packages: $*"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "Python 3.11 or newer is missing: install it (Debian 12 and later: apt-get install python3), then run make again."
}

make_venv() {
    "$python" -m venv .venv 2>/dev/null && return
    rm -rf .venv
    if can_apt && apt_install python3-venv && "$python" -m venv .venv; then return; fi
    rm -rf .venv
    stop "the venv module of $python is missing: run 'apt-get install python3-venv' as root, then make again."
}

install_packages() {
    say "installing Python packages into .venv"
    pip=".venv/bin/python -m pip"
    if $pip install -q uv >/dev/null 2>&1; then pip=".venv/bin/uv pip"; fi
    # Unlike pip, uv compiles only when told to, and where PYTHONDONTWRITEBYTECODE is set nothing else ever does:
    # then every start of a command would compile all that it imports.
    export UV_COMPILE_BYTECODE=1
    { $pip install -q --require-hashes -r requirements.lock && $pip install -q --no-deps --no-build-isolation -e .; } ||
        stop "the Python packages could not be installed: see the lines above, mend the network or the index, then run make again."
}

find_browser() { .venv/bin/python -m crawler.browser >/dev/null 2>&1; }

# Playwright drives the browser with a program of its own, which needs a library that a bare Debian lacks.
install_driver() {
    .venv/bin/playwright --version >/dev/null 2>&1 && return
    if can_apt && apt_install libatomic1 && .venv/bin/playwright --version >/dev/null 2>&1; then return; fi
    say "Playwright does not start; everything works but portals whose lists need a browser. As root: apt-get install libatomic1"
}

install_browser() {
    find_browser && return
    say "no browser found, fetching one"
    timeout 600 .venv/bin/playwright install chromium-headless-shell >/dev/null 2>&1 && find_browser && return
    if can_apt && apt_install chromium-headless-shell fonts-wqy-zenhei && find_browser; then return; fi
    say "no browser could be installed; everything works but portals whose lists need one. As root: apt-get install chromium-headless-shell fonts-wqy-zenhei"
}

find_office() {
    for name in "${NIANBAO_SOFFICE:-soffice}" libreoffice; do command -v "$name" >/dev/null 2>&1 && return; done
    return 1
}

install_office() {
    find_office && return
    if can_apt && apt_install libreoffice-writer-nogui libreoffice-calc-nogui fonts-wqy-zenhei && find_office; then return; fi
    say "no LibreOffice found; DOC and WPS are read in a lighter way, RTF and ODT not at all. As root: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui fonts-wqy-zenhei"
}

install_unpacker() {
    command -v bsdtar >/dev/null 2>&1 && return
    if can_apt && apt_install libarchive-tools; then return; fi
    say "no bsdtar found; RAR and 7z archives are not read. As root: apt-get install libarchive-tools"
}

python=$(find_python)
[ -x .venv/bin/python ] || make_venv
install_packages
install_driver
install_browser
install_office
install_unpacker
touch .venv/.ready
