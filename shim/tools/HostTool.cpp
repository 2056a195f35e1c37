#include "shim/tools/HostTool.h"
#include "shim/call/BareTool.h"
#include "shim/provider/Provider.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <span>

namespace linkshim {
namespace {

std::span<const std::string_view> hostNames(Tool tool) {
  static constexpr std::string_view cc[] = {"cc", "gcc", "clang"}, cxx[] = {"c++", "g++", "clang++"},
                                    pkgConfig[] = {"pkg-config", "pkgconf"}, ld[] = {"ld"};
  if (tool == Tool::cc) return cc;
  if (tool == Tool::cxx) return cxx;
  if (tool == Tool::pkgConfig) return pkgConfig;
  if (tool == Tool::ld) return ld;
  return {};
}

/// True unless the compiler is a distribution's and the C library's start files are not installed: those are
/// packages of their own.
bool canLink(const std::string &compiler, const Target &host, const FileReader &files) {
  std::string real = files.realPath(compiler).value_or(compiler);
  if (!real.starts_with("/usr/") || real.starts_with("/usr/local/")) return true;
  const std::string folders[] = {fmt::format("/usr/lib/{}", gnuSpelling(host)), "/usr/lib64", "/usr/lib"};
  return std::any_of(std::begin(folders), std::end(folders), [&](const std::string &folder) {
    return files.status(joinPath(folder, "crt1.o")).isFile();
  });
}

} // namespace

std::optional<Plan> planHostUnit(const Invocation &invocation, const PlanContext &context) {
  ProviderSearch search(context.environment, context.files, context.self);

  for (std::string_view name : hostNames(invocation.tool)) {
    std::optional<std::string> program = search.findProgram(name, invocation.folder);
    if (!program || (invocation.isDriver() && !canLink(*program, *invocation.target, context.files)))
      continue;
    Plan plan;
    plan.work = "what the machine's own tool does";
    plan.program = *program;
    plan.args = {
        *program}; // by its path: given only a name, GCC searches PATH for itself to find its own files
    plan.args.insert(plan.args.end(), invocation.args().begin(), invocation.args().end());
    plan.useResponseFile = invocation.argsWereInFile;
    plan.environment.push_back({std::string(hostToolsVariable), "1"});
    for (const std::string &arg : invocation.args())
      plan.notes.push_back({Note::Fate::kept, arg, arg, ""});
    plan.notes.push_back(
        {Note::Fate::added, "", *program, "what runs on this machine is built by its own tools"});
    return plan;
  }
  return std::nullopt;
}

} // namespace linkshim
