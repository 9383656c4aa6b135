#!/bin/sh
# Looks for the shared libraries that Qt needs from the system. On Debian and Ubuntu it installs what is
# missing where it may (root, or sudo that asks no password); elsewhere it says what to install and stops.
# Usage: qt_libraries.sh [window]     with `window` also those that a window on an X11 screen needs
set -eu
cd "$(dirname "$0")/.."

base="libgl1 libegl1 libxkbcommon0 libglib2.0-0 libdbus-1-3 libfontconfig1"
window="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-image0 libxcb-render-util0
    libxcb-shape0 libxcb-xkb1"
fonts="fonts-dejavu-core"

[ "$(uname -s)" = Linux ] || exit 0
command -v ldd > /dev/null || exit 0
qt=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("PySide6").submodule_search_locations[0])')/Qt

# Names of the libraries that the loader does not find for the given files of Qt.
missing_for() {
    for file in "$@"; do
        [ ! -e "$file" ] || ldd "$file" 2> /dev/null
    done | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u | tr '\n' ' '
}

has_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.fonts" \
        "${XDG_DATA_HOME:-${HOME:-/nonexistent}/.local/share}/fonts"; do
        [ ! -d "$folder" ] || find -L "$folder" -type f \( -iname '*.ttf' -o -iname '*.otf' -o -iname '*.ttc' \) -print
    done | grep -q .
}

lacking=$(missing_for "$qt/lib/libQt6Widgets.so.6" "$qt/lib/libQt6Gui.so.6" "$qt/lib/libQt6DBus.so.6" \
    "$qt/plugins/platforms/libqoffscreen.so")
wanted=""
[ -z "$lacking" ] || wanted="$base"
if [ "${1:-}" = window ] && [ -n "${DISPLAY:-}" ]; then
    more=$(missing_for "$qt/plugins/platforms/libqxcb.so" "$qt/lib/libQt6XcbQpa.so.6")
    [ -z "$more" ] || { lacking="$lacking$more"; wanted="$wanted $window"; }
fi
has_font || { lacking="${lacking}any font "; wanted="$wanted $fonts"; }
[ -n "$wanted" ] || exit 0

say_and_stop() {
    echo "Qt needs from this system: $lacking" >&2
    echo "$1" >&2
    exit 1
}

command -v apt-get > /dev/null \
    || say_and_stop "Install the packages of your system that bring them (on Debian: $(echo $wanted))."

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
    as_root="sudo -n env DEBIAN_FRONTEND=noninteractive"
else
    say_and_stop "Install them and try again:  sudo apt-get install $(echo $wanted)"
fi

echo "Installing what Qt needs: $(echo $wanted)"
export DEBIAN_FRONTEND=noninteractive
# An update that partly fails is no reason to stop: the install says what it could not find.
$as_root apt-get update -qq || true
case "$wanted" in # renamed in newer releases
    *libglib2.0-0*) [ -z "$(apt-cache pkgnames libglib2.0-0t64)" ] \
        || wanted=$(echo "$wanted" | sed 's/libglib2\.0-0/libglib2.0-0t64/') ;;
esac
# shellcheck disable=SC2086 # one word a package
said=$($as_root apt-get install -y -qq --no-install-recommends $wanted 2>&1) || {
    echo "$said" >&2
    say_and_stop "apt-get could not install them; try:  apt-get install $(echo $wanted)"
}
