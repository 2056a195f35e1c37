#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/commands/Command.h"
#include "shim/provider/Provider.h"
#include <string>

namespace linkshim {

/// The Rust toolchain that cargo would use.
struct RustToolchain {
  std::string rustc;      ///< path; empty when there is none
  std::string sysroot;    ///< empty when it could not be found out
  std::string name;       ///< rustup's name for it; empty without rustup
  bool isDefault = false; ///< rustup uses it by default
};

/// Finds the toolchain for a build in `folder` by RUSTC, rustup's settings and toolchain files, and the place
/// of rustc; only when these do not tell is rustc itself asked.
RustToolchain findRustToolchain(const std::string &folder, const Environment &environment,
                                const FileReader &files, const ProviderSearch &search, const Question &ask);

/// True when the standard library for a target lies in a sysroot.
bool hasStd(const std::string &sysroot, std::string_view triple, const FileReader &files);

/// Which releases of rustc have a target, where not all do that the table is of: `from 1.98`, `to 1.97`.
std::string releasesOf(const Target &target);

/// Why a build for the target cannot work with a toolchain that lacks its standard library.
Failure missingStd(const RustToolchain &toolchain, const Target &target);

/// The cargo that CARGO names, else the one on PATH; empty when there is none. Never linkshim itself.
std::string findCargo(const CommandCall &call, const ProviderSearch &search);
Failure cargoNotFound(const Environment &environment);

} // namespace linkshim
