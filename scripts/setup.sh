#!/usr/bin/env bash
# Installs what Marv's build needs beside Rust, and says nothing when it is all there.
#   scripts/setup.sh         what the build needs
#   scripts/setup.sh tests   also the programs that the tests and the checks compare with
set -euo pipefail
cd "$(dirname "$0")/.."

have() { command -v "$1" >/dev/null 2>&1; }
say() { printf 'setup: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# HTSlib's bindings are made at build time by libclang, which also needs clang's own headers (stddef.h). A libclang
# without them builds nothing: "'stddef.h' file not found".
has_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && [ -e "$LIBCLANG_PATH" ] && return 0
    [ "$(uname -s)" = Darwin ] && xcode-select -p >/dev/null 2>&1 && return 0
    [ -n "$(compgen -G '/usr/lib*/llvm*/lib*/libclang*.so*' || compgen -G '/usr/lib*/libclang*.so*' ||
        compgen -G '/usr/lib/*/libclang*.so*')" ] || return 1
    [ -n "$(compgen -G '/usr/lib*/clang/*/include/stddef.h' ||
        compgen -G '/usr/lib/llvm*/lib/clang/*/include/stddef.h')" ]
}

# What is missing, as commands; "libclang" stands for the library and its headers.
missing() {
    local tool
    for tool in cc make cmake pkg-config; do have "$tool" || echo "$tool"; done
    has_libclang || echo libclang
    if [ "${1:-}" = tests ]; then
        for tool in samtools bcftools tabix bgzip jq; do have "$tool" || echo "$tool"; done
    fi
}

# The pair libclang1-N, libclang-common-N-dev of the distribution's own N: a fifth of the size of libclang-dev.
libclang_packages() {
    local version
    version=$(apt-cache depends libclang-dev 2>/dev/null | sed -n 's/.*Depends: libclang-\([0-9]*\)-dev$/\1/p')
    if [ -n "$version" ] && apt-cache show "libclang1-$version" "libclang-common-$version-dev" >/dev/null 2>&1; then
        echo "libclang1-$version libclang-common-$version-dev"
    else
        echo libclang-dev
    fi
}

debian_packages() {
    local tool
    for tool in "$@"; do
        case $tool in
            cc | make) echo build-essential ;;
            libclang) libclang_packages ;;
            bgzip) echo tabix ;;
            *) echo "$tool" ;;
        esac
    done | tr ' ' '\n' | sort -u | tr '\n' ' '
}

install_debian() {
    local as_root=() packages
    export DEBIAN_FRONTEND=noninteractive
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || fail "needs root for: apt-get install $(debian_packages "$@")"
        as_root=(sudo DEBIAN_FRONTEND=noninteractive)
    fi
    local apt=("${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=300)
    # A list that was never fetched knows no package; a list that is old names files that are gone.
    apt-cache show libclang-dev >/dev/null 2>&1 || "${apt[@]}" update >&2 || say "apt-get update failed; going on"
    read -ra packages <<<"$(debian_packages "$@")"
    say "installing ${packages[*]}"
    "${apt[@]}" install -y --no-install-recommends "${packages[@]}" </dev/null >/dev/null && return
    say "once more with fresh package lists"
    "${apt[@]}" update >&2 || say "apt-get update failed; going on"
    "${apt[@]}" install -y --no-install-recommends "${packages[@]}" </dev/null >/dev/null
}

install_missing() {
    if have apt-get; then
        install_debian "$@"
    elif have dnf; then
        fail "missing: $*. Install with: sudo dnf install gcc make cmake pkgconf clang-devel (tests: samtools bcftools htslib-tools jq)"
    elif have brew; then
        fail "missing: $*. Install with: xcode-select --install; brew install cmake pkg-config (tests: samtools bcftools htslib jq)"
    else
        fail "missing: $*. Install them with the system's package manager; libclang needs clang's headers beside it"
    fi
}

# The toolchain that rust-toolchain.toml names; never installed unasked.
check_rust() {
    local wanted
    wanted=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
    have cargo || fail "cargo is missing. Install Rust $wanted from https://rustup.rs, then run this again"
    if have rustup; then
        rustup which --toolchain "$wanted" cargo >/dev/null 2>&1 ||
            fail "Rust $wanted is missing. Run: rustup toolchain install $wanted --component rustfmt --component clippy"
    elif [ "$(printf '%s\n' "$wanted" "$(rustc --version | cut -d' ' -f2)" | sort -V | head -n 1)" != "$wanted" ]; then
        fail "Rust $wanted or later is needed, this is $(rustc --version). Update it, or install https://rustup.rs"
    fi
}

main() {
    case ${1:-} in '' | tests) ;; *) fail "unknown argument '$1'; expected nothing or 'tests'" ;; esac
    local needed
    needed=$(missing "${1:-}")
    if [ -n "$needed" ]; then
        # shellcheck disable=SC2086 # names of programs, one a line
        install_missing $needed
        needed=$(missing "${1:-}")
        [ -z "$needed" ] || fail "still missing after the installation: ${needed//$'\n'/ }"
    fi
    check_rust
}

main "$@"
