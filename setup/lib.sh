# What the set-up scripts share: finding tools, installing missing ones, and stamps.
# Sourced by every script of this folder; they run in the root of the checkout.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VENV=.venv

say() { printf '%s\n' "driftboard: $*" >&2; }

stop() {
    say "$*"
    exit 1
}

# One set-up at a time in one checkout: a second waits for the first and then finds its work done.
take_turn() {
    if command -v flock >/dev/null; then
        exec 9>.setup.lock
        flock 9
    fi
}

# stamped STAMP KEY… : true when the step that wrote the stamp was run for exactly these keys.
stamped() {
    local stamp=$1
    shift
    [ -f "$stamp" ] && [ "$(<"$stamp")" = "$*" ]
}

# byte_code PYTHON FOLDER… : the byte code of what lies in the folders, for this Python. Where PYTHONDONTWRITEBYTECODE is
# set, as in most containers, no process keeps any, and each compiles anew all that it imports.
byte_code() {
    local python=$1
    shift
    # Not every text of a package is meant for every Python; what does not compile is left to whoever imports it.
    "$python" -m compileall -q -j 0 -x '/(gis|locale|[a-z]+_template)/' "$@" >/dev/null 2>&1 || true
}

hash_of() { cat -- "$@" | sha256sum | cut -d ' ' -f 1; }

# apt PACKAGE… : installs Debian packages where we may, else says what to install and gives up.
apt() {
    local as=()
    if ! command -v apt-get >/dev/null; then
        stop "please install (in your system's way): $*"
    fi
    if [ "$(id -u)" != 0 ]; then
        as=(sudo -n)
        if ! sudo -n true 2>/dev/null; then
            stop "please run: sudo apt-get install --no-install-recommends $*"
        fi
    fi
    say "installing $* with apt-get"
    if ! "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >&2; then
        "${as[@]}" apt-get update -qq >&2 || true
        "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >&2 ||
            stop "apt-get could not install: $*. Please install it by hand and run make again."
    fi
}

# The first interpreter that runs and is new enough.
python() {
    local candidate found
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s' "$candidate"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null) || true
    stop "Python 3.11 or newer is needed, and ${found:-no python3} was found." \
        "Debian 12, Ubuntu 24.04 and newer have it: apt-get install python3 python3-venv." \
        "Or name an interpreter: make PYTHON=/path/to/python3.12 …"
}

# An empty virtual environment, kept when its interpreter still runs.
virtual_environment() {
    local python
    if [ -x $VENV/bin/python ] && $VENV/bin/python -c 'import pip' 2>/dev/null; then
        return
    fi
    python=$(python)
    # Debian packs ensurepip apart, so that `venv` is there and does not work.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    say "making $VENV with $("$python" --version)"
    "$python" -m venv --clear $VENV
}

# python_packages FILE : the pinned packages of a requirements file, and this checkout as an editable install.
python_packages() {
    local file=$1 key
    key=$(hash_of "$file")
    if ! stamped "$VENV/.stamp-$file" "$key"; then
        say "installing the Python packages of $file"
        $VENV/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r "$file"
        byte_code $VENV/bin/python $VENV/lib  # on every core, where pip would use one
        echo "$key" >"$VENV/.stamp-$file"
    fi
    # Everything above the first [tool.…] table decides the installed metadata and the `driftboard` command.
    key=$(sed '/^\[tool\.ruff/,$d' pyproject.toml | hash_of -)
    if ! stamped $VENV/.stamp-editable "$key"; then
        $VENV/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
        echo "$key" >$VENV/.stamp-editable
    fi
    byte_code $VENV/bin/python app reporter alembic
}

# browser_packages KIND [npm options] : node_modules and the copies that the pages load when the CDN is out of reach.
browser_packages() {
    local kind=$1 key
    shift
    key=$(hash_of package.json package-lock.json .npmrc)
    if ! stamped "node_modules/.stamp-$kind" "$key"; then
        command -v npm >/dev/null || apt npm
        say "installing the browser packages of package.json"
        # Not npm's own chatter: a user's npm settings draw warnings that are not ours.
        npm ci --ignore-scripts --loglevel=error "$@" >&2
        echo "$key" >"node_modules/.stamp-$kind"
        # Every kind holds what the runtime needs.
        echo "$key" >node_modules/.stamp-runtime
    fi
    if ! stamped static/vendor/.stamp "$key"; then
        mkdir -p static/vendor
        cp node_modules/htmx.org/dist/htmx.min.js node_modules/cytoscape/dist/cytoscape.esm.min.mjs static/vendor/
        echo "$key" >static/vendor/.stamp
    fi
}

# What bounds a run of pytest: a test that waits for ever fails after ten minutes and says where it stands. Where that
# does not end it, as in a thread that is waited for, the run ends after fifteen, with what it has found.
BOUNDS=(--timeout 600 --timeout-method signal -o faulthandler_timeout=900 -o faulthandler_exit_on_timeout=true)
