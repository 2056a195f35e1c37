#include "shim/link/MinGw.h"
#include "shim/call/Options.h"
#include "shim/compile/Compile.h"
#include "shim/link/InputCheck.h"
#include "shim/link/Raw.h"
#include "shim/link/Runtimes.h"
#include "shim/link/StartFiles.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include "shim/tools/Dlltool.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

using llvm::opt::Arg;
using llvm::opt::InputArgList;

/// Start files of every kind of link, for a raw linker's line that may bring its own.
constexpr std::string_view startFiles[] = {"crt1.o",  "crt2.o",    "crt1u.o",  "crt2u.o",
                                           "gcrt2.o", "dllcrt1.o", "dllcrt2.o"};

/// What a compiler of mingw-w64 links into every program.
constexpr const char *systemLibraries[] = {"-ladvapi32", "-lshell32", "-luser32", "-lkernel32"};

/// The names under which lld looks for a library.
std::vector<std::string> fileNames(std::string_view library, bool dynamic) {
  if (library.starts_with(':')) return {std::string(library.substr(1))};
  std::vector<std::string> names{fmt::format("lib{}.a", library)};
  if (dynamic)
    for (const char *form : {"lib{}.dll.a", "{}.dll.a", "{}.lib", "lib{}.dll", "{}.dll"})
      names.push_back(fmt::format(fmt::runtime(form), library));
  else
    names.push_back(fmt::format("{}.lib", library));
  return names;
}

/// The linker; lld's MinGW driver is in every lld but that of zig.
bool findMinGwLinker(const Invocation &invocation, const PlanContext &context, std::string_view wanted,
                     const std::vector<std::string> &prefixes, Provider &provider, Failure &failure) {
  ProviderSearch search(context.environment, context.files, context.self);
  Result<Provider> found =
      search.findLinker(*invocation.target, invocation.target->lldFlavor, wanted, prefixes);
  if (!succeeded(found, failure)) return false;
  provider = std::move(*found);
  if (provider.kind != ProviderKind::zig) return true;
  failure = {"the lld inside zig does not link for MinGW",
             {{"linker", provider.path}, {"target", std::string(invocation.target->triple)}},
             "apt-get install lld, or set LINKSHIM_LLD=/path/to/rust-lld"};
  return false;
}

Failure noPack(const Target &target, std::string_view missing, const PlanContext &context) {
  return {
      fmt::format("the C runtime and the import libraries of {} are not installed", target.triple),
      {{"missing", std::string(missing)},
       {"looked for", context.places.share.empty() ? "share/linkshim" : packFile(target, context.places)}},
      fmt::format("scripts/sysroots {}", target.triple)};
}

class MinGwLink {
public:
  MinGwLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure)
      : invocation(invocation), context(context), target(*invocation.target), plan(plan), failure(failure),
        call(invocation.args, CCOption), args(call.list) {}

  bool run() {
    if (!checkArguments()) return false;
    std::string_view wanted;
    if (const Arg *arg = args.getLastArg(OPT_fuse_ld_eq, OPT_ld_path_eq)) wanted = arg->getValue();
    if (!findMinGwLinker(invocation, context, wanted, args.getAllArgValues(OPT_B), provider, failure))
      return false;
    findFolders();
    Result<Runtimes> found =
        findRuntimes(invocation, context, args, shared ? LinkMode::shared : LinkMode::executable, folders);
    if (!succeeded(found, failure)) return false;
    runtimes = std::move(*found);
    head();
    body();
    tail();
    if (!missingStartFile.empty()) {
      failure = isCygwin(target) ? platformMissing(target, missingStartFile)
                                 : noPack(target, missingStartFile, context);
      return false;
    }
    if (!succeeded(checkInputs(target, provider, inputs, context.files), failure) || !checkDefinitions())
      return false;
    finish();
    return true;
  }

private:
  bool checkArguments();
  bool checkDefinitions();
  void findFolders();
  void head();
  void addStartFiles();
  void body();
  void one(const Arg &arg, size_t index, size_t count);
  void input(size_t index);
  void library(const Arg &arg, size_t index, size_t count);
  void output(const Arg &arg, size_t index, size_t count);
  void tail();
  void finish();
  bool flag(OptionId id) const { return args.hasArg(id); }
  bool isBare() const { return flag(OPT_nostdlib) || flag(OPT_nodefaultlibs); }
  bool has(std::string_view file) const { return !folderWith(file, folders, context.files).empty(); }
  std::string spelled(size_t index, size_t count) const { return call.spelled(index, count); }

  const Invocation &invocation;
  const PlanContext &context;
  const Target &target;
  Plan &plan;
  Failure &failure;

  CcArguments call;
  const InputArgList &args;
  bool shared = false;
  bool dynamic = true; ///< what -Bstatic and -Bdynamic last said
  Provider provider;
  Sysroot sysroot;
  std::vector<std::string> folders; ///< where libraries are looked for
  Runtimes runtimes;
  LinkLine line;
  std::vector<std::string> inputs;
  std::string missingStartFile, missingLibrary;
};

bool MinGwLink::checkArguments() {
  shared = flag(OPT_shared) || flag(OPT_mdll);
  for (const Arg *arg : args.filtered(OPT_Wl_COMMA))
    for (std::string_view value : arg->getValues())
      shared |= value == "--dll" || value == "-dll" || value == "--shared" || value == "-shared";
  if (!call.areComplete(invocation, failure)) return false;
  if (flag(OPT_r))
    failure = {"lld makes no relocatable file (-r) of Windows objects",
               {{"target", std::string(target.triple)}},
               "put the objects into an archive with ar"};
  return !flag(OPT_r);
}

/// lld takes much that is wrong in a .def file for the name of a symbol.
bool MinGwLink::checkDefinitions() {
  return std::all_of(inputs.begin(), inputs.end(), [this](const std::string &path) {
    return !path.ends_with(".def") || checkDefinitionFile(path, context.files, failure);
  });
}

void MinGwLink::findFolders() {
  std::string root = userSysroot(target, context.environment, context.files);
  if (const Arg *arg = args.getLastArg(OPT_sysroot_eq)) root = arg->getValue();
  sysroot = findSysroot(target, std::nullopt, LinkMode::executable, context.places, root, context.files);
  folders = args.getAllArgValues(OPT_L);
  folders.insert(folders.end(), sysroot.libraryFolders.begin(), sysroot.libraryFolders.end());
}

void MinGwLink::head() {
  plan.environment = linkerEnvironment(provider, context.environment);
  line.add("-m", "the emulation of the target");
  line.add(std::string(target.emulation), "");
  line.add("--no-insert-timestamp", "the same inputs give the same bytes");
  if (flag(OPT_static)) line.add("-Bstatic", "-static");
  dynamic = !flag(OPT_static);
  if (flag(OPT_mdll)) line.add("--dll", "-mdll");
  if (const Arg *arg = args.getLastArg(OPT_mwindows, OPT_mconsole)) {
    line.add("--subsystem", arg->getOption().getName().str());
    line.add(arg->getOption().matches(OPT_mwindows) ? "windows" : "console", "");
  }
  if (shared && !flag(OPT_e)) {
    line.add("-e", "the entry of a DLL");
    line.add(isCygwin(target)           ? "_cygwin_dll_entry"
             : target.pointerBits == 32 ? "DllMainCRTStartup@12"
                                        : "DllMainCRTStartup",
             "");
  }
  addStartFiles();
}

void MinGwLink::addStartFiles() {
  if (flag(OPT_nostartfiles) || flag(OPT_nostdlib)) return;
  std::vector<std::string> names{shared ? "dllcrt2.o" : flag(OPT_municode) ? "crt2u.o" : "crt2.o"};
  if (isCygwin(target))
    names = startFileNames(target, shared ? LinkMode::shared : LinkMode::executable, false).first;
  else if (flag(OPT_pg))
    names.emplace_back("gcrt2.o");
  for (const std::string &name : names) {
    std::string folder = folderWith(name, folders, context.files);
    if (folder.empty())
      missingStartFile = name;
    else
      line.add(joinPath(folder, name), "start file");
  }
}

void MinGwLink::input(size_t index) {
  const std::string &path = invocation.args[index];
  // Rust's own for 32 bits, which tell GCC's unwinder where the table is. rustc names them without a folder
  // where they are not installed.
  bool registers = baseName(path) == "rsbegin.o" || baseName(path) == "rsend.o";
  if (registers && (has("libunwind.a") || context.files.status(path).kind == FileStatus::Kind::missing))
    return line.drop(path, "LLVM's unwinder finds the tables by itself");
  line.keep(path);
  inputs.push_back(path);
}

void MinGwLink::library(const Arg &arg, size_t index, size_t count) {
  std::string_view name = arg.getValue();
  std::string cxx = cxxLibrary(name, folders, context.files);
  if (!cxx.empty() && cxx != name)
    return line.translate(spelled(index, count), "-l" + cxx, "the C++ library that is there");
  if ((name == "gcc_s" || name == "gcc_eh") && has("libunwind.a"))
    return line.translate(spelled(index, count), "-lunwind", "LLVM's unwinder has these functions");
  std::vector<std::string> names = fileNames(name, dynamic);
  if (missingLibrary.empty() &&
      std::none_of(names.begin(), names.end(), [&](const std::string &file) { return has(file); }))
    missingLibrary = name;
  for (size_t i = 0; i < count; ++i)
    line.keep(invocation.args[index + i]);
}

/// As GCC and clang for this system do.
void MinGwLink::output(const Arg &arg, size_t index, size_t count) {
  std::string path = arg.getValue();
  if (baseName(path).find('.') != std::string_view::npos) {
    for (size_t i = 0; i < count; ++i)
      line.keep(invocation.args[index + i]);
    return;
  }
  line.translate(spelled(index, count), "-o", "a program's name has an extension");
  line.add(path + ".exe", "");
}

void MinGwLink::one(const Arg &arg, size_t index, size_t count) {
  const llvm::opt::Option option = arg.getOption();
  switch (option.getID()) {
  case OPT_Wl_COMMA:
    for (std::string_view value : arg.getValues()) {
      if (value == "-Bstatic" || value == "-static" || value == "-Bdynamic") dynamic = value == "-Bdynamic";
      line.translate(spelled(index, count), std::string(value), optionReason(option));
    }
    return;
  case OPT_Xlinker: return line.translate(spelled(index, count), arg.getValue(), optionReason(option));
  case OPT_l: return library(arg, index, count);
  case OPT_o: return output(arg, index, count);
  case OPT_rdynamic: return line.translate(spelled(index, count), "--export-all-symbols", "lld's word");
  case OPT_sysroot_eq: return line.drop(spelled(index, count), "its library folders are searched");
  case OPT_static:
  case OPT_static_pie: return line.drop(spelled(index, count), "said at the head of the line");
  case OPT_pie:
  case OPT_no_pie:
  case OPT_symbolic: return line.drop(spelled(index, count), "a matter of ELF");
  case OPT_pthread: return; // at the tail
  case OPT_I:
  case OPT_F: return line.drop(spelled(index, count), "only concerns the preprocessor");
  case OPT_x: return line.drop(spelled(index, count), "only concerns sources");
  case OPT_v: return line.drop(spelled(index, count), "the line is printed before it runs");
  default: break;
  }
  if (option.getKind() == llvm::opt::Option::InputClass) return input(index);
  if (option.hasFlag(Dropped) || option.hasFlag(Translated) || option.hasFlag(Mode) ||
      option.getGroup().isValid())
    return line.drop(spelled(index, count), optionReason(option));
  for (size_t i = 0; i < count; ++i)
    line.keep(invocation.args[index + i]); // also what the table does not know: the linker will judge
}

void MinGwLink::body() {
  for (const CcArguments::Piece &piece : call.withoutEmptyWords())
    one(*piece.arg, piece.index, piece.count);
}

void MinGwLink::tail() {
  constexpr const char *why = "default library";
  for (const std::string &word : runtimes.words)
    line.add(word, why);
  if (runtimes.cxx && has("libunwind.a")) line.add("-lunwind", "the C++ library needs it");
  if (flag(OPT_mthreads)) line.add("-lmingwthrd", "-mthreads");
  if (flag(OPT_pthread)) line.translate("-pthread", "-lpthread", "the library of that option");
  if (!isBare()) {
    if (has("libgcc.a")) line.add("-lgcc", why);
    if (!flag(OPT_nolibc) && isCygwin(target))
      line.add("-lcygwin", why);
    else if (!flag(OPT_nolibc))
      for (const char *word : {"-lmingw32", "-lmoldname", "-lmingwex", "-lmsvcrt"})
        line.add(word, why);
    if (flag(OPT_pg)) line.add("-lgmon", "-pg");
    if (flag(OPT_mwindows))
      for (const char *word : {"-lgdi32", "-lcomdlg32"})
        line.add(word, "-mwindows");
    for (const char *word : systemLibraries)
      line.add(word, why);
  }
  for (const std::string &folder : sysroot.libraryFolders) {
    line.add("-L", sysroot.isUsers(folder) ? "the user's sysroot" : "linkshim's sysroot");
    line.add(folder, "");
  }
}

void MinGwLink::finish() {
  if (provider.isLld()) line.adaptToMinGwLld();
  runBy(provider, invocation, plan);
  plan.announce = flag(OPT_v);
  std::string sibling =
      invocation.folder.empty() ? "" : fmt::format("{}/{}ld", invocation.folder, invocation.prefix);
  if (plan.announce && !sibling.empty() && context.files.status(sibling).executable)
    plan.announcedAs = sibling;
  if (!missingLibrary.empty())
    plan.onFailure = fmt::format("linkshim: note: there is no import library for -l{0}: give the folder of "
                                 "one by -L, or make it from a list of the DLL's symbols: {1}-dlltool -d "
                                 "{0}.def -l lib{0}.a\n",
                                 missingLibrary, target.triple);
  line.moveInto(plan);
}

} // namespace

bool planMinGwLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  return MinGwLink(invocation, context, plan, failure).run();
}

bool addMinGwDefaults(const Invocation &invocation, const PlanContext &context, const Provider &linker,
                      LinkLine &line, Failure &failure) {
  const Target &target = *invocation.target;
  std::vector<const char *> texts;
  for (const LinkLine::Item &item : line.items)
    texts.push_back(item.text.c_str());
  unsigned missingIndex = 0, missingCount = 0;
  InputArgList args =
      optionTable().ParseArgs(texts, missingIndex, missingCount, llvm::opt::Visibility(LDOption));
  bool shared = args.hasArg(OPT_shared, OPT_dll);
  std::vector<std::string> inputs;
  for (const Arg *arg : args)
    if (arg->getOption().getKind() == llvm::opt::Option::InputClass)
      inputs.emplace_back(texts[arg->getIndex()]);
  bool started = args.hasArg(OPT_e) || std::any_of(inputs.begin(), inputs.end(), [](std::string_view path) {
                   return std::find(std::begin(startFiles), std::end(startFiles), baseName(path)) !=
                          std::end(startFiles);
                 });
  if (!succeeded(checkInputs(target, linker, inputs, context.files), failure)) return false;
  Sysroot sysroot = findSysroot(target, std::nullopt, LinkMode::executable, context.places,
                                userSysroot(target, context.environment, context.files), context.files);
  if (!args.hasArg(OPT_m)) {
    line.add("-m", "the emulation of the target");
    line.add(std::string(target.emulation), "");
  }
  if (!started && !sysroot.startFolder.empty())
    line.add(joinPath(sysroot.startFolder, shared ? "dllcrt2.o" : "crt2.o"),
             "start file, since none is named");
  for (const std::string &folder : sysroot.libraryFolders) {
    line.add("-L", sysroot.isUsers(folder) ? "the user's sysroot" : "linkshim's sysroot");
    line.add(folder, "");
  }
  line.adaptToMinGwLld();
  return true;
}

} // namespace linkshim
