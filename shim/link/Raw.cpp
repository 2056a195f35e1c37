#include "shim/link/Raw.h"
#include "shim/call/Options.h"
#include "shim/link/Apple.h"
#include "shim/link/Hint.h"
#include "shim/link/InputCheck.h"
#include "shim/link/MinGw.h"
#include "shim/link/Wasm.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

struct RawFacts {
  bool emulation = false, interpreter = false, noInterpreter = false, libc = false;
  LinkMode mode = LinkMode::executable;
  std::vector<std::string> inputs, libraries, folders;
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
    case OPT_l:
      facts.libc |= std::string_view(arg->getValue()) == "c";
      facts.libraries.emplace_back(arg->getValue());
      break;
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

/// Start files of systems and of wasi-libc that rustc names without a folder.
constexpr std::string_view bareFiles[] = {"crt1-command.o", "crt1-reactor.o", "Scrt1.o"};

/// The values of an option of one letter, joined to it or behind it.
std::vector<std::string> valuesOf(const std::vector<std::string> &args, std::string_view option) {
  std::vector<std::string> values;
  for (size_t i = 0; i < args.size(); ++i) {
    if (!args[i].starts_with(option)) continue;
    if (args[i].size() > option.size())
      values.push_back(args[i].substr(option.size()));
    else if (i + 1 < args.size())
      values.push_back(args[++i]);
  }
  return values;
}

/// The arguments as they are; a start file without a folder is taken from where libraries are. A library or
/// start file that is nowhere is worth a message of ours where the user has to bring the platform's.
bool keepAll(std::vector<std::string> &args, const Target &target, const std::vector<std::string> &libraries,
             const std::vector<std::string> &folders, bool brought, const FileReader &files, LinkLine &line,
             Failure &failure) {
  std::string missing;
  std::vector<std::string> searched = valuesOf(args, "-L");
  searched.insert(searched.end(), folders.begin(), folders.end());
  for (const std::string &name : libraries)
    if (folderWith(fmt::format("lib{}.a", name), searched, files).empty() &&
        folderWith(fmt::format("lib{}.so", name), searched, files).empty() && missing.empty())
      missing = fmt::format("lib{}", name);
  for (std::string &arg : args) {
    bool bare = std::find(std::begin(bareFiles), std::end(bareFiles), arg) != std::end(bareFiles) &&
                !files.status(arg).isFile();
    std::string folder = bare ? folderWith(arg, searched, files) : std::string();
    if (bare && folder.empty() && missing.empty()) missing = arg;
    if (folder.empty())
      line.keep(std::move(arg));
    else
      line.translate(arg, joinPath(folder, arg), "the start file comes from a library folder");
  }
  if (missing.empty() || brought) return true;
  if (target.libc == Libc::wasi)
    failure = {fmt::format("the start files and the C library of {} are not installed", target.triple),
               {{"missing", missing}},
               fmt::format("rustup target add {}", target.triple)};
  else if (!target.needs.empty())
    failure = platformMissing(target, missing);
  else
    return true;
  return false;
}

/// The plan of a raw link while it is made.
struct RawPlan {
  const Invocation &invocation;
  const PlanContext &context;
  const Target &target;
  const Provider &provider;
  std::vector<std::string> args;
  LinkLine line;
  Plan &plan;
  Failure &failure;

  std::string root() const { return platformRoot(target, context.environment, context.files); }
  std::vector<std::string> rootFolders() const {
    return platformFolders(root(), target.platformLibraries, target, context.environment, context.files);
  }
};

bool planGnu(RawPlan &raw) {
  const Target &target = raw.target;
  const FileReader &files = raw.context.files;
  RawFacts facts = readRaw(raw.args);
  if (!succeeded(checkInputs(target, raw.provider, facts.inputs, files), raw.failure)) return false;
  bool ours = target.startFiles == StartFiles::glibc || target.startFiles == StartFiles::musl;
  if (facts.mode == LinkMode::relocatable || target.startFiles == StartFiles::none) {
    for (std::string &arg : raw.args)
      raw.line.keep(std::move(arg));
  } else {
    if (!succeeded(checkTables(target), raw.failure)) return false;
    Sysroot sysroot =
        findSysroot(target, raw.invocation.floor, facts.mode, raw.context.places, raw.root(), files);
    sysroot.addUserFolders(raw.rootFolders());
    bool own = isStatic(facts.mode) && target.libc == Libc::glibc;
    if (ours && !own) addOwnLibcFirst(sysroot, facts.folders, files, raw.line);
    if (!keepAll(raw.args, target, facts.libraries, sysroot.libraryFolders, !raw.root().empty(), files,
                 raw.line, raw.failure))
      return false;
    if (ours || !sysroot.libraryFolders.empty())
      addSystemDefaults(target, facts, sysroot, raw.provider.kind != ProviderKind::bfd, raw.line);
    if (ours) askForHints(raw.invocation, raw.context, raw.provider, raw.line, raw.plan);
    raw.plan.pieces = std::move(sysroot.pieces);
  }
  if (raw.provider.isLld()) raw.line.adaptToLld();
  return true;
}

/// WebAssembly: start files and libraries come from Rust, else from the target's pack.
bool planWasm(RawPlan &raw) {
  std::vector<std::string> libraries = valuesOf(raw.args, "-l");
  Sysroot sysroot = findSysroot(raw.target, std::nullopt, LinkMode::staticExecutable, raw.context.places,
                                raw.root(), raw.context.files);
  sysroot.addUserFolders(raw.rootFolders());
  if (!keepAll(raw.args, raw.target, libraries, sysroot.libraryFolders, !raw.root().empty(),
               raw.context.files, raw.line, raw.failure))
    return false;
  addWasmLibraries(sysroot, raw.context.files, raw.line);
  return true;
}

bool endsLike(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() &&
         std::equal(ending.begin(), ending.end(), text.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

/// link.exe's words. Libraries without a folder are the platform's, or the user's by /libpath: and LIB.
bool planLinkExe(RawPlan &raw) {
  const FileReader &files = raw.context.files;
  std::vector<std::string> folders = raw.rootFolders(), searched = folders;
  std::string missing;
  for (const std::string &arg : raw.args)
    if (arg.size() > 9 && endsLike(std::string_view(arg).substr(1, 8), "libpath:"))
      searched.push_back(arg.substr(9));
  std::string_view lib = raw.context.environment.value("LIB");
  for (size_t at = 0; at < lib.size();) {
    size_t end = std::min(lib.find(';', at), lib.size());
    searched.emplace_back(lib.substr(at, end - at));
    at = end + 1;
  }
  searched.emplace_back(".");
  for (std::string_view option : splitWords(raw.target.linkFlags))
    raw.line.add(std::string(option), "the same inputs give the same bytes");
  for (std::string &arg : raw.args) {
    bool library = endsLike(arg, ".lib") && arg.find_first_of("/\\") == std::string::npos;
    if (library && missing.empty() && folderWith(arg, searched, files).empty()) missing = arg;
    raw.line.keep(std::move(arg));
  }
  if (!missing.empty() && raw.root().empty() && !raw.target.needs.empty()) {
    raw.failure = platformMissing(raw.target, missing);
    return false;
  }
  for (const std::string &folder : folders)
    raw.line.add("/libpath:" + folder, "the user's sysroot");
  return true;
}

/// What goes to the linker as it is; MinGW's with what a linker of that system knows.
bool planPlain(RawPlan &raw, std::string_view flavor) {
  for (std::string &arg : raw.args)
    raw.line.keep(std::move(arg));
  return flavor != "gnu" || !isMinGw(raw.target) ||
         addMinGwDefaults(raw.invocation, raw.context, raw.provider, raw.line, raw.failure);
}

/// lld's own name of a flavour that rustc or a person spells in one of several ways.
std::string_view flavorName(std::string_view said) {
  return said == "ld" || said == "gnu" ? "gnu"
         : said == "ld64"              ? "darwin"
         : said == "ld-wasm"           ? "wasm"
                                       : said;
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
    flavor = flavorName(args[1]);
    args.erase(args.begin(), args.begin() + 2);
  }
  if (target.format == ObjectFormat::machO && flavor == "darwin")
    return planDarwinRawLink(invocation, context, args, plan, failure);
  ProviderSearch search(context.environment, context.files, context.self);
  Result<Provider> provider = search.findLinker(target, flavor, "", {});
  if (!succeeded(provider, failure) || !succeeded(canLink(*provider, target), failure)) return false;
  plan.environment = linkerEnvironment(*provider, context.environment);
  RawPlan raw{invocation, context, target, *provider, std::move(args), {}, plan, failure};
  bool done = true;
  if (flavor == "gnu" && target.format == ObjectFormat::elf)
    done = planGnu(raw);
  else if (flavor == "wasm")
    done = planWasm(raw);
  else if (flavor == "link")
    done = planLinkExe(raw);
  else
    done = planPlain(raw, flavor);
  if (!done) return false;
  if (flavor != "wasm")
    runBy(*provider, invocation, plan);
  else if (!runWasmLinker(*provider, invocation, context, raw.line, plan, failure))
    return false;
  raw.line.moveInto(plan);
  return true;
}

} // namespace linkshim
