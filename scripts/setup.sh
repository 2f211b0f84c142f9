# Sourced by the scripts beside it: makes .venv in the project and installs the project there, once.
# Nothing outside the project's folder is written (but pip's own cache); the user's Python stays as it is.
#
# setup run     what the tool needs
# setup dev     that, and what its checks need

CDPATH= cd "$(dirname "$0")/.." || exit 2
root=$(pwd -P)
venv=$root/.venv
unset PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX  # they would lead pip out of .venv

# The first Python that is new enough: $PYTHON, python3, then the versions by name.
find_python() {
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  found=$(python3 --version 2>&1 || echo "no python3")
  echo "quotediff needs Python 3.11 or later with venv (here: $found; on Debian and Ubuntu: apt install" \
    "python3-venv), or name one: PYTHON=/path/to/python $0" >&2
  return 1
}

# What an environment must have been made for: this folder, these dependencies, this code that is compiled.
stamp() {
  echo "$root $(cat "$root/pyproject.toml" "$root/setup.py" "$root"/kernel/* "$root"/packages/*/pyproject.toml \
    2>/dev/null | cksum)"
}

setup() {
  stamps=$venv/quotediff-setup
  wanted=$(stamp)
  for kind in "$1" dev; do # an environment for the checks also runs the tool
    if [ "$(cat "$stamps-$kind" 2>/dev/null)" = "$wanted" ] && "$venv/bin/python" -c '' 2>/dev/null; then
      return
    fi
  done
  extra=
  [ "$1" = dev ] && extra="[dev]"
  # A folder that was moved or whose Python is gone is made anew; otherwise pip brings it up to date.
  made_for=$(cat "$stamps"-* 2>/dev/null | head -n 1)
  if ! "$venv/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    { [ -n "$made_for" ] && [ "${made_for% * *}" != "$root" ]; }; then
    python=$(find_python) || exit 2
    echo "Making $venv with $("$python" --version) ..." >&2
    if [ -L "$venv" ]; then rm "$venv"; fi # a link: what it leads to is somebody else's
    "$python" -m venv --clear "$venv" >&2 || exit 2
  fi
  echo "Installing quotediff${extra:+ and what its checks need} into .venv ..." >&2
  # The deep engine is tested where it can be had: a source distribution lacks it, and some processors its libraries.
  if [ "$1" = dev ] && [ -d packages/quotediff-deep/quotediff_deep ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable packages/quotediff-deep >&2 ||
      echo "the deep engine cannot be installed here: its tests will be skipped" >&2
  fi
  if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable ".$extra" >&2; then
    echo "pip could not install what quotediff needs; see above (is there a network?)" >&2
    exit 2
  fi
  # A start without compiled modules takes twice as long, and not every environment lets Python keep them.
  "$venv/bin/python" -m compileall -q quotediff >&2
  rm -f "$stamps"-*
  echo "$wanted" >"$stamps-$1"
}
