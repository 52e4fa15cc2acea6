# Sourced by ./test: the programs of the machine that some tests drive: a browser, a database server, encryption.

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
find_postgresql() { command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1 | grep .; }

ensure_debian_programs() {
    local missing=()
    find_chromium >/dev/null || missing+=(chromium)
    find_postgresql >/dev/null || missing+=(postgresql)
    command -v age >/dev/null || missing+=(age)
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "beredd: installing Debian's ${missing[*]} …" >&2
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >"$root/.cache/apt.log" 2>&1 || {
            tail -n 5 "$root/.cache/apt.log" >&2
        }
    fi
    if ! { find_chromium && find_postgresql && command -v age; } >/dev/null; then
        echo "beredd: some tests drive a browser, a database server and age;" \
            "install them first (Debian, Ubuntu: apt-get install ${missing[*]})." >&2
        exit 2
    fi
}
