#include "shim/link/GccLibrary.h"
#include "shim/link/InputCheck.h"
#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include "shim/link/Runtimes.h"
#include "shim/link/StartFiles.h"
#include "shim/link/coff/MinGwLibraries.h"
#include "shim/link/coff/MinGwLimits.h"
#include "shim/link/notes/FailureNotes.h"
#include "shim/objects/DefinitionFile.h"
#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

// Links for Windows (mingw-w64) and Cygwin by lld's MinGW driver.
namespace linkshim {
namespace {

/// The system's libraries that compilers of mingw-w64 link into every program.
constexpr const char *systemDlls[] = {"-ladvapi32", "-lshell32", "-luser32", "-lkernel32"};

bool isStartFile(std::string_view path) {
  constexpr std::string_view names[] = {"crt1.o",  "crt2.o",    "crt1u.o",  "crt2u.o",
                                        "gcrt2.o", "dllcrt1.o", "dllcrt2.o"};
  return std::find(std::begin(names), std::end(names), baseName(path)) != std::end(names);
}

/// Finds the linker. zig's lld is passed over, since it has no MinGW driver.
Result<Provider> findMinGwLinker(const LinkRequest &request) {
  Result<Provider> found = findLinker(request, request.target().lldFlavor);
  if (!found || found->kind != ProviderKind::zig) return found;
  return fail({"the lld inside zig does not link for MinGW",
               {{"linker", found->path}, {"target", std::string(request.target().triple)}},
               "apt-get install lld, or set LINKSHIM_LLD=/path/to/rust-lld"});
}

Failure noStartFile(const LinkRequest &request, std::string_view missing) {
  const Target &target = request.target();
  const SysrootPlaces &places = request.context.places;
  if (target.startFiles == StartFiles::user) return platformMissing(target, missing);
  return {fmt::format("the C runtime and the import libraries of {} are not installed", target.triple),
          {{"missing", std::string(missing)},
           {"looked for", places.share.empty() ? "share/linkshim" : packFile(target, places)}},
          howToInstall(target, places.share, request.context.files)};
}

/// What a compiler driver's link needs, found before its command line is built.
struct MinGwLink {
  const LinkRequest &request;
  bool shared = false;
  Provider linker;
  Sysroot sysroot;
  LibrarySearch search;
  Runtimes runtimes;

  bool has(std::string_view file) const {
    return !folderWith(file, search.folders, request.context.files).empty();
  }
  bool hasLibrary(std::string_view name, bool dynamic) const {
    return findsMinGwLibrary(name, dynamic, search, request.context.files);
  }
};

/// Adds where a DLL starts. Nothing but a start file is sure to have that function, and a DLL may be without
/// it: GNU ld warns then. The address 0, which the image's base becomes, means that there is none.
void addDllEntry(const Target &target, bool started, LinkLine &line) {
  line.addPair("-e", std::string(target.dllEntry), "the entry of a DLL");
  if (started) return;
  std::string_view underscore = target.pointerBits == 32 ? "_" : "";
  line.add(fmt::format("-Xlink=-alternatename:{0}{1}={0}__ImageBase", underscore, target.dllEntry),
           "where nothing has that function, the DLL has no entry");
}

bool makesDll(const Arguments &arguments) {
  return arguments.has(OPT_shared, OPT_mdll) || arguments.linkerList().hasArg(OPT_dll, OPT_shared);
}

Result<MinGwLink> prepareLink(const LinkRequest &request) {
  const PlanContext &context = request.context;
  const Arguments &arguments = request.arguments();
  const Target &target = request.target();
  if (Result<void> good = checkMinGwLimits(target, arguments); !good) return failed(good);
  Result<Provider> linker = findMinGwLinker(request);
  if (!linker) return failed(linker);
  MinGwLink link{request, makesDll(arguments), std::move(*linker), {}, {}, {}};
  LinkMode mode = link.shared ? LinkMode::shared : LinkMode::executable;
  link.sysroot =
      findSysroot(target, std::nullopt, LinkMode::executable, context.places, context.roots, context.files);
  link.search.folders = searchedFolders(request, link.sysroot);
  addFurtherLibraries(request, link.sysroot, link.search);
  Result<Runtimes> runtimes = findRuntimes(request.invocation, context, mode, link.search.folders);
  if (!runtimes) return failed(runtimes);
  link.runtimes = std::move(*runtimes);
  return link;
}

/// Builds the command line of a link, and keeps what it has seen of the arguments.
class MinGwLine {
public:
  explicit MinGwLine(const MinGwLink &link)
      : link(link), request(link.request), arguments(link.request.arguments()),
        target(link.request.target()) {}

  void addHead();
  void addArguments();
  void addTail();
  Result<void> check() const;
  Plan finish();

private:
  bool hasStartFile() const;
  void addStartFiles();
  void addArgument(const Argument &argument);
  void addInput(const Argument &argument);
  void addLibrary(const Argument &argument);
  void addOutput(const Argument &argument);
  void addDefaultLibraries();

  const MinGwLink &link;
  const LinkRequest &request;
  const Arguments &arguments;
  const Target &target;
  LinkLine line;
  bool dynamic = true; ///< false after -Bstatic, true after -Bdynamic
  std::vector<std::string> inputs;
  std::string missingStartFile, missingLibrary;
};

/// True where the link gets a start file: by itself, or among its inputs.
bool MinGwLine::hasStartFile() const {
  std::vector<std::string> named = inputsOf(request);
  return !leavesStartFilesOut(arguments) || std::any_of(named.begin(), named.end(), isStartFile);
}

void MinGwLine::addHead() {
  addEmulation(target, line);
  line.add("--no-insert-timestamp", "the same inputs give the same bytes");
  if (arguments.has(OPT_static)) line.add("-Bstatic", "-static");
  dynamic = !arguments.has(OPT_static);
  if (arguments.has(OPT_mdll)) line.add("--dll", "-mdll");
  if (const llvm::opt::Arg *arg = arguments.last(OPT_mwindows, OPT_mconsole))
    line.addPair("--subsystem", arg->getOption().matches(OPT_mwindows) ? "windows" : "console",
                 arg->getOption().getName().str());
  bool entry = arguments.has(OPT_e) || arguments.linkerList().hasArg(OPT_e);
  if (link.shared && !entry) addDllEntry(target, hasStartFile(), line);
  addStartFiles();
}

void MinGwLine::addStartFiles() {
  if (leavesStartFilesOut(arguments)) return;
  std::vector<std::string> names{link.shared                   ? "dllcrt2.o"
                                 : arguments.has(OPT_municode) ? "crt2u.o"
                                                               : "crt2.o"};
  if (target.startFiles == StartFiles::user)
    names = startFileNames(target, link.shared ? LinkMode::shared : LinkMode::executable, false).first;
  else if (arguments.has(OPT_pg))
    names.emplace_back("gcrt2.o");
  for (const std::string &name : names) {
    std::string folder = folderWith(name, link.search.folders, request.context.files);
    if (folder.empty())
      missingStartFile = name;
    else
      line.add(joinPath(folder, name), "start file");
  }
}

void MinGwLine::addArguments() {
  for (const Argument &argument : arguments.all())
    addArgument(argument);
}

void MinGwLine::addArgument(const Argument &argument) {
  auto drop = [&](std::string_view why) { line.drop(arguments.spelled(argument), why); };
  switch (argument.id()) {
  case OPT_l: return addLibrary(argument);
  case OPT_o: return addOutput(argument);
  case OPT_rdynamic: return line.translate(arguments.spelled(argument), "--export-all-symbols", "lld's word");
  case OPT_sysroot_eq: return drop("its library folders are searched");
  case OPT_static:
  case OPT_static_pie: return drop("already at the start of the line");
  case OPT_pie:
  case OPT_no_pie:
  case OPT_symbolic: return drop("only for ELF");
  case OPT_pthread: return; // added by addTail
  default: break;
  }
  if (argument.isInput()) return addInput(argument);
  if (std::optional<bool> chosen = choosesArchives(arguments, argument)) dynamic = !*chosen;
  bool forLinker = argument.is(OPT_Wl_COMMA) || argument.is(OPT_Xlinker);
  if (argument.hasFlag(Translated) && !forLinker) return drop(optionReason(argument.arg->getOption()));
  addDriverArgument(request, argument, line);
}

void MinGwLine::addInput(const Argument &argument) {
  std::string path = request.inputPath(argument);
  // rsbegin.o and rsend.o are Rust's own for 32-bit x86: they register the unwind tables with GCC's unwinder.
  // rustc names them without a folder where they are not installed.
  bool registers = baseName(path) == "rsbegin.o" || baseName(path) == "rsend.o";
  if (registers &&
      (link.has("libunwind.a") || request.context.files.status(path).kind == FileStatus::Kind::missing))
    return line.drop(path, "LLVM's unwinder finds the tables by itself");
  line.keepArg(path);
  inputs.push_back(std::move(path));
}

void MinGwLine::addLibrary(const Argument &argument) {
  std::string_view name = argument.value();
  std::string cxx = cxxLibrary(name, link.search.folders, request.context.files),
              given = arguments.spelled(argument);
  if (!cxx.empty() && cxx != name) return line.translate(given, "-l" + cxx, "the C++ library that is there");
  GccLibrary kind = gccLibrary(name);
  if (kind == GccLibrary::unwinder && link.has("libunwind.a"))
    return line.translate(given, "-lunwind", "LLVM's unwinder has these functions");
  bool there = link.hasLibrary(name, dynamic) || link.hasLibrary(lowerCaseLibrary(name), dynamic);
  if (kind == GccLibrary::openMp && !there && link.hasLibrary("omp", dynamic))
    return line.translate(given, "-lomp", "clang's OpenMP");
  if (!there) {
    if (std::string why = leftOut(target, kind); !why.empty()) return line.drop(given, why);
    if (missingLibrary.empty()) missingLibrary = name;
  }
  line.keep(arguments, argument);
}

/// Adds .exe to a name without an extension, as GCC and clang do for Windows. A device or a pipe is no
/// program that could be renamed.
void MinGwLine::addOutput(const Argument &argument) {
  std::string path(argument.value());
  bool special = path == "-" || request.context.files.status(path).kind == FileStatus::Kind::other;
  if (special || baseName(path).find('.') != std::string_view::npos) return line.keep(arguments, argument);
  line.translate(arguments.spelled(argument), "-o", "a program's name has an extension");
  line.add(path + ".exe", "");
}

void MinGwLine::addDefaultLibraries() {
  constexpr const char *why = "default library";
  if (link.has("libgcc.a")) line.add("-lgcc", why);
  if (!arguments.has(OPT_nolibc))
    for (std::string_view name : splitWords(target.systemLibraries))
      line.add(fmt::format("-l{}", name), why);
  if (arguments.has(OPT_pg)) line.add("-lgmon", "-pg");
  if (arguments.has(OPT_mwindows))
    for (const char *word : {"-lgdi32", "-lcomdlg32"})
      line.add(word, "-mwindows");
  for (const std::string_view word : systemDlls)
    line.add(std::string(word), why);
}

void MinGwLine::addTail() {
  for (const std::string &word : link.runtimes.args)
    line.add(word, "default library");
  if (link.runtimes.cxx && link.has("libunwind.a")) line.add("-lunwind", "the C++ library needs it");
  if (arguments.has(OPT_mthreads)) line.add("-lmingwthrd", "-mthreads");
  bool threads = !leavesLibrariesOut(arguments) && !arguments.has(OPT_nolibc);
  if (arguments.has(OPT_pthread) && threads)
    line.translate("-pthread", "-lpthread", "the library of that option");
  else if (arguments.has(OPT_pthread))
    line.drop("-pthread", "default libraries are left out");
  if (leavesLibrariesOut(arguments))
    addBuiltinsForRust(request, link.sysroot, line);
  else
    addDefaultLibraries();
  addLibraryFolders(link.sysroot, line);
}

Result<void> MinGwLine::check() const {
  if (!missingStartFile.empty()) return fail(noStartFile(request, missingStartFile));
  const FileReader &files = request.context.files;
  if (Result<void> good = checkInputs(target, link.linker, inputs, files); !good) return good;
  // lld reads many mistakes in a .def file as names of symbols.
  for (const std::string &path : inputs)
    if (path.ends_with(".def"))
      if (Result<void> good = checkDefinitionFile(path, files); !good) return good;
  return {};
}

Plan MinGwLine::finish() {
  useLowerCaseLibraries(link.search, request.context.files, line);
  if (link.linker.isLld()) line.adaptToMinGwLld();
  Plan plan = finishPlan(request, link.linker, std::move(line), link.sysroot.pieces);
  if (!missingLibrary.empty())
    plan.noteOnFailure = [name = missingLibrary, &target = target](std::string_view messages) {
      return missingImportLibraryNote(target, name, messages);
    };
  return plan;
}

Result<Plan> planMinGwDriver(const LinkRequest &request) {
  if (Result<void> complete = checkComplete(request.arguments(), request.invocation.name); !complete)
    return failed(complete);
  Result<MinGwLink> link = prepareLink(request);
  if (!link) return failed(link);
  MinGwLine line(*link);
  line.addHead();
  line.addArguments();
  line.addTail();
  if (Result<void> good = line.check(); !good) return failed(good);
  return line.finish();
}

/// True where a call of ld names mingw-w64's startup library. It has no use without a start file, which rustc
/// does not name when it calls a linker.
bool namesStartupLibrary(const Target &target, const Arguments &arguments) {
  std::vector<std::string_view> system = splitWords(target.systemLibraries);
  std::vector<std::string> named = arguments.values(OPT_l);
  return !system.empty() && std::find(named.begin(), named.end(), system.front()) != named.end();
}

/// Adds a start file or the entry of a DLL to a call of ld that names none.
void addLinkerStart(const LinkRequest &request, const std::vector<std::string> &inputs,
                    const Sysroot &sysroot, LinkLine &line) {
  const Target &target = request.target();
  const Arguments &arguments = request.arguments();
  bool shared = arguments.has(OPT_shared, OPT_dll);
  if (arguments.has(OPT_e) || std::any_of(inputs.begin(), inputs.end(), isStartFile)) return;
  if (namesStartupLibrary(target, arguments) && !arguments.has(OPT_nostdlib) && !sysroot.startFolder.empty())
    line.add(joinPath(sysroot.startFolder, shared ? "dllcrt2.o" : "crt2.o"),
             "start file, since none is named");
  else if (shared)
    addDllEntry(target, false, line);
}

/// The plan of a call of ld, with what mingw-w64's own linker has as defaults: the emulation and the library
/// folders.
Result<Plan> planMinGwLinker(const LinkRequest &request, std::string_view flavor) {
  const Target &target = request.target();
  const PlanContext &context = request.context;
  const Arguments &arguments = request.arguments();
  if (Result<void> good = checkMinGwLimits(target, arguments); !good) return failed(good);
  Result<Provider> linker = findLinker(request, flavor);
  if (!linker) return failed(linker);
  std::vector<std::string> inputs = inputsOf(request);
  if (Result<void> good = checkInputs(target, *linker, inputs, context.files); !good) return failed(good);
  LinkLine line;
  keepAll(arguments, line);
  Sysroot sysroot =
      findSysroot(target, std::nullopt, LinkMode::executable, context.places, context.roots, context.files);
  if (!arguments.has(OPT_m)) addEmulation(target, line);
  addLinkerStart(request, inputs, sysroot, line);
  addBuiltinsForRust(request, sysroot, line);
  LibrarySearch search{searchedFolders(request, sysroot), {}};
  addFurtherLibraries(request, sysroot, search);
  addLibraryFolders(sysroot, line);
  useLowerCaseLibraries(search, context.files, line);
  if (linker->isLld()) line.adaptToMinGwLld();
  return finishPlan(request, *linker, std::move(line), std::move(sysroot.pieces));
}

} // namespace

constexpr LinkFormat minGwFormat{planMinGwDriver, planMinGwLinker};

} // namespace linkshim
