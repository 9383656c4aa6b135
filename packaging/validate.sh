#!/bin/sh
# Lets the readers of our exports judge them: exports a project and loads the result with what others load it with.
set -eu
cd "$(dirname "$0")/.."
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

lock=packaging/lock/validate.txt
judges=packaging/build/judges
wanted=$(cksum < $lock)
if [ "$(cat $judges/.set-up 2> /dev/null)" != "$wanted" ]; then
    rm -rf $judges
    .venv/bin/python -m venv $judges
    echo "Installing $(grep -c '^[A-Za-z]' $lock) pinned packages into $judges"
    $judges/bin/python -m pip install --quiet --require-hashes -r $lock
    echo "$wanted" > $judges/.set-up
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
extras=$($judges/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")
.venv/bin/python packaging/judged.py "$work" "$extras"
failed=
for judge in packaging/judge_*.py; do
    HF_HOME="$work/cache" HF_HUB_OFFLINE=1 MPLCONFIGDIR="$work/cache" $judges/bin/python "$judge" "$work" || failed="$failed $judge"
done
[ -z "$failed" ] || { echo "These judges refuse:$failed" >&2; exit 1; }
