#!/bin/sh
# Lets the readers of our exports judge them: exports a project and loads the result with what others load it with.
set -eu
cd "$(dirname "$0")/.."
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

set_up() { # set_up LOCK PLACE: an environment with what the list pins, made anew only when the list changed
    wanted=$(cksum < "$1")
    [ "$(cat "$2/.set-up" 2> /dev/null)" != "$wanted" ] || return 0
    rm -rf "$2"
    .venv/bin/python -m venv "$2"
    echo "Installing $(grep -c '^[A-Za-z]' "$1") pinned packages into $2"
    "$2/bin/python" -m pip install --quiet --require-hashes -r "$1"
    echo "$wanted" > "$2/.set-up"
}

judges=packaging/build/judges
doccano=packaging/build/judge-doccano
set_up packaging/lock/validate.txt $judges
set_up packaging/lock/validate-doccano.txt $doccano
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HF_HOME="$work/cache" HF_HUB_OFFLINE=1 MPLCONFIGDIR="$work/cache"
extras=$($judges/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")
.venv/bin/python packaging/judged.py "$work" "$extras"
failed=
# The tests that `make test` skips, because what they need is only here.
PYTHONPATH="$extras" QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -q -p no:cacheprovider -k "spacy or parquet" \
    tests/formats tests/work/test_round_trip.py || failed=" tests"
for judge in packaging/judge_*.py; do
    $judges/bin/python "$judge" "$work" || failed="$failed $judge"
done
$doccano/bin/python packaging/doccano_judge.py "$work" || failed="$failed doccano"
[ -z "$failed" ] || { echo "These refuse:$failed" >&2; exit 1; }
