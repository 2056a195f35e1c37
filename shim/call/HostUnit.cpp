#include "shim/call/HostUnit.h"
#include "shim/call/BareTool.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <span>

namespace linkshim {
namespace {

/// Cargo makes this file in each profile's folder and locks it while it builds: alone, or since 1.96 with
/// others.
constexpr std::string_view cargoLock = ".cargo-lock";

std::string outputOf(const std::vector<std::string> &args) {
  auto option = std::find(args.begin(), args.end(), "-o");
  return option == args.end() || option + 1 == args.end() ? std::string() : *(option + 1);
}

std::span<const std::string_view> hostNames(Tool tool) {
  static constexpr std::string_view cc[] = {"cc", "gcc", "clang"}, cxx[] = {"c++", "g++", "clang++"},
                                    pkgConfig[] = {"pkg-config", "pkgconf"}, ld[] = {"ld"};
  if (tool == Tool::cc) return cc;
  if (tool == Tool::cxx) return cxx;
  if (tool == Tool::pkgConfig) return pkgConfig;
  if (tool == Tool::ld) return ld;
  return {};
}

/// A distribution packages its compilers apart from the start files and headers of its C library.
bool canLink(const std::string &compiler, const Target &host, const FileReader &files) {
  std::string real = files.realPath(compiler).value_or(compiler);
  if (!real.starts_with("/usr/") || real.starts_with("/usr/local/")) return true;
  const std::string folders[] = {fmt::format("/usr/lib/{}", gnuSpelling(host)), "/usr/lib64", "/usr/lib"};
  return std::any_of(std::begin(folders), std::end(folders), [&](const std::string &folder) {
    return files.status(joinPath(folder, "crt1.o")).isFile();
  });
}

bool isCargoBuilding(const std::string &targetFolder, std::string_view triple, std::string_view profile,
                     const FileReader &files) {
  return files.isLocked(fmt::format("{}/{}/{}/{}", targetFolder, triple, profile, cargoLock));
}

} // namespace

bool isHostUnit(const Target &target, bool besideAnyTarget, const std::vector<std::string> &args,
                const Environment &environment, const FileReader &files) {
  std::string path(environment.value("OUT_DIR"));
  if (path.empty()) path = outputOf(args);
  if (path.empty()) return false;
  if (!path.starts_with('/')) path = joinPath(files.currentDirectory(), path);
  for (std::string folder = parentPath(path); folder.size() > 1; folder = parentPath(folder)) {
    if (!files.status(joinPath(folder, cargoLock)).isFile()) continue;
    std::string all = parentPath(folder);
    std::string_view profile = baseName(folder);
    if (!besideAnyTarget) return isCargoBuilding(all, target.triple, profile, files);
    std::vector<std::string> names = files.list(all);
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string &name) { return isCargoBuilding(all, name, profile, files); });
  }
  return false;
}

bool planHostUnit(const Invocation &invocation, const PlanContext &context, Plan &plan) {
  ProviderSearch search(context.environment, context.files, context.self);
  bool compiles = invocation.tool == Tool::cc || invocation.tool == Tool::cxx;
  for (std::string_view name : hostNames(invocation.tool)) {
    std::optional<std::string> program = search.findProgram(name, invocation.folder);
    if (!program || (compiles && !canLink(*program, *invocation.target, context.files))) continue;
    plan.program = *program;
    plan.args = {*program}; // GCC looks for its own files from where a name alone is found on PATH
    plan.args.insert(plan.args.end(), invocation.args.begin(), invocation.args.end());
    plan.useResponseFile = invocation.argsWereInFile;
    plan.environment.push_back({std::string(hostToolsVariable), "1"});
    for (const std::string &arg : invocation.args)
      plan.notes.push_back({Note::Fate::kept, arg, arg, ""});
    plan.notes.push_back(
        {Note::Fate::added, "", *program, "what runs on this machine is built by its own tools"});
    return true;
  }
  return false;
}

} // namespace linkshim
