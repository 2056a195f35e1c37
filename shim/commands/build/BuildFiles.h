#pragma once
#include "shim/commands/build/Variables.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The tools of one target by their paths, for files that build tools read.
struct TargetTools {
  std::string name; ///< the target, with its floor where one was given
  std::string cc, cxx, ar, ranlib, nm, strip, objcopy, windres, dlltool, pkgConfig;
};

/// Makes sure that each tool has a link.
Result<TargetTools> findTargetTools(const TargetSpec &spec, const VariableContext &context);

/// A toolchain file for CMake. It finds libraries, headers and packages only in LINKSHIM_SYSROOT_<target>,
/// else in `overlay`, in `roots` and in what CMAKE_PREFIX_PATH names; programs are the host's.
std::string cmakeToolchain(const Target &target, const TargetTools &tools, const std::string &overlay,
                           const std::vector<std::string> &roots);

/// A cross file for meson.
std::string mesonCrossFile(const Target &target, const TargetTools &tools);

/// The arguments for an autotools configure script, on one line, quoted for a shell.
std::string configureArguments(const Target &target, const TargetTools &tools);

/// The variables that go reads, as statements for a POSIX shell; empty where Go has no such target.
std::string goStatements(const Target &target, const TargetTools &tools);

/// True for a format of buildFile: cmake, meson, configure, go.
bool isBuildFile(std::string_view format);

/// One of these texts by the name of its format.
Result<std::string> buildFile(std::string_view format, const TargetSpec &spec,
                              const VariableContext &context);

/// The path of the target's toolchain file for CMake. It is written where it is missing or not as it should
/// be, whole or not at all.
Result<std::string> writeCmakeToolchain(const TargetSpec &spec, const VariableContext &context);

/// Begins every file that linkshim writes for a build tool.
constexpr std::string_view buildFileMark = "# Written by linkshim for ";

} // namespace linkshim
