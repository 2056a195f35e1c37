#include "shim/commands/build/BuildFiles.h"
#include "shim/call/TargetSpec.h"
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

/// The tool that each path belongs to.
struct ToolOfTarget {
  std::string_view tool;
  std::string TargetTools::*path;
  bool coffOnly = false;
};
constexpr ToolOfTarget toolsOfTarget[] = {
    {"cc", &TargetTools::cc},
    {"c++", &TargetTools::cxx},
    {"ar", &TargetTools::ar},
    {"ranlib", &TargetTools::ranlib},
    {"nm", &TargetTools::nm},
    {"strip", &TargetTools::strip},
    {"objcopy", &TargetTools::objcopy},
    {"pkg-config", &TargetTools::pkgConfig},
    {"windres", &TargetTools::windres, true},
    {"dlltool", &TargetTools::dlltool, true},
};

/// Folders that hold linkshim's own libraries (in `lib`) and headers (in `include`). Never empty: the first
/// one need not be there.
Result<std::vector<std::string>> ownRoots(const TargetSpec &spec, const VariableContext &context) {
  const Target &target = *spec.target;
  std::string share = shareFolder(context.environment, context.self);
  Result<SysrootPlaces> places = findPlaces(target, context.environment, share, context.files);
  if (!places) return failed(places);
  Result<std::optional<Version>> floor = resolveFloor(spec, context.environment);
  if (!floor) return failed(floor);
  std::vector<std::string> roots{places->pack.empty() ? fmt::format("{}/sysroots/{}", share, target.triple)
                                                      : places->pack};
  for (const std::string &folder : findHeaders(target, *floor, share, context.files).folders)
    if (baseName(folder) == "include") roots.emplace_back(parentPath(folder));
  return roots;
}

Result<std::string> cmakeText(const TargetSpec &spec, const VariableContext &context,
                              const TargetTools &tools) {
  Result<std::vector<std::string>> roots = ownRoots(spec, context);
  if (!roots) return failed(roots);
  return cmakeToolchain(*spec.target, tools, overlayFolder(*spec.target, context.environment), *roots);
}

} // namespace

Result<TargetTools> findTargetTools(const TargetSpec &spec, const VariableContext &context) {
  TargetTools tools;
  tools.name = spec.target->triple;
  if (spec.floor) tools.name += "." + spec.floor->str();
  for (const ToolOfTarget &row : toolsOfTarget) {
    if (row.coffOnly && spec.target->format != ObjectFormat::coff) continue;
    Result<std::string> link =
        privateLink(toolLinkName(spec, row.tool), context.self, context.environment, context.files);
    if (!link) return failed(link);
    tools.*row.path = *link;
  }
  return tools;
}

std::string cmakeToolchain(const Target &target, const TargetTools &tools, const std::string &overlay,
                           const std::vector<std::string> &roots) {
  std::string out = fmt::format("{}{}.\nset(CMAKE_SYSTEM_NAME {})\nset(CMAKE_SYSTEM_PROCESSOR {})\n",
                                buildFileMark, tools.name, target.cmakeSystem, target.cmakeProcessor);
  for (const NamedTool &tool : namedTools)
    if (const std::string &path = tools.*tool.path; !tool.cmake.empty() && !path.empty())
      out += fmt::format("set({} {} CACHE FILEPATH \"\")\n", tool.cmake, cmakeString(path));
  out += fmt::format("set(CMAKE_LIBRARY_ARCHITECTURE {})\n\n", target.multiarch);
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
  // The name before meson 1.3.
  out += fmt::format("pkgconfig = {}\n", mesonString(tools.pkgConfig));
  out += fmt::format("\n[properties]\nneeds_exe_wrapper = true\n\n[host_machine]\nsystem = {}\n"
                     "cpu_family = {}\ncpu = {}\nendian = {}\n",
                     mesonString(target.mesonSystem), mesonString(target.mesonFamily),
                     mesonString(target.cmakeProcessor),
                     mesonString(target.endian == Endian::big ? "big" : "little"));
  return out;
}

std::string configureArguments(const Target &target, const TargetTools &tools) {
  std::string out = fmt::format("--host={}", target.configName);
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

bool isBuildFile(std::string_view format) {
  constexpr std::string_view formats[] = {"cmake", "meson", "configure", "go"};
  return std::ranges::find(formats, format) != std::end(formats);
}

Result<std::string> buildFile(std::string_view format, const TargetSpec &spec,
                              const VariableContext &context) {
  Result<TargetTools> tools = findTargetTools(spec, context);
  if (!tools) return failed(tools);
  if (format == "cmake") return cmakeText(spec, context, *tools);
  if (format == "meson") return mesonCrossFile(*spec.target, *tools);
  if (format == "configure") return configureArguments(*spec.target, *tools);
  std::string statements = goStatements(*spec.target, *tools);
  if (!statements.empty()) return statements;
  return fail({fmt::format("Go has no target like {}", spec.target->triple), {}, "go tool dist list"});
}

Result<std::string> writeCmakeToolchain(const TargetSpec &spec, const VariableContext &context) {
  Result<TargetTools> tools = findTargetTools(spec, context);
  if (!tools) return failed(tools);
  Result<std::string> text = cmakeText(spec, context, *tools);
  if (!text) return failed(text);
  std::string reason = "no folder that other users cannot write";
  for (const std::string &cache : cacheCandidates(context.environment, context.files)) {
    std::string folder = linksFolder(cache, context.self);
    std::string path = fmt::format("{}/{}.cmake", folder, tools->name);
    if (context.files.read(path) == *text) return path;
    SystemResult<void> written = context.files.makeDirectories(folder, privateMode);
    if (written) written = context.files.writeFile(path, *text);
    if (written) return path;
    reason = written.error();
  }
  return fail({"the toolchain file for CMake could not be written",
               {{"target", tools->name}, {"reason", reason}},
               "export LINKSHIM_CACHE_DIR=a folder that you may write"});
}

} // namespace linkshim
