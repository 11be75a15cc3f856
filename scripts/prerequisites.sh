#!/bin/sh
# Sees to it that libyaml's headers are there; installs them where a package manager that we know is at hand.
set -eu

found() {
    if command -v pkg-config >/dev/null 2>&1 && pkg-config --exists yaml-0.1; then return 0; fi
    for folder in /usr/include /usr/local/include /opt/homebrew/include; do
        if [ -f "$folder/yaml.h" ]; then return 0; fi
    done
    return 1
}

command -v swift >/dev/null 2>&1 || {
    echo "Roster needs a Swift toolchain, 6.2 or later: https://www.swift.org/install" >&2
    exit 1
}
found && exit 0

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo "$@"
    else
        echo "Roster needs libyaml. Ask an administrator of this machine to run: $*" >&2
        exit 1
    fi
}

echo "Installing libyaml's headers ..."
if command -v apt-get >/dev/null 2>&1; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libyaml-dev pkg-config
elif command -v brew >/dev/null 2>&1; then
    brew install libyaml pkg-config
else
    echo "Roster needs libyaml with its headers (yaml.h). Install it with the package manager of this system:" >&2
    echo "  Fedora, RHEL: dnf install libyaml-devel    Alpine: apk add yaml-dev    Arch: pacman -S libyaml" >&2
    exit 1
fi
found || { echo "libyaml was installed, but its headers cannot be found" >&2; exit 1; }
