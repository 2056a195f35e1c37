# Sourced by scripts that need distribution packages: install_packages NAME PACKAGE... installs those that are missing, in
# one step, and does nothing, quickly, when all are there. NAME is the script, for messages. Needs root, or sudo.
install_packages() {
  local name=$1 package state missing=() unknown=() root=()
  shift
  while read -r package state; do
    [ "$state" = installed ] || missing+=("$package")
  done < <(
    # dpkg-query names an unknown package only on stderr, so start from our own list.
    dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
      awk -v wanted="$*" '{ state[$1] = $2 } END { n = split(wanted, name, " ");
        for (i = 1; i <= n; i++) print name[i], (name[i] in state ? state[name[i]] : "absent") }'
  )
  [ "${#missing[@]}" -gt 0 ] || return 0
  echo "$name: packages to install: ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "$name: root is needed for: apt-get install ${missing[*]}" >&2; return 1; }
    root=(sudo)
  fi
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq)
  "${apt[@]}" update || echo "$name: apt-get update failed; trying with the package lists that are there"
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null && return 0
  for package in "${missing[@]}"; do
    apt-cache show "$package" >/dev/null 2>&1 || unknown+=("$package")
  done
  if [ "${#unknown[@]}" = 0 ]; then
    echo "$name: apt-get could not install: ${missing[*]}" >&2
  else
    echo "$name: no configured package source has: ${unknown[*]}" >&2
  fi
  return 1
}
