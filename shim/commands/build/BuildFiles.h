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
  std::string cc = {}, cxx = {}, ar = {}, ranlib = {}, nm = {}, strip = {}, objcopy = {}, ld = {}, as = {},
              pkgConfig = {};
  std::string windres = {}, dlltool = {}; ///< of Windows' targets; else empty
  std::string installNameTool = {};       ///< of Apple's; else empty
  std::vector<std::string> runner = {};   ///< what runs programs of the target, where that was asked for
};

/// Where CMake looks for what belongs to a target, beside what LINKSHIM_SYSROOT_<target> and
/// CMAKE_PREFIX_PATH name when it runs.
struct CmakeFolders {
  std::string libraries;            ///< the folder of LibraryIndex.h
  std::vector<std::string> headers; ///< linkshim's own, which have `include` in them
  std::string overlay;              ///< what `linkshim sysroot add` has unpacked, or will; may be empty
  std::string platform = {}; ///< the platform's own system root, which the user has named; may be empty
  std::vector<std::string> platformLibraries =
      {}; ///< its folders of libraries, where they are not the usual ones
};

/// Makes sure that each tool has a link.
Result<TargetTools> findTargetTools(const TargetSpec &spec, const VariableContext &context);

/// A toolchain file for CMake. Libraries, headers and packages are found in those folders alone; programs are
/// the host's.
std::string cmakeToolchain(const Target &target, const TargetTools &tools, const CmakeFolders &folders);

/// A cross file for meson.
std::string mesonCrossFile(const Target &target, const TargetTools &tools);

/// The arguments for an autotools configure script, on one line, quoted for a shell.
std::string configureArguments(const Target &target, const TargetTools &tools);

/// Variables for make, on one line, quoted for a shell; the value of each is quoted for the shell of a
/// recipe.
std::string makeArguments(const TargetTools &tools);

/// The variables that go reads, as statements for a POSIX shell; empty where Go has no such target.
std::string goStatements(const Target &target, const TargetTools &tools);

/// True for a format of buildFile: cmake, meson, configure, make, go.
bool isBuildFile(std::string_view format);

/// One of these texts by the name of its format. `withRunner`: CMake and meson run the target's programs;
/// fails where they have no way to say so, and where this machine cannot.
Result<std::string> buildFile(std::string_view format, const TargetSpec &spec, bool withRunner,
                              const VariableContext &context);

/// The path of the target's toolchain file for CMake. It is written where it is missing or not as it should
/// be, whole or not at all.
Result<std::string> writeCmakeToolchain(const TargetSpec &spec, const VariableContext &context);

/// Begins every file that linkshim writes for a build tool.
constexpr std::string_view buildFileMark = "# Written by linkshim for ";

} // namespace linkshim
