#!/bin/sh
# Pins everything with its hashes: packaging/lock/*.txt, for every system and Python from 3.11 on.
# The lists name no registry: pip asks the one that it is set up for.
set -eu
cd "$(dirname "$0")/.."
tools=packaging/build/lock-tools
[ -x "$tools/bin/uv" ] || { python3 -m venv "$tools" && "$tools/bin/python" -m pip install --quiet "uv>=0.8"; }

pin() { # pin OUT ARGUMENT...: what the arguments name, with all that it needs
    out=$1
    shift
    "$tools/bin/uv" --no-config pip compile "$@" --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file "$out"
    printf '%s\n' "# Made by \`make lock\` from pyproject.toml; installed with --require-hashes." | cat - "$out" > "$out.new"
    mv "$out.new" "$out"
    if grep -n -E '^ *--(index|extra-index|find-links)|https?://' "$out"; then
        echo "$out names a registry: it must not" >&2
        exit 1
    fi
}

lock=packaging/lock
pin $lock/dev.txt pyproject.toml --group dev
pin $lock/package.txt pyproject.toml --group package --constraints $lock/dev.txt
pin $lock/validate.txt --group validate
pin $lock/validate-doccano.txt --group validate-doccano
