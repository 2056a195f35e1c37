#include "shim/RawLink.h"
#include "shim/DarwinLink.h"
#include "shim/InputCheck.h"
#include "shim/LinkHint.h"
#include "shim/LinkLine.h"
#include "shim/MinGwLink.h"
#include "shim/Options.h"
#include "shim/UserSysroot.h"
#include <algorithm>

namespace linkshim {
namespace {

struct RawFacts {
  bool emulation = false, interpreter = false, noInterpreter = false, libc = false;
  LinkMode mode = LinkMode::executable;
  std::vector<std::string> inputs, folders;
};

RawFacts readRaw(const std::vector<std::string> &args) {
  std::vector<const char *> texts;
  for (const std::string &arg : args)
    texts.push_back(arg.c_str());
  unsigned missingIndex = 0, missingCount = 0;
  llvm::opt::InputArgList parsed =
      optionTable().ParseArgs(texts, missingIndex, missingCount, llvm::opt::Visibility(LDOption));
  RawFacts facts;
  bool isStatic = false;
  for (const llvm::opt::Arg *arg : parsed) {
    switch (arg->getOption().getID()) {
    case OPT_m: facts.emulation = true; break;
    case OPT_I:
    case OPT_dynamic_linker_eq: facts.interpreter = true; break;
    case OPT_no_dynamic_linker: facts.noInterpreter = true; break;
    case OPT_shared: facts.mode = LinkMode::shared; break;
    case OPT_r: facts.mode = LinkMode::relocatable; break;
    case OPT_pie: facts.mode = LinkMode::pie; break;
    case OPT_static: isStatic = true; break;
    case OPT_L: facts.folders.emplace_back(arg->getValue()); break;
    case OPT_l: facts.libc |= std::string_view(arg->getValue()) == "c"; break;
    default:
      if (arg->getOption().getKind() == llvm::opt::Option::InputClass)
        facts.inputs.push_back(args[arg->getIndex()]);
    }
  }
  if (isStatic && isDynamicExecutable(facts.mode))
    facts.mode = facts.mode == LinkMode::pie ? LinkMode::staticPie : LinkMode::staticExecutable;
  return facts;
}

/// What a linker of a Linux system knows by itself, and a start file for a program that has none: rustc names
/// none when its linker is called ld, and without one the program would end in a crash. As a library it is
/// taken only when nothing else defines _start. GNU ld has no --start-lib.
void addSystemDefaults(const Target &target, const RawFacts &facts, const Sysroot &sysroot, bool lazyStart,
                       LinkLine &line) {
  if (!facts.emulation && !target.emulation.empty()) {
    line.add("-m", "the emulation of the target");
    line.add(std::string(target.emulation), "");
  }
  if (isDynamicExecutable(facts.mode) && !facts.interpreter && !facts.noInterpreter &&
      !target.interpreter.empty()) {
    line.add("-dynamic-linker", "the target's loader");
    line.add(std::string(target.interpreter), "");
  }
  if (lazyStart && isDynamicExecutable(facts.mode) && facts.libc && !sysroot.startFolder.empty()) {
    bool pie = facts.mode == LinkMode::pie;
    line.add("--start-lib", "start files, in case that no input has _start");
    line.add(joinPath(sysroot.startFolder, pie ? "Scrt1.o" : "crt1.o"), "");
    line.add(joinPath(sysroot.startFolder, pie ? "crtbeginS.o" : "crtbegin.o"), "");
    line.add("--end-lib", "");
  }
  for (const std::string &folder : sysroot.libraryFolders) {
    line.add("-L", sysroot.isUsers(folder) ? "the user's sysroot" : "linkshim's sysroot");
    line.add(folder, "");
  }
}

} // namespace

void addOwnLibcFirst(const Sysroot &sysroot, const std::vector<std::string> &folders, const FileReader &files,
                     LinkLine &line) {
  if (sysroot.startFolder.empty()) return;
  bool another = std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
    if (baseName(folder) == "self-contained") return false; // rustc's own copy, with the start files that fit
    return files.status(joinPath(folder, "libc.so")).isFile() ||
           files.status(joinPath(folder, "libc.a")).isFile();
  });
  if (!another) return;
  line.add("-L", "the C library is the target's, also where a folder of the user has one");
  line.add(sysroot.startFolder, "");
}

bool saysFlavor(const std::vector<std::string> &args) {
  return args.size() >= 2 && args[0] == "-flavor";
}

std::vector<EnvironmentChange> linkerEnvironment(const Provider &provider, const Environment &environment) {
  std::vector<EnvironmentChange> changes;
  // cargo puts the build's own folders there; a library in them must not replace one of the linker's. A
  // linker that the user named may need it.
  if (!provider.named && environment.get("LD_LIBRARY_PATH"))
    changes.push_back({"LD_LIBRARY_PATH", std::nullopt});
  return changes;
}

bool planRawLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  const Target &target = *invocation.target;
  std::vector<std::string> args = invocation.args;
  std::string flavor(target.lldFlavor);
  if (saysFlavor(args)) {
    flavor = args[1] == "ld" || args[1] == "gnu" ? "gnu"
             : args[1] == "ld64"                 ? "darwin"
             : args[1] == "ld-wasm"              ? "wasm"
                                                 : args[1];
    args.erase(args.begin(), args.begin() + 2);
  }
  if (target.format == ObjectFormat::machO && flavor == "darwin")
    return planDarwinRawLink(invocation, context, args, plan, failure);
  ProviderSearch search(context.environment, context.files, context.self);
  std::optional<Provider> provider = search.findLinker(target, flavor, "", {}, failure);
  if (!provider || !canLink(*provider, target, failure)) return false;
  LinkLine line;
  plan.environment = linkerEnvironment(*provider, context.environment);
  if (flavor == "gnu" && target.format == ObjectFormat::elf) {
    RawFacts facts = readRaw(args);
    if (!checkInputs(target, *provider, facts.inputs, context.files, failure)) return false;
    bool system = target.startFiles == StartFiles::glibc || target.startFiles == StartFiles::musl;
    bool libc = system && facts.mode != LinkMode::relocatable;
    Sysroot sysroot;
    if (libc) {
      if (!checkTables(target, failure)) return false;
      sysroot = findSysroot(target, invocation.floor, facts.mode, context.places,
                            userSysroot(target, context.environment, context.files), context.files);
      bool own = isStatic(facts.mode) && target.libc == Libc::glibc;
      if (!own) addOwnLibcFirst(sysroot, facts.folders, context.files, line);
    }
    for (std::string &arg : args)
      line.keep(std::move(arg));
    if (libc) {
      addSystemDefaults(target, facts, sysroot, provider->kind != ProviderKind::bfd, line);
      askForHints(invocation, context, *provider, line, plan);
      plan.pieces = std::move(sysroot.pieces);
    }
    if (provider->isLld()) line.adaptToLld();
  } else {
    for (std::string &arg : args)
      line.keep(std::move(arg));
    if (flavor == "gnu" && isMinGw(target) &&
        !addMinGwDefaults(invocation, context, *provider, line, failure))
      return false;
  }
  runBy(*provider, invocation, plan);
  line.moveInto(plan);
  return true;
}

} // namespace linkshim
