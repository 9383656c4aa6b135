#!/bin/sh
# Makes .venv from the pinned list and puts the checkout into it; runs again only when the list changed.
# PYTHON names the interpreter to use, otherwise the first that is new enough.
set -eu
cd "$(dirname "$0")/.."
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

lock=packaging/lock/dev.txt
stamp=.venv/.set-up

fail() {
    echo "$1" >&2
    exit 1
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; }

find_python() {
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if new_enough "$python"; then
            echo "$python"
            return
        fi
    done
    fail "Python 3.11 or newer is needed (${PYTHON:-none found}). On Debian: apt-get install python3 python3-venv"
}

make_venv() {
    python=$(find_python)
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv > /dev/null 2>&1 && return
    # Debian keeps pip and venv's copy of it in packages of their own; a pip outside can fill a bare .venv.
    rm -rf .venv
    "$python" -m pip --version > /dev/null 2>&1 \
        || fail "Neither venv nor pip works with $python. On Debian: apt-get install python3-venv"
    "$python" -m venv --without-pip .venv
}

pip() {
    if .venv/bin/python -m pip --version > /dev/null 2>&1; then
        .venv/bin/python -m pip "$@"
    else
        "$(find_python)" -m pip --python .venv/bin/python "$@"
    fi
}

wanted=$(cat "$lock" pyproject.toml packaging/setup.sh | cksum)
if [ "$(cat $stamp 2> /dev/null)" = "$wanted $PWD" ] && new_enough .venv/bin/python; then
    exit 0
fi

new_enough .venv/bin/python || make_venv
rm -f $stamp
echo "Installing $(grep -c '^[A-Za-z]' $lock) pinned packages into .venv"
pip install --quiet --require-hashes -r "$lock"
pip install --quiet --no-deps --no-build-isolation -e .
.venv/bin/python -m compileall -q annotator # the first start is then as quick as the next
sh packaging/qt_libraries.sh
echo "$wanted $PWD" > $stamp
