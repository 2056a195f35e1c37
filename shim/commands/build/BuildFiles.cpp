#include "shim/commands/build/BuildFiles.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/build/LibraryIndex.h"
#include "shim/commands/build/LinkNames.h"
#include "shim/commands/build/NamedTools.h"
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

constexpr NamedTool toolTable[] = {
    {"CMAKE_C_COMPILER", "c", "CC", "CC", &TargetTools::cc},
    {"CMAKE_CXX_COMPILER", "cpp", "CXX", "CXX", &TargetTools::cxx},
    {"CMAKE_ASM_COMPILER", "", "", "", &TargetTools::cc},
    {"CMAKE_AR", "ar", "AR", "AR", &TargetTools::ar},
    {"CMAKE_RANLIB", "ranlib", "RANLIB", "RANLIB", &TargetTools::ranlib},
    {"CMAKE_C_COMPILER_AR", "", "", "", &TargetTools::ar},
    {"CMAKE_C_COMPILER_RANLIB", "", "", "", &TargetTools::ranlib},
    {"CMAKE_CXX_COMPILER_AR", "", "", "", &TargetTools::ar},
    {"CMAKE_CXX_COMPILER_RANLIB", "", "", "", &TargetTools::ranlib},
    {"CMAKE_NM", "nm", "NM", "NM", &TargetTools::nm},
    {"CMAKE_STRIP", "strip", "STRIP", "STRIP", &TargetTools::strip},
    {"CMAKE_OBJCOPY", "objcopy", "OBJCOPY", "OBJCOPY", &TargetTools::objcopy},
    {"", "", "", "LD", &TargetTools::ld},
    {"", "", "", "AS", &TargetTools::as},
    {"CMAKE_INSTALL_NAME_TOOL", "install_name_tool", "", "INSTALL_NAME_TOOL", &TargetTools::installNameTool},
    {"CMAKE_RC_COMPILER", "windres", "WINDRES", "WINDRES", &TargetTools::windres},
    {"CMAKE_DLLTOOL", "dlltool", "DLLTOOL", "DLLTOOL", &TargetTools::dlltool},
    {"PKG_CONFIG_EXECUTABLE", "pkg-config", "PKG_CONFIG", "PKG_CONFIG", &TargetTools::pkgConfig},
};

/// The tool that each path belongs to.
struct ToolOfTarget {
  std::string_view tool;
  std::string TargetTools::*path;
  std::optional<ObjectFormat> only = {}; ///< the format that alone has such a tool
};
constexpr ToolOfTarget toolsOfTarget[] = {
    {"cc", &TargetTools::cc},
    {"c++", &TargetTools::cxx},
    {"ar", &TargetTools::ar},
    {"ranlib", &TargetTools::ranlib},
    {"nm", &TargetTools::nm},
    {"strip", &TargetTools::strip},
    {"objcopy", &TargetTools::objcopy},
    {"ld", &TargetTools::ld},
    {"as", &TargetTools::as},
    {"pkg-config", &TargetTools::pkgConfig},
    {"windres", &TargetTools::windres, ObjectFormat::coff},
    {"dlltool", &TargetTools::dlltool, ObjectFormat::coff},
    {"install_name_tool", &TargetTools::installNameTool, ObjectFormat::machO},
};

Result<CmakeFolders> cmakeFolders(const TargetSpec &spec, const std::string &name,
                                  const VariableContext &context) {
  const Target &target = *spec.target;
  const Environment &environment = context.environment;
  std::string share = shareFolder(environment, context.self);
  Result<SysrootPlaces> places = findPlaces(target, environment, share, context.files);
  if (!places) return failed(places);
  Result<std::optional<Version>> floor = resolveFloor(spec, environment);
  if (!floor) return failed(floor);
  Result<std::string> libraries = makeLibraryIndex(spec, name, *places, context);
  if (!libraries) return failed(libraries);
  CmakeFolders folders{std::move(*libraries), {}, overlayFolder(target, environment)};
  for (const std::string &folder : findHeaders(target, *floor, share, context.files).folders)
    if (baseName(folder) == "include") folders.headers.emplace_back(parentPath(folder));
  if (!userSysroot(target, environment, context.files).empty()) return folders;
  folders.platform = platformRoot(target, environment, context.files);
  folders.platformLibraries =
      platformFolders(folders.platform, target.platformLibraries, target, environment, context.files);
  return folders;
}

Result<std::string> cmakeText(const TargetSpec &spec, const VariableContext &context,
                              const TargetTools &tools) {
  Result<CmakeFolders> folders = cmakeFolders(spec, tools.name, context);
  if (!folders) return failed(folders);
  return cmakeToolchain(*spec.target, tools, *folders);
}

/// The command that runs programs of the target, for a format that can say so.
Result<std::vector<std::string>> runnerFor(std::string_view format, const TargetSpec &spec,
                                           const VariableContext &context) {
  if (format != "cmake" && format != "meson")
    return fail({fmt::format("the format {} has no place for a runner", format),
                 {{"formats that have one", "cmake, meson"}},
                 fmt::format("linkshim run {} PROGRAM", spec.target->triple)});
  return runnerCommand(spec, context);
}

} // namespace

std::span<const NamedTool> namedTools() {
  return toolTable;
}

Result<TargetTools> findTargetTools(const TargetSpec &spec, const VariableContext &context) {
  TargetTools tools;
  tools.name = spec.target->triple;
  if (spec.floor) tools.name += "." + spec.floor->str();
  for (const ToolOfTarget &row : toolsOfTarget) {
    if (row.only && spec.target->format != *row.only) continue;
    Result<std::string> link =
        privateLink(toolLinkName(spec, row.tool), context.self, context.environment, context.files);
    if (!link) return failed(link);
    tools.*row.path = *link;
  }
  return tools;
}

std::string mesonCrossFile(const Target &target, const TargetTools &tools) {
  std::string out = fmt::format("{}{}.\n{}[binaries]\n", buildFileMark, tools.name, staticNote(target));
  for (const NamedTool &tool : toolTable)
    if (const std::string &path = tools.*tool.path; !tool.meson.empty() && !path.empty())
      out += fmt::format("{} = {}\n", tool.meson, mesonString(path));
  // The name before meson 1.3.
  out += fmt::format("pkgconfig = {}\n", mesonString(tools.pkgConfig));
  if (!tools.runner.empty()) {
    std::string words;
    for (const std::string &word : tools.runner)
      words += (words.empty() ? "" : ", ") + mesonString(word);
    out += fmt::format("exe_wrapper = [{}]\n", words);
  }
  out += fmt::format("\n[properties]\nneeds_exe_wrapper = true\n\n[host_machine]\nsystem = {}\n"
                     "cpu_family = {}\ncpu = {}\nendian = {}\n",
                     mesonString(target.mesonSystem), mesonString(target.mesonFamily),
                     mesonString(target.cmakeProcessor),
                     mesonString(target.endian == Endian::big ? "big" : "little"));
  return out;
}

std::string configureArguments(const Target &target, const TargetTools &tools) {
  std::string out = fmt::format("--host={}", target.configName);
  for (const NamedTool &tool : toolTable)
    if (const std::string &path = tools.*tool.path; !tool.configure.empty() && !path.empty())
      out += " " + shellWord(fmt::format("{}={}", tool.configure, path));
  return out + "\n";
}

std::string makeArguments(const TargetTools &tools) {
  std::string out;
  auto add = [&](std::string_view name, const std::string &path) {
    std::string value = shellWord(path);
    for (size_t at = value.find('$'); at != std::string::npos; at = value.find('$', at + 2))
      value.insert(at, "$");
    out += (out.empty() ? "" : " ") + shellWord(fmt::format("{}={}", name, value));
  };
  for (const NamedTool &tool : toolTable)
    if (const std::string &path = tools.*tool.path; !tool.make.empty() && !path.empty()) add(tool.make, path);
  // What stands before the names of all tools.
  add("CROSS_COMPILE", tools.cc.substr(0, tools.cc.size() - std::string_view("cc").size()));
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
  constexpr std::string_view formats[] = {"cmake", "meson", "configure", "make", "go"};
  return std::ranges::find(formats, format) != std::end(formats);
}

Result<std::string> buildFile(std::string_view format, const TargetSpec &spec, bool withRunner,
                              const VariableContext &context) {
  Result<std::vector<std::string>> runner = std::vector<std::string>();
  if (withRunner && !(runner = runnerFor(format, spec, context))) return failed(runner);
  Result<TargetTools> tools = findTargetTools(spec, context);
  if (!tools) return failed(tools);
  tools->runner = std::move(*runner);
  if (format == "cmake") return cmakeText(spec, context, *tools);
  if (format == "meson") return mesonCrossFile(*spec.target, *tools);
  if (format == "configure") return configureArguments(*spec.target, *tools);
  if (format == "make") {
    if (Result<void> made = linkTools(spec, context); !made) return failed(made);
    return makeArguments(*tools);
  }
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
