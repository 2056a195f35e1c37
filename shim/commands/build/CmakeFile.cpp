#include "shim/base/FileSystem.h"
#include "shim/commands/build/LibraryIndex.h"
#include "shim/commands/build/NamedTools.h"
#include "shim/commands/text/Quote.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

/// What CMake has to be told for a system.
struct SystemNeed {
  std::string_view system, lines;
};
constexpr SystemNeed systemNeeds[] = {
    {"Android", "# A version of 1 keeps CMake from looking for an NDK's own compilers.\n"
                "set(CMAKE_SYSTEM_VERSION 1)\n"},
};

std::string appended(std::string_view list, const std::string &folder) {
  return folder.empty() ? "" : fmt::format("list(APPEND {} {})\n", list, cmakeString(folder));
}

std::string appended(std::string_view list, const std::vector<std::string> &folders) {
  std::string out;
  for (const std::string &folder : folders)
    out += appended(list, folder);
  return out;
}

/// The user's own root, as it is when CMake runs.
std::string usersRoot(const Target &target, const CmakeFolders &folders) {
  std::string out =
      fmt::format("if(DEFINED ENV{{{0}}})\n  list(APPEND CMAKE_FIND_ROOT_PATH \"$ENV{{{0}}}\")\n",
                  userSysrootVariable(target));
  if (!folders.overlay.empty()) out += "else()\n  " + appended("CMAKE_FIND_ROOT_PATH", folders.overlay);
  return out + "endif()\n";
}

/// CMake searches one root after the other. The names of the C library come first, so that it is the one of
/// the floor, then what the build itself names. An SDK of Apple's holds all that linkshim's folders do, and
/// more; there the build may bring another libz, too.
std::string rootPaths(const Target &target, const CmakeFolders &folders) {
  constexpr std::string_view list = "CMAKE_FIND_ROOT_PATH";
  constexpr std::string_view named =
      "# What the build names belongs to the target.\n"
      "string(REPLACE \":\" \";\" LINKSHIM_PREFIXES \"$ENV{CMAKE_PREFIX_PATH}\")\n"
      "list(APPEND CMAKE_FIND_ROOT_PATH ${CMAKE_PREFIX_PATH} ${LINKSHIM_PREFIXES})\n";
  std::string libraries = appended(list, folders.libraries), headers = appended(list, folders.headers),
              users = usersRoot(target, folders), out = "set(CMAKE_FIND_ROOT_PATH)\n";
  if (target.platform.empty())
    out += fmt::format("{}{}{}{}", libraries, named, headers, users);
  else
    out += fmt::format("{}{}list(APPEND CMAKE_FIND_ROOT_PATH $ENV{{SDKROOT}})\n{}{}", named, users, libraries,
                       headers);
  out += appended(list, folders.platform) + appended("CMAKE_SYSTEM_LIBRARY_PATH", folders.platformLibraries);
  return out +
         "set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)\n"
         "foreach(kind LIBRARY INCLUDE PACKAGE)\n"
         "  if(NOT DEFINED CMAKE_FIND_ROOT_PATH_MODE_${kind})\n"
         "    set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)\n"
         "  endif()\n"
         "endforeach()\n" +
         std::string("# For systems whose folders CMake does not know.\n"
                     "list(APPEND CMAKE_SYSTEM_PREFIX_PATH /usr/local /usr /)\n") +
         appended("CMAKE_PLATFORM_IMPLICIT_LINK_DIRECTORIES", folders.libraries + "/usr/lib");
}

/// CMake takes an iOS build for one without an SDK unless the name of the SDK's folder says that it is one.
std::string appleSdk(const Target &target, const CmakeFolders &folders) {
  if (target.cmakeSystem == "Darwin") return {};
  std::string sdk = sdkName(target);
  return fmt::format(R"(
# CMake wants an SDK with this name. It has headers alone; links take the libraries from where they always do.
if(NOT CMAKE_OSX_SYSROOT AND NOT "$ENV{{SDKROOT}}" MATCHES "/{0}")
  if(DEFINED ENV{{{1}}})
    set(CMAKE_OSX_SYSROOT "$ENV{{{1}}}" CACHE PATH "")
  else()
    set(CMAKE_OSX_SYSROOT {2} CACHE PATH "")
  endif()
endif()
)",
                     sdk.substr(0, sdk.rfind('.')), userSysrootVariable(target),
                     cmakeString(joinPath(folders.libraries, sdk)));
}

/// CMake reads the file a second time, behind its own rules for the system, which take a machine without
/// `sw_vers` for a macOS before 10.5: without @rpath and rpaths.
std::string appleRules(const CmakeFolders &folders) {
  return fmt::format(R"(
# CMake reads this file again after its own rules for the system. Those ask the machine for the version of its macOS,
# and write no @rpath where it has none.
if(CMAKE_USER_MAKE_RULES_OVERRIDE)
  get_filename_component(LINKSHIM_RULES "${{CMAKE_USER_MAKE_RULES_OVERRIDE}}" REALPATH)
  get_filename_component(LINKSHIM_THIS "${{CMAKE_CURRENT_LIST_FILE}}" REALPATH)
  if(NOT LINKSHIM_RULES STREQUAL LINKSHIM_THIS)
    set(LINKSHIM_OTHER_RULES "${{CMAKE_USER_MAKE_RULES_OVERRIDE}}")
  endif()
endif()
set(CMAKE_USER_MAKE_RULES_OVERRIDE "${{CMAKE_CURRENT_LIST_FILE}}")
if(CMAKE_PLATFORM_HAS_INSTALLNAME)
  foreach(language C CXX OBJC OBJCXX Fortran)
    set(CMAKE_SHARED_LIBRARY_RUNTIME_${{language}}_FLAG "-Wl,-rpath,")
  endforeach()
  unset(CMAKE_LINK_DEPENDENT_LIBRARY_FILES)
  list(APPEND CMAKE_PLATFORM_IMPLICIT_LINK_FRAMEWORK_DIRECTORIES {})
  if(LINKSHIM_OTHER_RULES)
    include("${{LINKSHIM_OTHER_RULES}}")
  endif()
endif()
)",
                     cmakeString(folders.libraries + "/System/Library/Frameworks"));
}

} // namespace

std::string cmakeToolchain(const Target &target, const TargetTools &tools, const CmakeFolders &folders) {
  std::string out =
      fmt::format("{}{}.\n{}set(CMAKE_SYSTEM_NAME {})\nset(CMAKE_SYSTEM_PROCESSOR {})\n", buildFileMark,
                  tools.name, staticNote(target), target.cmakeSystem, target.cmakeProcessor);
  for (const SystemNeed &need : systemNeeds)
    if (need.system == target.cmakeSystem) out += need.lines;
  for (const NamedTool &tool : namedTools())
    if (const std::string &path = tools.*tool.path; !tool.cmake.empty() && !path.empty())
      out += fmt::format("set({} {} CACHE FILEPATH \"\")\n", tool.cmake, cmakeString(path));
  if (!tools.runner.empty()) {
    out += "set(CMAKE_CROSSCOMPILING_EMULATOR";
    for (const std::string &word : tools.runner)
      out += " " + cmakeString(word);
    out += ")\n";
  }
  out += fmt::format("set(CMAKE_LIBRARY_ARCHITECTURE {})\n\n", target.multiarch);
  out += rootPaths(target, folders);
  if (!target.platform.empty()) out += appleSdk(target, folders) + appleRules(folders);
  return out;
}

} // namespace linkshim
