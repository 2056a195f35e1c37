#!/bin/sh
# linkshim's subcommands, by the program and the sysroots that the script beside this one unpacks.
LINKSHIM_CALLED_AS=linkshim exec "$(dirname "$(readlink -f "$0")")/cargo-linkshim" "$@"
