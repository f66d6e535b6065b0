#!/bin/sh
# The parts of the set-up that may need the system's package manager; the Makefile calls it.
#   setup.sh system STAMP   install packaging/system-packages.txt; STAMP is touched once nothing is missing
#   setup.sh venv FOLDER    make a virtual environment with $PYTHON, or with the newest Python from 3.11 on
set -eu
here=$(dirname "$0")

say() { printf 'voxstudio: %s\n' "$*" >&2; }

# Install packages, or print the command that does where we may not.
apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    if ! command -v apt-get >/dev/null; then
        say "this is not Debian or Ubuntu; install what these packages hold: $*"
        return 1
    elif [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        say "please run: sudo apt-get install -y --no-install-recommends $*"
        return 1
    fi
    say "installing system packages: $*"
    $as_root apt-get -qq -o DPkg::Lock::Timeout=300 update >/dev/null
    $as_root apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@" >/dev/null
}

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

setup_system() {
    [ "$(uname -s)" = Linux ] || { touch "$1"; return; }
    missing=
    for package in $(grep -v '^#' "$here/system-packages.txt"); do
        is_installed "$package" || missing="$missing $package"
    done
    # Without them the terminal still works, so this is a hint and no reason to stop.
    # shellcheck disable=SC2086 # one word a package is meant
    if [ -z "$missing" ] || apt_install $missing; then touch "$1"; fi
}

find_python() {
    for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found; install it or name it: make PYTHON=/path/to/python3.11"
    return 1
}

setup_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
        apt_install "$version-venv"
    fi
    "$python" -m venv "$1"
}

"setup_$1" "$2"
