#include "shim/commands/build/BuildFiles.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/text/Quote.h"
#include "shim/plan/Plan.h"
#include "shim/run/Run.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/Places.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

constexpr uint32_t privateMode = 0700;

/// meson's name of a system is CMake's in small letters, and `none` for CMake's Generic.
std::string mesonSystem(const Target &target) {
  if (target.cmakeSystem == "Generic") return "none";
  std::string name(target.cmakeSystem);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return name;
}

struct NamedTool {
  std::string_view cmake, meson, configure;
  std::string TargetTools::*path;
};
constexpr NamedTool namedTools[] = {
    {"CMAKE_C_COMPILER", "c", "CC", &TargetTools::cc},
    {"CMAKE_CXX_COMPILER", "cpp", "CXX", &TargetTools::cxx},
    {"CMAKE_ASM_COMPILER", "", "", &TargetTools::cc},
    {"CMAKE_AR", "ar", "AR", &TargetTools::ar},
    {"CMAKE_RANLIB", "ranlib", "RANLIB", &TargetTools::ranlib},
    {"CMAKE_C_COMPILER_AR", "", "", &TargetTools::ar},
    {"CMAKE_C_COMPILER_RANLIB", "", "", &TargetTools::ranlib},
    {"CMAKE_CXX_COMPILER_AR", "", "", &TargetTools::ar},
    {"CMAKE_CXX_COMPILER_RANLIB", "", "", &TargetTools::ranlib},
    {"CMAKE_NM", "nm", "NM", &TargetTools::nm},
    {"CMAKE_STRIP", "strip", "STRIP", &TargetTools::strip},
    {"CMAKE_OBJCOPY", "objcopy", "OBJCOPY", &TargetTools::objcopy},
    {"CMAKE_RC_COMPILER", "windres", "WINDRES", &TargetTools::windres},
    {"CMAKE_DLLTOOL", "dlltool", "DLLTOOL", &TargetTools::dlltool},
    {"PKG_CONFIG_EXECUTABLE", "pkg-config", "PKG_CONFIG", &TargetTools::pkgConfig},
};

/// Which tool each path is of.
struct ToolOfTarget {
  std::string_view tool;
  std::string TargetTools::*path;
};
constexpr ToolOfTarget toolsOfTarget[] = {
    {"cc", &TargetTools::cc},           {"c++", &TargetTools::cxx},
    {"ar", &TargetTools::ar},           {"ranlib", &TargetTools::ranlib},
    {"nm", &TargetTools::nm},           {"strip", &TargetTools::strip},
    {"objcopy", &TargetTools::objcopy}, {"pkg-config", &TargetTools::pkgConfig},
};

/// The folder of linkshim's own libraries, or one that is not there, and those that hold its headers as
/// `include`; never empty.
bool ownRoots(const TargetSpec &spec, const VariableContext &context, std::vector<std::string> &roots,
              Failure &failure) {
  const Target &target = *spec.target;
  std::string share = shareFolder(context.environment, context.self);
  Result<SysrootPlaces> places = findPlaces(target, context.environment, share, context.files);
  if (!succeeded(places, failure)) return false;
  roots = {places->pack.empty() ? fmt::format("{}/sysroots/{}", share, target.triple) : places->pack};
  std::optional<Version> floor;
  if (!resolveFloor(spec, context.environment, floor, failure)) return false;
  for (const std::string &folder : findHeaders(target, floor, share, context.files).folders)
    if (baseName(folder) == "include") roots.emplace_back(parentPath(folder));
  return true;
}

bool cmakeText(const TargetSpec &spec, const VariableContext &context, const TargetTools &tools,
               std::string &text, Failure &failure) {
  std::vector<std::string> roots;
  if (!ownRoots(spec, context, roots, failure)) return false;
  text = cmakeToolchain(*spec.target, tools, overlayFolder(*spec.target, context.environment), roots);
  return true;
}

} // namespace

bool findTargetTools(const TargetSpec &spec, const VariableContext &context, TargetTools &tools,
                     Failure &failure) {
  auto link = [&](std::string_view tool, std::string &path) {
    path = privateLink(toolLinkName(spec, tool), context.self, context.environment, context.files, failure);
    return !path.empty();
  };
  tools.name = spec.target->triple;
  if (spec.floor) tools.name += "." + spec.floor->str();
  for (const ToolOfTarget &row : toolsOfTarget)
    if (!link(row.tool, tools.*row.path)) return false;
  return spec.target->format != ObjectFormat::coff ||
         (link("windres", tools.windres) && link("dlltool", tools.dlltool));
}

std::string cmakeToolchain(const Target &target, const TargetTools &tools, const std::string &overlay,
                           const std::vector<std::string> &roots) {
  std::string out = fmt::format("{}{}.\nset(CMAKE_SYSTEM_NAME {})\nset(CMAKE_SYSTEM_PROCESSOR {})\n",
                                buildFileMark, tools.name, target.cmakeSystem, target.cmakeProcessor);
  for (const NamedTool &tool : namedTools)
    if (const std::string &path = tools.*tool.path; !tool.cmake.empty() && !path.empty())
      out += fmt::format("set({} {} CACHE FILEPATH \"\")\n", tool.cmake, cmakeString(path));
  out += fmt::format("set(CMAKE_LIBRARY_ARCHITECTURE {})\n\n", multiarch(target));
  std::string variable = userSysrootVariable(target);
  out += fmt::format("if(DEFINED ENV{{{0}}})\n  set(CMAKE_FIND_ROOT_PATH \"$ENV{{{0}}}\")\n"
                     "else()\n  set(CMAKE_FIND_ROOT_PATH {1})\nendif()\n",
                     variable, cmakeString(overlay));
  for (const std::string &root : roots)
    out += fmt::format("list(APPEND CMAKE_FIND_ROOT_PATH {})\n", cmakeString(root));
  out += "# What the build names belongs to the target.\n"
         "string(REPLACE \":\" \";\" LINKSHIM_PREFIXES \"$ENV{CMAKE_PREFIX_PATH}\")\n"
         "list(APPEND CMAKE_FIND_ROOT_PATH ${CMAKE_PREFIX_PATH} ${LINKSHIM_PREFIXES})\n"
         "set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)\n"
         "foreach(kind LIBRARY INCLUDE PACKAGE)\n"
         "  if(NOT DEFINED CMAKE_FIND_ROOT_PATH_MODE_${kind})\n"
         "    set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)\n"
         "  endif()\n"
         "endforeach()\n";
  return out;
}

std::string mesonCrossFile(const Target &target, const TargetTools &tools) {
  std::string out = fmt::format("{}{}.\n[binaries]\n", buildFileMark, tools.name);
  for (const NamedTool &tool : namedTools)
    if (const std::string &path = tools.*tool.path; !tool.meson.empty() && !path.empty())
      out += fmt::format("{} = {}\n", tool.meson, mesonString(path));
  // Before meson 1.3.
  out += fmt::format("pkgconfig = {}\n", mesonString(tools.pkgConfig));
  out += fmt::format("\n[properties]\nneeds_exe_wrapper = true\n\n[host_machine]\nsystem = {}\n"
                     "cpu_family = {}\ncpu = {}\nendian = {}\n",
                     mesonString(mesonSystem(target)), mesonString(target.mesonFamily),
                     mesonString(target.cmakeProcessor),
                     mesonString(target.endian == Endian::big ? "big" : "little"));
  return out;
}

std::string configureWords(const Target &target, const TargetTools &tools) {
  std::string out = fmt::format("--host={}", gnuSpelling(target));
  for (const NamedTool &tool : namedTools)
    if (const std::string &path = tools.*tool.path; !tool.configure.empty() && !path.empty())
      out += " " + shellWord(fmt::format("{}={}", tool.configure, path));
  return out + "\n";
}

std::string goStatements(const Target &target, const TargetTools &tools) {
  if (target.goSystem.empty() || target.goArch.empty()) return {};
  std::string out = fmt::format("export GOOS={}\nexport GOARCH={}\n", target.goSystem, target.goArch);
  if (!target.goVariant.empty()) out += fmt::format("export {}\n", target.goVariant);
  return out + fmt::format("export CGO_ENABLED=1\nexport CC={}\nexport CXX={}\nexport AR={}\n"
                           "export PKG_CONFIG={}\n",
                           shellWord(tools.cc), shellWord(tools.cxx), shellWord(tools.ar),
                           shellWord(tools.pkgConfig));
}

std::optional<std::string> buildFile(std::string_view format, const TargetSpec &spec,
                                     const VariableContext &context, bool &done, Failure &failure) {
  constexpr std::string_view formats[] = {"cmake", "meson", "configure", "go"};
  if (std::find(std::begin(formats), std::end(formats), format) == std::end(formats)) return std::nullopt;
  TargetTools tools;
  done = findTargetTools(spec, context, tools, failure);
  if (!done) return std::string();
  std::string text;
  if (format == "cmake") {
    done = cmakeText(spec, context, tools, text, failure);
    return text;
  }
  if (format == "meson") return mesonCrossFile(*spec.target, tools);
  if (format == "configure") return configureWords(*spec.target, tools);
  std::string statements = goStatements(*spec.target, tools);
  if (statements.empty()) {
    done = false;
    failure = {fmt::format("Go has no target like {}", spec.target->triple), {}, "go tool dist list"};
  }
  return statements;
}

std::string writeCmakeToolchain(const TargetSpec &spec, const VariableContext &context, Failure &failure) {
  TargetTools tools;
  std::string text, error = "no folder that other users cannot write";
  if (!findTargetTools(spec, context, tools, failure) || !cmakeText(spec, context, tools, text, failure))
    return {};
  for (const std::string &cache : cacheCandidates(context.environment, context.files)) {
    std::string folder = linksFolder(cache, context.self);
    std::string path = fmt::format("{}/{}.cmake", folder, tools.name);
    if (context.files.read(path) == text) return path;
    if (succeeded(context.files.makeDirectories(folder, privateMode), error) &&
        succeeded(context.files.writeFile(path, text), error))
      return path;
  }
  failure = {"the toolchain file for CMake could not be written",
             {{"target", tools.name}, {"reason", error}},
             "export LINKSHIM_CACHE_DIR=a folder that you may write"};
  return {};
}

} // namespace linkshim
