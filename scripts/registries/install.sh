#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# Installs linkshim @VERSION@, whole or not at all: fetches the archive for this host, and unpacks it when it has the checksum
# that SHA256SUMS beside it says.
#   sh install.sh [--prefix DIR] [--from PLACE]
# DIR is ~/.local: DIR/bin gets two links, DIR/lib/linkshim a folder for each version. PLACE is where archive and
# SHA256SUMS are: a folder, or an address of https:// or file://, of http:// for this machine alone; else the release's own.
set -eu

version=@VERSION@
from=@RELEASE@
prefix=
work=
names="linkshim cargo-linkshim"

fail() { # SENTENCE [FACT...]
  printf 'install.sh: error: %s\n' "$1" >&2
  shift
  for line; do printf '  %s\n' "$line" >&2; done
  exit 1
}

read_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix=* | --from=*) set -- "${1%%=*}" "${1#*=}" "$@" && shift_by=3 ;;
      --prefix | --from) [ $# -gt 1 ] || fail "$1 needs a value" "try: sh install.sh --help" && shift_by=2 ;;
      -h | --help) usage && exit 0 ;;
      *) fail "$1 is no option of this script" "try: sh install.sh --help" ;;
    esac
    [ -n "$2" ] || fail "$1 needs a value" "try: sh install.sh --help"
    case $1 in
      --prefix) prefix=$2 ;;
      --from) from=$2 ;;
    esac
    shift "$shift_by"
  done
  [ -n "$prefix" ] || prefix=${HOME:?is not set: name a folder by --prefix}/.local
}

usage() {
  cat <<END
sh install.sh [--prefix DIR] [--from PLACE]
  Installs linkshim $version in DIR (~/.local).
  PLACE has the archive and SHA256SUMS: a folder, https:// or file://, or http:// of this machine.
  It is $from unless given.
END
}

host_of() {
  [ "$(uname -s)" = Linux ] || fail "linkshim runs on Linux" "this system: $(uname -s)"
  case $(uname -m) in
    x86_64 | amd64) host=x86_64 ;;
    aarch64 | arm64) host=aarch64 ;;
    *) fail "linkshim runs on x86_64 and aarch64" "this machine: $(uname -m)" ;;
  esac
}

# A name of DIR/bin that something else than this script put there is not taken away.
refuse_others() {
  for name in $names; do
    if [ -L "$prefix/bin/$name" ]; then
      case $(readlink "$prefix/bin/$name") in
        ../lib/linkshim/*/bin/linkshim | linkshim) continue ;;
      esac
    fi
    if [ -e "$prefix/bin/$name" ] || [ -L "$prefix/bin/$name" ]; then
      fail "$prefix/bin/$name is there and was not made by this script" "try: sh install.sh --prefix another folder"
    fi
  done
}

fetch() { # NAME: the file of that name, into the work folder
  case $from in
    http://*@*) fail "linkshim is fetched by https alone" "asked for: $from" ;;
    https://* | http://127.0.0.1[:/]* | http://localhost[:/]*)
      if command -v curl >/dev/null 2>&1; then
        curl --fail --silent --show-error --location --proto-redir =https --output "$work/$1" "$from/$1"
      elif command -v wget >/dev/null 2>&1; then
        wget -q -O "$work/$1" "$from/$1"
      else
        fail "neither curl nor wget is there to fetch linkshim" "try: sh install.sh --from FOLDER with the release's files"
      fi ;;
    file://*) cp "${from#file://}/$1" "$work/$1" ;;
    *://*) fail "linkshim is fetched by https alone" "asked for: $from" ;;
    *) cp "$from/$1" "$work/$1" ;;
  esac || fail "$1 could not be fetched" "from: $from"
}

check() { # NAME: what was fetched is what SHA256SUMS says
  wanted=
  while read -r sum file || [ -n "$sum" ]; do
    [ "${file#\*}" != "$1" ] || wanted=$sum
  done <"$work/SHA256SUMS"
  [ -n "$wanted" ] || fail "SHA256SUMS says nothing of $1" "from: $from"
  found=$(sha256sum <"$work/$1") || fail "the checksum of $1 could not be made" "needs: sha256sum"
  [ "${found%% *}" = "$wanted" ] || fail "$1 is damaged, or is not the release's" "SHA256SUMS: $wanted" "the file: ${found%% *}"
}

unpack() { # NAME
  { mkdir "$work/tree" && tar -xzf "$work/$1" -C "$work/tree"; } ||
    fail "$1 could not be unpacked" "try: df -h $prefix"
  says=$("$work/tree/bin/linkshim" --version) || fail "what was unpacked does not run" "program: bin/linkshim of $1"
  [ "$says" = "linkshim $version" ] || fail "$1 has another version" "it says: $says" "wanted: linkshim $version"
}

# Only renames come after everything is there; each that fails leaves what was installed before.
put_in_place() {
  lib=$prefix/lib/linkshim
  { ln -s "../lib/linkshim/$version/bin/linkshim" "$work/linkshim" && ln -s linkshim "$work/cargo-linkshim" &&
    mkdir -p "$prefix/bin"; } || fail "$prefix/bin cannot be written"
  if [ -e "$lib/$version" ]; then
    mv -T "$lib/$version" "$work/old" || fail "$lib/$version cannot be replaced"
  fi
  if ! mv -T "$work/tree" "$lib/$version"; then
    [ ! -e "$work/old" ] || mv -T "$work/old" "$lib/$version"
    fail "$lib/$version cannot be written"
  fi
  for name in $names; do
    mv -fT "$work/$name" "$prefix/bin/$name" || fail "$prefix/bin/$name cannot be written"
  done
}

main() {
  read_arguments "$@"
  host_of
  refuse_others
  archive=linkshim-$version-$host-linux.tar.gz
  { mkdir -p "$prefix/lib/linkshim" && work=$(mktemp -d "$prefix/lib/linkshim/.new-XXXXXX"); } ||
    fail "$prefix cannot be written" "try: sh install.sh --prefix a folder that you may write"
  trap 'rm -rf "$work"; rmdir "$prefix/lib/linkshim" 2>/dev/null || :' EXIT
  trap 'exit 1' HUP INT TERM
  fetch SHA256SUMS
  fetch "$archive"
  check "$archive"
  unpack "$archive"
  put_in_place
  echo "linkshim $version is installed: $prefix/bin/linkshim"
  case :$PATH: in
    *:"$prefix/bin":*) ;;
    *) echo "  put it on PATH: export PATH=\"$prefix/bin:\$PATH\"" ;;
  esac
}

main "$@"
