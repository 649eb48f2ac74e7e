#!/bin/sh
# Sees to programs and libraries that do not come from Python's packages: native.sh NEED...
#
# As root on Debian or Ubuntu it installs what is missing. Anywhere else it touches nothing: it
# prints the command to run, and fails.
set -eu

PYTHON=${PYTHON:-python3}

present() {
    case $1 in
        venv) "$PYTHON" -c 'import ensurepip, venv' ;;
        pango) .venv/bin/python -c 'from weasyprint.text import ffi; assert ffi.harfbuzz_subset' ;;
        browser) command -v chromium ;;
        poppler) command -v pdftotext ;;
        java) java -version ;;
        npm) command -v npm ;;
    esac >/dev/null 2>&1
}

package() {
    case $1:$2 in
        apt-get:venv) "$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])' ;;
        apt-get:pango) echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 ;;
        apt-get:poppler | dnf:poppler) echo poppler-utils ;;
        apt-get:java) echo default-jre-headless ;;
        dnf:java) echo java-latest-openjdk-headless ;;
        brew:java) echo openjdk ;;
        brew:npm) echo node ;;
        brew:venv) echo python ;;
        dnf:venv) echo python3 ;;
        *:browser) echo chromium ;;
        *) echo "$2" ;;
    esac
}

manager() {
    for manager in apt-get dnf brew; do
        if command -v $manager >/dev/null; then
            echo $manager
            return
        fi
    done
}

tool=$(manager)
missing=
packages=
for need in "$@"; do
    if ! present "$need"; then
        missing="$missing $need"
        packages="$packages $(package "$tool" "$need")"
    fi
done

if [ -z "$missing" ]; then
    exit 0
elif [ "$tool" = apt-get ] && [ "$(id -u)" = 0 ]; then
    echo "Installing$packages (once) ..."
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    # shellcheck disable=SC2086  # one word a package
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --no-install-recommends $packages; } >"$log" 2>&1 || {
        tail -n 20 "$log"
        exit 1
    }
else
    echo "This computer lacks:$missing. Install it once, then run make again:"
    case $tool in
        apt-get | dnf) echo "    sudo $tool install$packages" ;;
        brew) echo "    brew install$packages" ;;
        *) echo "    see docs/install.md" ;;
    esac
    exit 1
fi >&2
