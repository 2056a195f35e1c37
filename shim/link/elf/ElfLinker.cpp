#include "shim/link/InputCheck.h"
#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include "shim/link/elf/ElfLink.h"
#include "shim/link/notes/Hint.h"
#include <algorithm>

// Links for ELF by a call of ld.
namespace linkshim {
namespace {

LinkMode linkMode(const llvm::opt::InputArgList &options) {
  LinkMode mode = LinkMode::executable;
  if (const llvm::opt::Arg *last = options.getLastArg(OPT_shared, OPT_r, OPT_pie))
    mode = last->getOption().matches(OPT_shared) ? LinkMode::shared
           : last->getOption().matches(OPT_r)    ? LinkMode::relocatable
                                                 : LinkMode::pie;
  if (options.hasArg(OPT_static) && isDynamicExecutable(mode))
    return mode == LinkMode::pie ? LinkMode::staticPie : LinkMode::staticExecutable;
  return mode;
}

/// True where -m names the emulation of another machine than the target's, as for the first stage of a boot
/// loader: nothing of the target's fits such a link.
bool asksForOtherMachine(const Arguments &arguments, const Target &target) {
  std::string_view name = arguments.lastValue(OPT_m);
  if (name.empty() || name == target.emulation) return false;
  const std::span<const Target> all = allTargets();
  auto row =
      std::find_if(all.begin(), all.end(), [&](const Target &other) { return other.emulation == name; });
  return row != all.end() && (row->machine != target.machine || row->pointerBits != target.pointerBits ||
                              row->endian != target.endian);
}

bool namesLibc(const Arguments &arguments) {
  std::vector<std::string> libraries = arguments.values(OPT_l);
  return std::find(libraries.begin(), libraries.end(), "c") != libraries.end();
}

/// Changes the names of libraries of GCC's as in a driver's link.
ArgumentChange changeLibraries(const LinkRequest &request, ElfLibraries libraries, bool hasAllocator) {
  return [&request, libraries, hasAllocator](const Argument &argument, LinkLine &line) mutable {
    if (argument.is(OPT_Bstatic) || argument.is(OPT_static)) libraries.atArchives = true;
    if (argument.is(OPT_Bdynamic)) libraries.atArchives = false;
    if (!argument.is(OPT_l)) return false;
    if (hasAllocator && argument.value() == mimalloc) {
      line.drop(request.arguments().spelled(argument), "already at the start of the line");
      return true;
    }
    std::optional<ElfLibraries::Replaced> replaced = libraries.replaced(argument.value());
    if (replaced)
      line.replace(request.arguments().spelled(argument), std::move(replaced->words), replaced->why);
    return replaced.has_value();
  };
}

/// Adds what a system's own linker has as defaults, and a start file: rustc names none when it calls ld, and
/// a program without one crashes at its start. Between --start-lib and --end-lib it is used only when nothing
/// else defines _start. GNU ld has no --start-lib.
void addSystemDefaults(const LinkRequest &request, LinkMode mode, const Sysroot &sysroot, bool lazyStart,
                       LinkLine &line) {
  const Target &target = request.target();
  const Arguments &arguments = request.arguments();
  if (!arguments.has(OPT_m)) addEmulation(target, line);
  bool saysLoader = arguments.has(OPT_I, OPT_dynamic_linker_eq, OPT_no_dynamic_linker);
  if (isDynamicExecutable(mode) && mayLinkShared(request, mode) && !saysLoader && !target.interpreter.empty())
    line.addPair("-dynamic-linker", std::string(target.interpreter), "the target's loader");
  if (lazyStart && isDynamicExecutable(mode) && namesLibc(arguments) && !sysroot.startFolder.empty()) {
    bool pie = mode == LinkMode::pie;
    line.add("--start-lib", "start files, in case that no input has _start");
    line.add(joinPath(sysroot.startFolder, pie ? "Scrt1.o" : "crt1.o"), "");
    line.add(joinPath(sysroot.startFolder, pie ? "crtbeginS.o" : "crtbegin.o"), "");
    line.add("--end-lib", "");
  }
  addLibraryFolders(sysroot, line);
}

/// The plan of a link that nothing of a system belongs to: `builtins` has the folder of the target's pack, or
/// none where not even the compiler's library fits.
Result<Plan> planAlone(const LinkRequest &request, const Provider &linker, const Sysroot &builtins) {
  LinkLine line;
  keepAll(request.arguments(), line);
  if (!request.arguments().has(OPT_m)) addEmulation(request.target(), line);
  addBuiltinsForRust(request, builtins, line);
  addLibraryFolders(builtins, line);
  if (linker.isLld()) line.adaptToLld();
  return finishPlan(request, linker, std::move(line));
}

/// The plan of a link for a system: with its libraries, and what its own linker has as defaults.
Result<Plan> planForSystem(const LinkRequest &request, const Provider &linker, LinkMode mode,
                           Sysroot sysroot) {
  const Target &target = request.target();
  const PlanContext &context = request.context;
  bool ours = target.startFiles == StartFiles::glibc || target.startFiles == StartFiles::musl;
  bool usersLibc = isStatic(mode) && target.libc == Libc::glibc;
  LinkLine line;
  if (ours && !usersLibc) addOwnLibcFirst(sysroot, request.arguments().values(OPT_L), context.files, line);
  std::vector<std::string> folders = searchedFolders(request, sysroot);
  ElfLibraries libraries{target, context.files, folders};
  libraries.mode = mode;
  libraries.generated = !sysroot.pieces.empty();
  Result<Allocator> allocator = findAllocator(request, mode, sysroot, folders);
  if (!allocator) return failed(allocator);
  bool hasAllocator = !allocator->object.empty();
  if (hasAllocator) line.add(allocator->object, "the allocator that was asked for");
  ArgumentChange change = ours ? changeLibraries(request, libraries, hasAllocator) : ArgumentChange();
  if (Result<void> kept = keepLinkerArguments(request, sysroot, line, change); !kept) return failed(kept);
  if (ours)
    for (std::string_view option : splitWords(target.linkFlags))
      line.add(std::string(option), "what the system's programs need");
  if (ours || !sysroot.libraryFolders.empty())
    addSystemDefaults(request, mode, sysroot, linker.kind != ProviderKind::bfd, line);
  if (!allocator->support.empty()) line.add(allocator->support, "the allocator may need it");
  addBuiltinsForRust(request, sysroot, line);
  std::vector<EnvironmentChange> environment;
  if (ours || !sysroot.pieces.empty()) environment = askForHints(request, linker, isStatic(mode), line);
  if (linker.isLld()) line.adaptToLld();
  tellLibraries(line, environment);
  Plan plan = finishPlan(request, linker, std::move(line), std::move(sysroot.pieces), environment);
  plan.notice = std::move(allocator->notice);
  return plan;
}

} // namespace

Result<Plan> planElfLinker(const LinkRequest &request, std::string_view flavor) {
  const Target &target = request.target();
  const PlanContext &context = request.context;
  Result<Provider> linker = findLinker(request, flavor);
  if (!linker) return failed(linker);
  LinkMode mode = linkMode(request.arguments().list());
  if (asksForOtherMachine(request.arguments(), target)) return planAlone(request, *linker, {});
  if (Result<void> good = checkInputs(target, *linker, inputsOf(request), context.files); !good)
    return failed(good);
  if (mode == LinkMode::relocatable) return planAlone(request, *linker, {});
  if (Result<void> tables = checkTables(target); !tables) return failed(tables);
  Sysroot sysroot =
      findSysroot(target, request.invocation.floor, mode, context.places, context.roots, context.files);
  if (target.startFiles == StartFiles::none) return planAlone(request, *linker, sysroot);
  return planForSystem(request, *linker, mode, std::move(sysroot));
}

} // namespace linkshim
