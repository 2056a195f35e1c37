#include "shim/Compile.h"
#include "shim/LinkLine.h"
#include "shim/Options.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr std::string_view hostVariables[] = {
    "CPATH",        "C_INCLUDE_PATH",  "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH",
    "LIBRARY_PATH", "GCC_EXEC_PREFIX", "COMPILER_PATH",      "CCC_OVERRIDE_OPTIONS"};

bool stopsBeforeLink(const llvm::opt::InputArgList &args) {
  for (const llvm::opt::Arg *arg : args)
    if (arg->getOption().hasFlag(Mode)) return true;
  return false;
}

} // namespace

std::vector<EnvironmentChange> compilerEnvironment(const Provider &provider, const Environment &environment) {
  std::vector<EnvironmentChange> changes;
  for (std::string_view name : hostVariables)
    if (environment.get(name)) changes.push_back({std::string(name), std::nullopt});
  if (!provider.named && environment.get("LD_LIBRARY_PATH"))
    changes.push_back({"LD_LIBRARY_PATH", std::nullopt});
  return changes;
}

bool planCompile(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  const Target &target = *invocation.target;
  std::vector<const char *> texts;
  for (const std::string &arg : invocation.args)
    texts.push_back(arg.c_str());
  unsigned missingIndex = 0, missingCount = 0;
  auto args = optionTable().ParseArgs(texts, missingIndex, missingCount, llvm::opt::Visibility(CCOption));
  if (!stopsBeforeLink(args)) {
    failure = {"compiling and linking in one call is not done yet",
               {{"tool", invocation.name}},
               fmt::format("{} -c first, then {} with the objects", invocation.name, invocation.name)};
    return false;
  }
  ProviderSearch search(context.environment, context.files, context.self);
  std::optional<Provider> provider = search.findCompiler(failure);
  if (!provider) return false;
  LinkLine line;
  if (invocation.tool == Tool::cxx) line.add("--driver-mode=g++", "the tool is a C++ compiler");
  line.add(fmt::format("--target={}", target.llvm), "the target");
  for (std::string_view flag : splitWords(target.clangFlags))
    line.add(std::string(flag), "code generation of the target");
  line.add("-nostdlibinc", "no header of the host");
  std::string headers = fmt::format("{}/sysroots/{}/include", context.places.share, target.triple);
  if (!context.places.share.empty() && context.files.status(headers).isDirectory()) {
    line.add("-isystem", "the C library's headers");
    line.add(headers, "");
  }
  for (const std::string &arg : invocation.args)
    line.keep(arg);
  plan.program = provider->path;
  plan.args = provider->leading;
  plan.leading = provider->leading.size();
  plan.useResponseFile = invocation.argsWereInFile;
  plan.environment = compilerEnvironment(*provider, context.environment);
  line.moveInto(plan);
  return true;
}

} // namespace linkshim
