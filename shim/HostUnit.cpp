#include "shim/HostUnit.h"
#include <algorithm>
#include <fmt/format.h>
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
                                    pkgConfig[] = {"pkg-config", "pkgconf"};
  if (tool == Tool::cc) return cc;
  if (tool == Tool::cxx) return cxx;
  if (tool == Tool::pkgConfig) return pkgConfig;
  return {};
}

} // namespace

bool isHostUnit(const Target &target, const std::vector<std::string> &args, const Environment &environment,
                const FileReader &files) {
  std::string path(environment.value("OUT_DIR"));
  if (path.empty()) path = outputOf(args);
  if (path.empty()) return false;
  if (!path.starts_with('/')) path = joinPath(files.currentDirectory(), path);
  for (std::string folder = parentPath(path); folder.size() > 1; folder = parentPath(folder)) {
    if (!files.status(joinPath(folder, cargoLock)).isFile()) continue;
    std::string own =
        fmt::format("{}/{}/{}/{}", parentPath(folder), target.triple, baseName(folder), cargoLock);
    return files.isLocked(own);
  }
  return false;
}

bool planHostUnit(const Invocation &invocation, const PlanContext &context, Plan &plan) {
  ProviderSearch search(context.environment, context.files, context.self);
  for (std::string_view name : hostNames(invocation.tool)) {
    std::optional<std::string> program = search.findProgram(name);
    if (!program) continue;
    plan.program = *program;
    plan.args = {std::string(name)};
    plan.args.insert(plan.args.end(), invocation.args.begin(), invocation.args.end());
    plan.useResponseFile = invocation.argsWereInFile;
    for (const std::string &arg : invocation.args)
      plan.notes.push_back({Note::Fate::kept, arg, arg, ""});
    plan.notes.push_back(
        {Note::Fate::added, "", *program, "a build script or macro is built by the machine's tools"});
    return true;
  }
  return false;
}

} // namespace linkshim
