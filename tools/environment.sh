# Sourced by ./run and ./test. Finds a suitable Python and lets environment.py do the work.

python_is_suitable() {
    "$1" -I -S -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

# ensure_environment ROOT run|test: on return ROOT/.venv holds exactly what the lock names, or we have exited.
ensure_environment() {
    local root=$1 kind=$2 candidate found=""
    unset PYTHONHOME PYTHONPATH PYTHONSTARTUP
    for candidate in "$root/.venv/bin/python" "${BEREDD_PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && python_is_suitable "$candidate"; then
            found=$candidate
            break
        fi
    done
    if [ -z "$found" ]; then
        found=$(python3 --version 2>/dev/null || echo none)
        echo "beredd: needs Python 3.11, 3.12 or 3.13 and found $found;" \
            "install one, or name it: BEREDD_PYTHON=/path/to/python3.11 $0" >&2
        exit 2
    fi
    "$found" -I "$root/tools/environment.py" "$root" "$kind" || exit
}
