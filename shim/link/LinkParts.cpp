#include "shim/link/LinkParts.h"
#include "shim/call/Dialect.h"
#include "shim/call/LinkVariables.h"
#include "shim/plan/ProviderStep.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// The name that -v prints instead of the linker's: the target's `ld`, where one is in the folder of the tool
/// that was called. CMake and libtool look for a linker of that name
/// (https://github.com/ziglang/zig/issues/7110).
std::string announcedName(const LinkRequest &request) {
  const Invocation &invocation = request.invocation;
  if (invocation.folder.empty()) return {};
  std::string sibling = fmt::format("{}/{}ld", invocation.folder, invocation.prefix);
  return request.context.files.status(sibling).executable ? sibling : std::string();
}

} // namespace

Result<Provider> findLinker(const LinkRequest &request, std::string_view flavor) {
  const Arguments &arguments = request.arguments();
  bool driver = arguments.isDriver();
  ProviderSearch search(request.context.environment, request.context.files, request.context.self);
  Result<Provider> found = search.findLinker(
      request.target(), flavor, driver ? arguments.lastValue(OPT_fuse_ld_eq, OPT_ld_path_eq) : "",
      driver ? arguments.values(OPT_B) : std::vector<std::string>());
  if (!found) return found;
  if (Result<void> links = canLink(*found, request.target()); !links) return failed(links);
  return found;
}

std::vector<EnvironmentChange> linkerEnvironment(const Provider &linker, const Environment &environment) {
  std::vector<EnvironmentChange> changes;
  // cargo adds the build's folders to it, whose libraries must not replace those of the linker. A linker that
  // the user named may need it.
  if (!linker.named && environment.get("LD_LIBRARY_PATH"))
    changes.push_back({"LD_LIBRARY_PATH", std::nullopt});
  // lld would put them before the arguments, for MinGW too. A call with link.exe's options has their words in
  // it already.
  for (std::string_view name : linkVariables)
    if (linker.isLld() && environment.get(name)) changes.push_back({std::string(name), std::nullopt});
  return changes;
}

Plan finishPlan(const LinkRequest &request, const Provider &linker, LinkLine line,
                std::vector<PieceFolder> pieces, const std::vector<EnvironmentChange> &environment) {
  Plan plan;
  plan.work = "link";
  runBy(linker, request.invocation, plan);
  if (flavorOf(request.arguments(), request.target()) == "link") plan.quoting = Quoting::windows;
  plan.environment = linkerEnvironment(linker, request.context.environment);
  plan.environment.insert(plan.environment.end(), environment.begin(), environment.end());
  plan.pieces = std::move(pieces);
  plan.announce = request.arguments().isDriver() && request.arguments().has(OPT_v);
  if (plan.announce) plan.announcedAs = announcedName(request);
  line.moveInto(plan);
  return plan;
}

std::vector<std::string> searchedFolders(const LinkRequest &request, const Sysroot &sysroot) {
  std::vector<std::string> folders = request.arguments().values(OPT_L);
  folders.insert(folders.end(), sysroot.libraryFolders.begin(), sysroot.libraryFolders.end());
  return folders;
}

void addLibraryFolders(const Sysroot &sysroot, LinkLine &line) {
  for (const std::string &folder : sysroot.libraryFolders)
    line.addPair("-L", folder, sysroot.isUsers(folder) ? "the user's sysroot" : "linkshim's sysroot");
}

void addEmulation(const Target &target, LinkLine &line) {
  if (!target.emulation.empty())
    line.addPair("-m", std::string(target.emulation), "the emulation of the target");
}

void addDriverArgument(const LinkRequest &request, const Argument &argument, LinkLine &line) {
  const Arguments &arguments = request.arguments();
  const llvm::opt::Option option = argument.arg->getOption();
  auto drop = [&](std::string_view why) { line.drop(arguments.spelled(argument), why); };
  switch (argument.id()) {
  case OPT_Wl_COMMA:
  case OPT_Xlinker: return line.handOn(arguments, argument, optionReason(option));
  case OPT_I:
  case OPT_F: return drop("only concerns the preprocessor");
  case OPT_x: return drop("only concerns sources");
  case OPT_ObjC:
  case OPT_ObjCxx:
    if (arguments.set() != OptionSet::appleDriver) return drop("only concerns sources");
    break;
  case OPT_v: return drop("the line is printed before it runs");
  default: break;
  }
  bool apples = option.hasVisibilityFlag(DarwinOption) && !option.hasVisibilityFlag(CCOption);
  if (apples && arguments.set() != OptionSet::appleDriver) return drop("only concerns Apple's linker");
  bool compilerOnly = option.getGroup().isValid() || option.hasFlag(Mode) || option.hasFlag(GccOnly);
  if (option.hasFlag(Dropped) || compilerOnly) return drop(optionReason(option));
  line.keep(arguments, argument);
}

std::optional<bool> choosesArchives(const Arguments &arguments, const Argument &argument) {
  std::optional<bool> chosen;
  for (const LinkerArg &arg : arguments.linkerArgsOf(argument)) {
    if (!arg.option || arg.part > 0) continue;
    const llvm::opt::Option option = arg.option->getOption();
    if (option.matches(OPT_Bstatic) || option.matches(OPT_static)) chosen = true;
    if (option.matches(OPT_Bdynamic)) chosen = false;
  }
  return chosen;
}

bool linksRust(const LinkRequest &request) {
  return std::ranges::any_of(request.arguments().all(), [](const Argument &argument) {
    return argument.isInput() &&
           (argument.value().ends_with(".rcgu.o") || argument.value().ends_with(".rlib"));
  });
}

void addBuiltinsForRust(const LinkRequest &request, const Sysroot &sysroot, LinkLine &line) {
  constexpr const char *name = "libclang_rt.builtins.a";
  if (!linksRust(request)) return;
  for (const std::string &folder : sysroot.libraryFolders)
    if (!sysroot.isUsers(folder) && request.context.files.status(joinPath(folder, name)).isFile())
      return line.add(joinPath(folder, name), "the compiler's runtime, for C in crates");
}

bool leavesLibrariesOut(const Arguments &arguments) {
  return arguments.has(OPT_nostdlib, OPT_nodefaultlibs);
}

bool leavesStartFilesOut(const Arguments &arguments) {
  return arguments.has(OPT_nostdlib, OPT_nostartfiles);
}

} // namespace linkshim
