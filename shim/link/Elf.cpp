#include "shim/link/Elf.h"
#include "shim/call/Options.h"
#include "shim/compile/Compile.h"
#include "shim/link/Hint.h"
#include "shim/link/InputCheck.h"
#include "shim/link/Raw.h"
#include "shim/link/Runtimes.h"
#include "shim/link/StartFiles.h"
#include "shim/plan/LinkLine.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

using llvm::opt::Arg;
using llvm::opt::InputArgList;

/// The libraries that an argument of a compiler driver may name and that have no file of that name here.
struct LibraryAlias {
  std::string_view name;
  std::string_view why;
};
constexpr LibraryAlias compilerLibraries[] = {
    {"gcc", "Rust brings these functions in compiler_builtins"},
    {"gcc_eh", "the unwinder is in libgcc_s or libunwind"},
    {"ssp", "the C library has these functions"},
    {"ssp_nonshared", "the C library has these functions"},
};

/// Parts of a C library, and what the folder of the target's has beside it.
constexpr std::string_view libcParts[] = {"c",      "m",     "pthread", "dl",   "rt",    "util",
                                          "resolv", "crypt", "gcc_s",   "xnet", "atomic"};

/// Start files that rustc names without a folder when Rust's own copy of them is not installed.
constexpr std::string_view startFiles[] = {"crt1.o",   "Scrt1.o",    "rcrt1.o",     "crti.o",
                                           "crtn.o",   "crtbegin.o", "crtbeginS.o", "crtbeginT.o",
                                           "crtend.o", "crtendS.o"};

class CcLink {
public:
  CcLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure)
      : invocation(invocation), context(context), target(*invocation.target), plan(plan), failure(failure),
        call(invocation.args, CCOption), args(call.list) {}

  bool run() {
    if (!call.areComplete(invocation, failure)) return false;
    chooseMode();
    if (!findProvider()) return false;
    root = platformRoot(target, context.environment, context.files);
    if (const Arg *arg = args.getLastArg(OPT_sysroot_eq)) root = arg->getValue();
    sysroot = findSysroot(target, invocation.floor, mode, context.places, root, context.files);
    sysroot.addUserFolders(
        platformFolders(root, target.platformLibraries, target, context.environment, context.files));
    named = folders = args.getAllArgValues(OPT_L);
    folders.insert(folders.end(), sysroot.libraryFolders.begin(), sysroot.libraryFolders.end());
    if (!checkSysroot()) return false;
    Result<Runtimes> found = findRuntimes(invocation, context, args, mode, folders);
    if (!succeeded(found, failure)) return false;
    runtimes = std::move(*found);
    head();
    body();
    tail();
    if (!checkStartFiles() || !checkPlatform() ||
        !succeeded(checkInputs(target, provider, inputs, context.files), failure))
      return false;
    finish();
    return true;
  }

private:
  void chooseMode();
  bool findProvider();
  bool checkSysroot();
  void head();
  void body();
  void tail();
  bool checkStartFiles();
  bool checkPlatform();
  void finish();
  std::string findStartFile(const std::string &name) const;
  void addStartFiles(const std::vector<std::string> &names);
  void one(const Arg &arg, size_t index, size_t count);
  void input(const std::string &path);
  void noteMissing(std::string_view name);
  void libraryOption(const Arg &arg, size_t index, size_t count);
  void addLtoLevel();
  bool isDebugBuild() const;
  void noteLinkerWord(std::string_view word);
  void checkLibraryOfUser(std::string_view name);
  /// musl has no profiler: its programs start as ever, as with its own compiler.
  bool isProfiled() const { return args.hasArg(OPT_pg, OPT_p) && target.libc == Libc::glibc; }
  void addCxxNeeds();
  void addDefaultLibraries();
  bool flag(OptionId id) const { return args.hasArg(id); }
  /// A library folder has a file of that name.
  bool has(std::string_view file) const;
  /// The unwinder is the system's libgcc_s, one for the whole process, so that exceptions cross its
  /// libraries.
  bool sharesUnwinder() const { return !isStatic(mode) && !(flag(OPT_static_libgcc) && has("libunwind.a")); }
  std::string spelled(size_t index, size_t count) const { return call.spelled(index, count); }
  void keep(size_t index, size_t count);

  const Invocation &invocation;
  const PlanContext &context;
  const Target &target;
  Plan &plan;
  Failure &failure;

  CcArguments call;
  const InputArgList &args;
  LinkMode mode = LinkMode::pie;
  Provider provider;
  Sysroot sysroot;
  std::vector<std::string> named;   ///< library folders that the user names
  std::vector<std::string> folders; ///< where libraries are looked for
  bool onlyArchives = false;        ///< behind -Bstatic
  bool hasVersionScript = false, saysUndefinedVersion = false;
  std::string staticFolder; ///< holds the user's own libc.a, in a static glibc link
  Runtimes runtimes;
  LinkLine line;
  std::vector<std::string> inputs;
  std::vector<std::string> missingStartFiles;
  std::string root;        ///< the platform's or the user's own system root; may be empty
  std::string missingFile; ///< the first library that no folder has
};

void CcLink::keep(size_t index, size_t count) {
  for (size_t i = 0; i < count; ++i)
    line.keep(invocation.args[index + i]);
}

void CcLink::chooseMode() {
  bool isShared = false, isStatic = false, isStaticPie = false, partial = false;
  bool isPie = target.pie, saidPie = false;
  for (const Arg *arg : args) {
    switch (arg->getOption().getID()) {
    case OPT_shared: isShared = true; break;
    case OPT_static: isStatic = true; break;
    case OPT_static_pie: isStaticPie = true; break;
    case OPT_pie: isPie = saidPie = true; break;
    case OPT_no_pie: isPie = saidPie = false; break;
    case OPT_r: partial = true; break;
    default: break;
    }
  }
  if (partial)
    mode = LinkMode::relocatable;
  else if (isShared)
    mode = LinkMode::shared;
  else if (isStaticPie || (isStatic && saidPie))
    mode = LinkMode::staticPie;
  else if (isStatic)
    mode = LinkMode::staticExecutable;
  else
    mode = isPie ? LinkMode::pie : LinkMode::executable;
}

bool CcLink::findProvider() {
  std::vector<std::string> prefixes = args.getAllArgValues(OPT_B);
  std::string_view wanted;
  if (const Arg *arg = args.getLastArg(OPT_fuse_ld_eq, OPT_ld_path_eq)) wanted = arg->getValue();
  ProviderSearch search(context.environment, context.files, context.self);
  Result<Provider> found = search.findLinker(target, target.lldFlavor, wanted, prefixes);
  if (!succeeded(found, failure) || !succeeded(canLink(*found, target), failure)) return false;
  provider = std::move(*found);
  return true;
}

bool CcLink::checkSysroot() {
  if (!succeeded(checkTables(target), failure)) return false;
  if (target.libc != Libc::glibc || !isStatic(mode) || flag(OPT_nostdlib) || flag(OPT_nolibc)) return true;
  staticFolder = folderWith("libc.a", folders, context.files);
  if (!staticFolder.empty()) return true;
  std::string musl(target.triple);
  if (size_t at = musl.find("gnu"); at != std::string::npos) musl.replace(at, 3, "musl");
  failure = {"a static link needs the C library itself, and linkshim brings stubs of glibc only",
             {{"target", std::string(target.triple)},
              {"static", fmt::format("use musl, or give a system with a real libc.a by --sysroot= or "
                                     "LINKSHIM_SYSROOT_{}, or its folder by -L",
                                     target.triple)}},
             findTarget(musl) ? fmt::format("cargo build --target {}", musl) : "link dynamically"};
  return false;
}

void CcLink::head() {
  plan.environment = linkerEnvironment(provider, context.environment);
  if (!target.emulation.empty()) {
    line.add("-m", "the emulation of the target");
    line.add(std::string(target.emulation), "");
  }
  if (provider.kind == ProviderKind::bfd) line.add("-nostdlib", "GNU ld would look into the host's folders");
  for (std::string_view option : splitWords(target.linkFlags))
    line.add(std::string(option), "what the platform's own driver passes");
  if (mode == LinkMode::relocatable) return;
  if (staticFolder.empty()) addOwnLibcFirst(sysroot, named, context.files, line);
  addLtoLevel();
  if (provider.isLld() && isDebugBuild())
    line.add("-O0",
             "a debug build: strings stay as they are, a fifth less work for lld; -Wl,-O1 merges them");
  if (!isStatic(mode)) askForHints(invocation, context, provider, line, plan);
  line.add("--eh-frame-hdr", "unwinding needs the table");
  if (mode == LinkMode::pie)
    line.add("-pie", "the target's executables are position independent unless told otherwise");
  if (mode == LinkMode::staticPie)
    for (const char *word : {"-static", "-pie", "--no-dynamic-linker", "-z", "text"})
      line.add(word, "-static-pie");
  if (isDynamicExecutable(mode) && !target.interpreter.empty()) {
    line.add("-dynamic-linker", "the target's loader");
    line.add(std::string(target.interpreter), "");
  }
}

/// lld optimises bitcode at its own level unless told the compiler's.
void CcLink::addLtoLevel() {
  const Arg *lto = args.getLastArg(OPT_flto, OPT_flto_eq, OPT_fno_lto);
  const Arg *level = args.getLastArg(OPT_O_Group);
  if (!lto || lto->getOption().matches(OPT_fno_lto) || !level || !provider.isLld()) return;
  std::string_view value = level->getValue();
  if (value.empty()) value = "1";
  bool number = value.size() == 1 && value.front() >= '0' && value.front() <= '3';
  line.add(fmt::format("--lto-O{}", number            ? value
                                    : value == "fast" ? "3"
                                                      : "2"),
           "the level that was asked for");
}

/// True for a link that keeps its debug information and asks for no optimisation: rustc passes -O1 or a strip
/// option in all others.
bool CcLink::isDebugBuild() const {
  constexpr std::string_view others[] = {"-s", "-S", "--strip-all", "--strip-debug"};
  std::vector<std::string> files = args.getAllArgValues(OPT_INPUT);
  bool ofRust = std::any_of(files.begin(), files.end(),
                            [](std::string_view file) { return file.ends_with(".rcgu.o"); });
  if (!ofRust || args.hasArg(OPT_O_Group, OPT_s)) return false;
  for (const Arg *arg : args.filtered(OPT_Wl_COMMA, OPT_Xlinker))
    for (std::string_view word : arg->getValues())
      if (word.starts_with("-O") || std::find(std::begin(others), std::end(others), word) != std::end(others))
        return false;
  return true;
}

/// Where a start file is, or will be once the plan's pieces are made; empty when it is not installed.
std::string CcLink::findStartFile(const std::string &name) const {
  if (!staticFolder.empty() && context.files.status(joinPath(staticFolder, name)).isFile())
    return joinPath(staticFolder, name);
  if (target.startFiles == StartFiles::user && sysroot.startFolder.empty())
    if (std::string folder = folderWith(name, sysroot.userFolders, context.files); !folder.empty())
      return joinPath(folder, name);
  if (sysroot.startFolder.empty()) return {};
  std::string path = joinPath(sysroot.startFolder, name);
  bool generated = !sysroot.pieces.empty() && sysroot.pieces.front().path == sysroot.startFolder;
  return generated || context.files.status(path).isFile() ? path : "";
}

void CcLink::addStartFiles(const std::vector<std::string> &names) {
  if (flag(OPT_nostartfiles) || flag(OPT_nostdlib)) return;
  if (target.startFiles == StartFiles::none || target.startFiles == StartFiles::mingw) return;
  for (const std::string &name : names) {
    std::string path = findStartFile(name);
    if (path.empty() && name == "Scrt1.o") path = findStartFile("crt1.o"); // QNX has one for both kinds
    if (path.empty() && target.startFiles == StartFiles::user) continue;   // the platform's; checkPlatform
    if (path.empty())
      missingStartFiles.push_back(name);
    else
      line.add(path, "start file");
  }
}

void CcLink::input(const std::string &path) {
  // rustc names a start file without a folder when Rust's own copy is not installed.
  bool bare = std::find(std::begin(startFiles), std::end(startFiles), path) != std::end(startFiles);
  if (bare && context.files.status(path).kind == FileStatus::Kind::missing) {
    std::string own = findStartFile(path);
    if (own.empty())
      missingStartFiles.push_back(path);
    else
      line.translate(path, own, "the start file comes from linkshim's sysroot");
    return;
  }
  line.keep(path);
  if (path != "-") inputs.push_back(path);
}

void CcLink::noteLinkerWord(std::string_view word) {
  if (word == "-Bstatic" || word == "-static" || word == "-dn" || word == "-non_shared") onlyArchives = true;
  if (word == "-Bdynamic" || word == "-dy" || word == "-call_shared") onlyArchives = false;
  std::string_view name = word.substr(std::min(word.find_first_not_of('-'), word.size()));
  hasVersionScript |= name.starts_with("version-script");
  saysUndefinedVersion |= name == "undefined-version" || name == "no-undefined-version";
}

/// lld takes the first file of that name, whatever it was made for.
void CcLink::checkLibraryOfUser(std::string_view name) {
  if (std::find(std::begin(libcParts), std::end(libcParts), name) != std::end(libcParts)) return;
  for (const std::string &folder : named)
    for (std::string_view ending : {".so", ".a"}) {
      if (ending == ".so" && (onlyArchives || isStatic(mode))) continue;
      std::string path = name.starts_with(':') ? joinPath(folder, name.substr(1))
                                               : fmt::format("{}/lib{}{}", folder, name, ending);
      if (!context.files.status(path).isFile()) continue;
      inputs.push_back(std::move(path));
      return;
    }
}

void CcLink::libraryOption(const Arg &arg, size_t index, size_t count) {
  std::string_view name = arg.getValue();
  std::string library = cxxLibrary(name, folders, context.files);
  if (!library.empty() && library != name)
    return line.translate(spelled(index, count), "-l" + library, "the C++ library that is there");
  if (name == "gcc_eh" && sharesUnwinder() && has("libgcc_eh.a"))
    return line.translate(spelled(index, count), "-lgcc_s", "a process has one unwinder");
  for (const LibraryAlias &alias : compilerLibraries) {
    if (alias.name != name) continue;
    if (!has(fmt::format("lib{}.a", name))) {
      line.drop(spelled(index, count), alias.why);
      return;
    }
  }
  noteMissing(name);
  if (provider.isLld()) checkLibraryOfUser(name);
  keep(index, count);
}

/// A library that is in no folder: what a target whose libraries the user brings is told by.
void CcLink::noteMissing(std::string_view name) {
  if (target.needs.empty() || !missingFile.empty()) return;
  bool own = name.starts_with(':');
  std::string file(own ? name.substr(1) : name);
  bool there = own ? has(file) : has(fmt::format("lib{}.so", file)) || has(fmt::format("lib{}.a", file));
  if (!there) missingFile = own ? file : fmt::format("lib{}", file);
}

/// Where the user has to bring the platform's libraries and has not, the message is about that.
bool CcLink::checkPlatform() {
  bool brought = target.needs.empty() || !root.empty() || !sysroot.pieces.empty();
  if (!target.needs.empty() && mode != LinkMode::relocatable && !args.hasArg(OPT_sysroot_eq) &&
      !succeeded(checkPlatformRoot(target, root, missingFile, context.environment, context.files), failure))
    return false;
  if (brought || mode == LinkMode::relocatable) return true;
  if (missingFile.empty()) return true;
  failure = platformMissing(target, missingFile);
  return false;
}

void CcLink::one(const Arg &arg, size_t index, size_t count) {
  const llvm::opt::Option option = arg.getOption();
  switch (option.getID()) {
  case OPT_Wl_COMMA:
    for (const char *value : arg.getValues()) {
      noteLinkerWord(value);
      line.translate(spelled(index, count), value, optionReason(option));
    }
    return;
  case OPT_Xlinker:
    noteLinkerWord(arg.getValue());
    line.translate(spelled(index, count), arg.getValue(), optionReason(option));
    return;
  case OPT_l: libraryOption(arg, index, count); return;
  case OPT_rdynamic: line.translate(spelled(index, count), "--export-dynamic", optionReason(option)); return;
  case OPT_symbolic: line.translate(spelled(index, count), "-Bsymbolic", optionReason(option)); return;
  case OPT_mfix_843419:
    line.translate(spelled(index, count), "--fix-cortex-a53-843419", optionReason(option));
    return;
  case OPT_pie:
  case OPT_static_pie: line.drop(spelled(index, count), "said at the head of the line"); return;
  case OPT_no_pie: line.translate(spelled(index, count), "--no-pie", "the linker's own word"); return;
  case OPT_sysroot_eq:
    line.translate(spelled(index, count), fmt::format("--sysroot={}", arg.getValue()),
                   "the linker's own word");
    return;
  case OPT_pthread: return; // at the tail
  case OPT_I:
  case OPT_F: line.drop(spelled(index, count), "only concerns the preprocessor"); return;
  case OPT_x: line.drop(spelled(index, count), "only concerns sources"); return;
  case OPT_v: line.drop(spelled(index, count), "the line is printed before it runs"); return;
  case OPT_Ttext_cc:
    line.translate(spelled(index, count), fmt::format("-Ttext={}", arg.getValue()),
                   "as the linker spells it");
    return;
  case OPT_Tdata_cc:
    line.translate(spelled(index, count), fmt::format("-Tdata={}", arg.getValue()),
                   "as the linker spells it");
    return;
  case OPT_Tbss_cc:
    line.translate(spelled(index, count), fmt::format("-Tbss={}", arg.getValue()), "as the linker spells it");
    return;
  default: break;
  }
  if (option.getKind() == llvm::opt::Option::InputClass) return input(invocation.args[index]);
  std::string_view why = optionReason(option);
  bool compileOnly = option.getGroup().isValid();
  if (option.hasFlag(Dropped) || option.hasFlag(GccOnly) || compileOnly || option.hasFlag(Mode))
    return line.drop(spelled(index, count), why);
  keep(index, count); // also what the table does not know: the linker will judge
}

void CcLink::body() {
  addStartFiles(startFileNames(target, mode, isProfiled()).first);
  for (const CcArguments::Piece &piece : call.withoutEmptyWords())
    one(*piece.arg, piece.index, piece.count);
}

bool CcLink::has(std::string_view file) const {
  return !folderWith(file, folders, context.files).empty();
}

/// What a C++ library needs. A link that names its libraries itself gets these too, since it did not know.
void CcLink::addCxxNeeds() {
  if (!runtimes.cxx) return;
  for (const char *word : {"--push-state", "--as-needed", "-lpthread", "-ldl", "--pop-state"})
    line.add(word, "the C++ library and the unwinder need it");
  bool bare = flag(OPT_nostdlib) || flag(OPT_nodefaultlibs);
  if (isStatic(mode) && staticFolder.empty() && has("libunwind.a"))
    line.add("-lunwind", "the C++ library needs it");
  if (bare && has("libgcc.a")) line.add("-lgcc", "the C++ library needs it");
}

void CcLink::addDefaultLibraries() {
  constexpr const char *why = "default library";
  if (!staticFolder.empty()) { // a static glibc and GCC's unwinder need each other
    line.add("--start-group", why);
    if (has("libgcc_eh.a")) line.add("-lgcc_eh", why);
    if (has("libgcc.a")) line.add("-lgcc", why);
    if (!flag(OPT_nolibc)) line.add("-lc", why);
    line.add("--end-group", why);
    return;
  }
  bool runtime = !folderWith("libgcc.a", sysroot.libraryFolders, context.files).empty();
  if (runtime) line.add("-lgcc", why);
  bool users = target.startFiles == StartFiles::user;
  if (sharesUnwinder() && (!users || !sysroot.pieces.empty() || has("libgcc_s.so")))
    for (const char *word : {"--push-state", "--as-needed", "-lgcc_s", "--pop-state"})
      line.add(word, why);
  else if (!isStatic(mode) && has("libunwind.a"))
    line.add("-lunwind", "-static-libgcc");
  if (!flag(OPT_nolibc)) line.add("-lc", why);
  if (runtime) line.add("-lgcc", why);
}

void CcLink::tail() {
  bool hosted = target.libc == Libc::glibc || target.libc == Libc::musl;
  if (hosted && provider.isLld() && hasVersionScript && !saysUndefinedVersion)
    line.add("--undefined-version", "a version script may name what is not there, as for GNU ld");
  bool bare = flag(OPT_nostdlib) || flag(OPT_nodefaultlibs);
  if (!runtimes.whole.empty()) line.add("--whole-archive", "the sanitizer's runtime");
  for (const std::string &archive : runtimes.whole)
    line.add(archive, "");
  if (!runtimes.whole.empty()) line.add("--no-whole-archive", "");
  for (const std::string &word : runtimes.words)
    line.add(word, "default library");
  addCxxNeeds();
  if (flag(OPT_pthread)) line.translate("-pthread", "-lpthread", "the library of that option");
  bool brings = hosted || !sysroot.userFolders.empty() || !sysroot.pieces.empty();
  if (!bare && brings && mode != LinkMode::relocatable) addDefaultLibraries();
  for (const std::string &folder : sysroot.libraryFolders) {
    line.add("-L", sysroot.isUsers(folder) ? "the user's sysroot" : "linkshim's sysroot");
    line.add(folder, "");
  }
  addStartFiles(startFileNames(target, mode, isProfiled()).last);
}

bool CcLink::checkStartFiles() {
  if (missingStartFiles.empty()) return true;
  failure = {fmt::format("the start files and the C library of {} are not installed", target.triple),
             {{"missing", fmt::format("{}", fmt::join(missingStartFiles, " "))},
              {"looked in", context.places.share.empty() ? "share/linkshim" : context.places.share}},
             fmt::format("rustup target add {}, or scripts/sysroots {}", target.triple, target.triple)};
  return false;
}

void CcLink::finish() {
  if (provider.isLld()) line.adaptToLld();
  runBy(provider, invocation, plan);
  plan.pieces = sysroot.pieces;
  plan.announce = flag(OPT_v);
  std::string sibling =
      invocation.folder.empty() ? "" : fmt::format("{}/{}ld", invocation.folder, invocation.prefix);
  if (plan.announce && !sibling.empty() && context.files.status(sibling).executable)
    plan.announcedAs = sibling;
  line.moveInto(plan);
}

} // namespace

bool planCcLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  return CcLink(invocation, context, plan, failure).run();
}

} // namespace linkshim
