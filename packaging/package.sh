#!/bin/sh
# Freezes the program into dist/article-annotator and starts the result once, away from the checkout.
set -eu
cd "$(dirname "$0")/.."
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore

lock=packaging/lock/package.txt
tools=packaging/build/venv
if [ "$(uname -s)" = Linux ] && ! command -v objdump > /dev/null; then
    echo "Freezing needs objdump. On Debian: apt-get install binutils" >&2
    exit 1
fi
wanted=$(cksum < $lock)
if [ "$(cat $tools/.set-up 2> /dev/null)" != "$wanted" ]; then
    rm -rf $tools
    .venv/bin/python -m venv $tools
    echo "Installing $(grep -c '^[A-Za-z]' $lock) pinned packages into $tools"
    $tools/bin/python -m pip install --quiet --require-hashes -r $lock
    echo "$wanted" > $tools/.set-up
fi
rm -rf dist/article-annotator
$tools/bin/python -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath packaging/build/work \
    packaging/annotator.spec
cp LICENSE README.md dist/article-annotator/
if [ "$(uname -s)" = Linux ]; then
    mkdir -p dist/article-annotator/share/applications dist/article-annotator/share/mime/packages \
        dist/article-annotator/share/icons/hicolor/scalable/apps
    cp packaging/linux/article-annotator.desktop dist/article-annotator/share/applications/
    cp packaging/linux/article-annotator.xml dist/article-annotator/share/mime/packages/
    cp resources/icons/annotator.svg dist/article-annotator/share/icons/hicolor/scalable/apps/article-annotator.svg
fi
.venv/bin/python packaging/smoke.py dist/article-annotator/annotator
du -sh dist/article-annotator
