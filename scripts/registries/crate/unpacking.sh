#!/bin/sh
# linkshim @VERSION@ for Linux on @ARCH@: this script, and behind it an archive of the program with its sysroots. The first
# call unpacks that below XDG_DATA_HOME (~/.local/share), whole or not at all; each call becomes the program there.
set -eu
as=${LINKSHIM_CALLED_AS:-cargo-linkshim}
unset LINKSHIM_CALLED_AS
folder=${XDG_DATA_HOME:-${HOME:?is not set, nor is XDG_DATA_HOME}/.local/share}/linkshim/versions
tree=$folder/@VERSION@-@DIGEST@

fail() {
  printf '%s\n' "cargo-linkshim: error: linkshim could not be unpacked" "  folder: $folder" "  reason: $1" "  try: $2" >&2
  exit 1
}

unpack() {
  mkdir -p "$folder" || fail "it cannot be made" "export XDG_DATA_HOME=a folder that you may write"
  new=$(mktemp -d "$folder/.new-XXXXXX") || fail "it cannot be written" "export XDG_DATA_HOME=a folder that you may write"
  trap 'rm -rf "$new"' EXIT
  trap 'exit 1' HUP INT TERM
  tail -c +@SKIP@ "$0" | tar -xzf - -C "$new" || fail "the disk is full, or $0 is damaged" "df -h $folder"
  chmod 755 "$new"
  # Another process may have been first; its tree is the same.
  mv -T "$new" "$tree" 2>/dev/null || [ -x "$tree/bin/linkshim" ] || fail "$tree is there and is not linkshim" "rm -r $tree"
  rm -rf "$new"
  trap - EXIT HUP INT TERM
}

[ -x "$tree/bin/linkshim" ] || unpack
exec "$tree/bin/$as" "$@"
exit 1
