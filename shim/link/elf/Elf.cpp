#include "shim/link/GccLibrary.h"
#include "shim/link/InputCheck.h"
#include "shim/link/LinkParts.h"
#include "shim/link/elf/ElfLibraries.h"
#include "shim/link/elf/ElfLink.h"
#include "shim/link/notes/FailureNotes.h"
#include "shim/link/notes/Hint.h"
#include "shim/objects/GlibcNeed.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/ranges.h>

// Links for ELF by a compiler driver.
namespace linkshim {
namespace {

/// Builds the command line of a link, and keeps what it has seen of the arguments.
class ElfLine {
public:
  explicit ElfLine(const ElfLink &link)
      : link(link), request(link.request), arguments(link.request.arguments()), target(link.request.target()),
        files(link.request.context.files), libraries(link.libraries()) {}

  /// Returns the variables that the linker's environment needs for the hints (Hint.h).
  std::vector<EnvironmentChange> addHead();
  void addArguments();
  void addTail();
  Result<void> check() const;
  LinkLine finishedLine();
  /// What is said after a failure, where a library that is on the line needs a newer glibc than the floor;
  /// empty where none does.
  std::function<std::string(std::string_view)> noteOnNewerGlibc() const;

private:
  void addArgument(const Argument &argument);
  void addInput(const Argument &argument);
  void addLibrary(const Argument &argument);
  void noteMissing(std::string_view name);
  void checkUsersLibrary(std::string_view name);
  void noteGlibcNeed(const std::string &path);
  void addStartFiles(const std::vector<std::string> &names);
  void addLtoLevel();
  void addCxxNeeds();
  void addThreads(bool defaults);
  void addDefaultLibraries();
  Result<void> checkPlatform() const;
  Failure noStartFiles() const;
  bool has(std::string_view file) const { return !folderWith(file, link.folders, files).empty(); }

  const ElfLink &link;
  const LinkRequest &request;
  const Arguments &arguments;
  const Target &target;
  const FileReader &files;
  LinkLine line;
  ElfLibraries libraries; ///< for the place of the line that is being built
  std::vector<std::string> inputs;
  std::vector<std::string> missingStartFiles;
  std::string missingLibrary;       ///< the first library that no folder has
  std::string missingPlatformStart; ///< the first start file that the user has to provide and has not
  std::vector<NewerLibrary> newerLibraries;
};

/// True for a link that keeps its debug information and asks for no optimisation: rustc passes -O1 or a strip
/// option in all others.
bool isDebugBuild(const Arguments &arguments) {
  std::vector<std::string> files = arguments.values(OPT_INPUT);
  bool ofRust = std::any_of(files.begin(), files.end(),
                            [](std::string_view file) { return file.ends_with(".rcgu.o"); });
  return ofRust && !arguments.has(OPT_O_Group, OPT_s) &&
         !arguments.linkerList().hasArg(OPT_ld_O, OPT_s, OPT_S, OPT_strip_all, OPT_strip_debug);
}

std::vector<EnvironmentChange> ElfLine::addHead() {
  std::vector<EnvironmentChange> environment;
  addEmulation(target, line);
  if (link.linker.kind == ProviderKind::bfd)
    line.add("-nostdlib", "GNU ld would look into the host's folders");
  for (std::string_view option : splitWords(target.linkFlags))
    line.add(std::string(option), "what the platform's own driver passes");
  if (link.mode == LinkMode::relocatable) return environment;
  if (link.staticLibc.empty()) addOwnLibcFirst(link.sysroot, link.named, files, line);
  addLtoLevel();
  if (link.linker.isLld() && isDebugBuild(arguments))
    line.add("-O0",
             "a debug build: strings stay as they are, a fifth less work for lld; -Wl,-O1 merges them");
  environment = askForHints(request, link.linker, isStatic(link.mode), line);
  line.add("--eh-frame-hdr", "unwinding needs the table");
  if (link.mode == LinkMode::pie)
    line.add("-pie", "the target's executables are position independent unless told otherwise");
  if (link.mode == LinkMode::staticPie)
    for (const char *word : {"-static", "-pie", "--no-dynamic-linker", "-z", "text"})
      line.add(word, "-static-pie");
  bool linksShared = !leavesLibrariesOut(arguments) || mayLinkShared(request, link.mode);
  if (isDynamicExecutable(link.mode) && linksShared && !target.interpreter.empty())
    line.addPair("-dynamic-linker", std::string(target.interpreter), "the target's loader");
  return environment;
}

/// True where the last of -ffat-lto-objects and its opposite is the first.
bool hasFatObjects(const Arguments &arguments) {
  std::vector<std::string> options = arguments.values(OPT_f_Group);
  auto last = std::find_if(options.rbegin(), options.rend(),
                           [](std::string_view option) { return option.ends_with("fat-lto-objects"); });
  return last != options.rend() && *last == "fat-lto-objects";
}

/// Adds what a compiler was asked for and lld does for bitcode: the optimisation level, for which it has a
/// default of its own, the use of bitcode in objects that have code too, and debug information in files of
/// its own.
void ElfLine::addLtoLevel() {
  const llvm::opt::Arg *lto = arguments.last(OPT_flto, OPT_flto_eq, OPT_fno_lto);
  const llvm::opt::Arg *level = arguments.last(OPT_O_Group);
  if (!lto || lto->getOption().matches(OPT_fno_lto) || !link.linker.isLld()) return;
  bool split = arguments.has(OPT_gsplit_dwarf) && arguments.lastValue(OPT_gsplit_dwarf) != "=single";
  std::string_view output = arguments.has(OPT_o) ? arguments.lastValue(OPT_o) : "a";
  if (split) line.add(fmt::format("--plugin-opt=dwo_dir={}-dwo", output), "-gsplit-dwarf");
  if (hasFatObjects(arguments)) line.add("--fat-lto-objects", "-ffat-lto-objects");
  if (!level) return;
  std::string_view value = level->getValue();
  if (value.empty()) value = "1";
  bool number = value.size() == 1 && value.front() >= '0' && value.front() <= '3';
  std::string_view linkers = number ? value : value == "fast" ? "3" : "2";
  line.add(fmt::format("--lto-O{}", linkers), "the level that was asked for");
}

void ElfLine::addStartFiles(const std::vector<std::string> &names) {
  if (leavesStartFilesOut(arguments)) return;
  if (target.startFiles == StartFiles::none || target.startFiles == StartFiles::mingw) return;
  for (const std::string &name : names) {
    std::string path = findStartFile(link, name);
    if (path.empty() && name == "Scrt1.o")
      path = findStartFile(link, "crt1.o"); // QNX has one file for both kinds of programs
    if (path.empty() && target.startFiles == StartFiles::user) {
      if (missingPlatformStart.empty()) missingPlatformStart = name; // see checkPlatform
      continue;
    }
    if (path.empty())
      missingStartFiles.push_back(name);
    else
      line.add(path, "start file");
  }
}

void ElfLine::addArguments() {
  if (!link.allocator.object.empty()) line.add(link.allocator.object, "the allocator that was asked for");
  addStartFiles(startFileNames(target, link.mode, isProfiled(request)).first);
  for (const Argument &argument : arguments.all())
    addArgument(argument);
}

void ElfLine::addArgument(const Argument &argument) {
  auto becomes = [&](std::string text, std::string_view why) {
    line.translate(arguments.spelled(argument), std::move(text), why);
  };
  std::string value(argument.value());
  switch (argument.id()) {
  case OPT_l: return addLibrary(argument);
  case OPT_rdynamic: return becomes("--export-dynamic", optionReason(argument.arg->getOption()));
  case OPT_symbolic: return becomes("-Bsymbolic", optionReason(argument.arg->getOption()));
  case OPT_mfix_843419: return becomes("--fix-cortex-a53-843419", optionReason(argument.arg->getOption()));
  case OPT_pie:
  case OPT_static_pie: return line.drop(arguments.spelled(argument), "already at the start of the line");
  case OPT_no_pie: return becomes("--no-pie", "as the linker spells it");
  case OPT_sysroot_eq: return becomes("--sysroot=" + value, "as the linker spells it");
  case OPT_pthread: return; // added by addTail
  case OPT_gz: return becomes("--compress-debug-sections=zlib", "as the linker spells it");
  case OPT_gz_eq: return becomes("--compress-debug-sections=" + value, "as the linker spells it");
  case OPT_Ttext_cc: return becomes("-Ttext=" + value, "as the linker spells it");
  case OPT_Tdata_cc: return becomes("-Tdata=" + value, "as the linker spells it");
  case OPT_Tbss_cc: return becomes("-Tbss=" + value, "as the linker spells it");
  default: break;
  }
  if (argument.isInput()) return addInput(argument);
  if (std::optional<bool> chosen = choosesArchives(arguments, argument)) libraries.atArchives = *chosen;
  addDriverArgument(request, argument, line);
}

void ElfLine::addInput(const Argument &argument) {
  std::string path = request.inputPath(argument);
  // rustc names a start file without a folder when Rust's own copy is not installed.
  if (isStartFile(path) && files.status(path).kind == FileStatus::Kind::missing) {
    std::string own = findStartFile(link, path);
    if (own.empty())
      missingStartFiles.push_back(path);
    else
      line.translate(path, own, "the start file comes from linkshim's sysroot");
    return;
  }
  line.keepArg(path);
  if (path.find(".so") != std::string::npos) noteGlibcNeed(path);
  if (path != "-") inputs.push_back(std::move(path));
}

/// Notes a shared library that needs a newer glibc than the floor: lld only names its undefined symbols.
void ElfLine::noteGlibcNeed(const std::string &path) {
  const std::optional<Version> &floor = request.invocation.floor;
  if (!floor || !link.linker.isLld() || !isDynamicExecutable(link.mode)) return;
  std::optional<Version> needs = neededGlibc(path, files);
  if (needs && *needs > *floor) newerLibraries.push_back({path, *needs});
}

std::function<std::string(std::string_view)> ElfLine::noteOnNewerGlibc() const {
  if (newerLibraries.empty()) return {};
  return [&target = target, floor = *request.invocation.floor, libraries = newerLibraries](
             std::string_view messages) { return newerGlibcNote(target, floor, libraries, messages); };
}

/// Checks that a library in the user's folders was made for the target: unlike GNU ld, lld takes the first
/// file of that name whatever its machine (https://github.com/llvm/llvm-project/issues/54515).
void ElfLine::checkUsersLibrary(std::string_view name) {
  if (GccLibrary kind = gccLibrary(name); kind != GccLibrary::other && kind != GccLibrary::absent) return;
  std::vector<std::string> folders = link.named;
  folders.insert(folders.end(), link.sysroot.userFolders.begin(), link.sysroot.userFolders.end());
  for (const std::string &folder : folders)
    for (std::string_view ending : {".so", ".a"}) {
      if (ending == ".so" && (libraries.atArchives || libraries.onlyArchives)) continue;
      std::string path = name.starts_with(':') ? joinPath(folder, name.substr(1))
                                               : fmt::format("{}/lib{}{}", folder, name, ending);
      if (!files.status(path).isFile()) continue;
      noteGlibcNeed(path);
      inputs.push_back(std::move(path));
      return;
    }
}

void ElfLine::addLibrary(const Argument &argument) {
  std::string_view name = argument.value();
  std::string given = arguments.spelled(argument);
  if (name == mimalloc && !link.allocator.object.empty())
    return line.drop(given, "already at the start of the line");
  if (std::optional<ElfLibraries::Replaced> replaced = libraries.replaced(name))
    return line.replace(given, std::move(replaced->words), replaced->why);
  noteMissing(name);
  if (link.linker.isLld()) checkUsersLibrary(name);
  line.keep(arguments, argument);
}

/// Notes the first library that no folder has, where the user has to provide the platform's libraries.
void ElfLine::noteMissing(std::string_view name) {
  if (target.needs.empty() || !missingLibrary.empty()) return;
  bool exact = name.starts_with(':');
  std::string file(exact ? name.substr(1) : name);
  bool there = exact ? has(file) : has(fmt::format("lib{}.so", file)) || has(fmt::format("lib{}.a", file));
  if (!there) missingLibrary = exact ? file : fmt::format("lib{}", file);
}

/// Adds the libraries that a C++ library needs, also where the link names its libraries itself: it does not
/// know whether the C++ library is static.
void ElfLine::addCxxNeeds() {
  if (!link.runtimes.cxx) return;
  for (const char *word : {"--push-state", "--as-needed", "-lpthread", "-ldl", "--pop-state"})
    line.add(word, "the C++ library and the unwinder need it");
  if (libraries.onlyArchives && link.staticLibc.empty() && has("libunwind.a"))
    line.add("-lunwind", "the C++ library needs it");
  if (leavesLibrariesOut(arguments) && has("libgcc.a")) line.add("-lgcc", "the C++ library needs it");
}

void ElfLine::addDefaultLibraries() {
  constexpr const char *why = "default library";
  const bool libc = !arguments.has(OPT_nolibc);
  if (!link.staticLibc.empty()) { // a static glibc and GCC's unwinder refer to each other
    line.add("--start-group", why);
    if (has("libgcc_eh.a")) line.add("-lgcc_eh", why);
    if (has("libgcc.a")) line.add("-lgcc", why);
    if (libc) line.add("-lc", why);
    line.add("--end-group", why);
    return;
  }
  bool runtime = !folderWith("libgcc.a", link.sysroot.libraryFolders, files).empty();
  if (runtime) line.add("-lgcc", why);
  bool users = target.startFiles == StartFiles::user;
  if (target.libc == Libc::none && link.sysroot.userFolders.empty()) return;
  if (libraries.sharesUnwinder() && (!users || !link.sysroot.pieces.empty() || has("libgcc_s.so")))
    for (const char *word : {"--push-state", "--as-needed", "-lgcc_s", "--pop-state"})
      line.add(word, why);
  else if (std::string_view archive = libraries.unwinderArchive(); !isStatic(link.mode) && !archive.empty())
    line.add(fmt::format("-l{}", archive), libraries.staticLibgcc ? "-static-libgcc" : why);
  if (libc) line.add("-lc", why);
  if (runtime) line.add("-lgcc", why);
}

/// Adds the library of -pthread, which is one of the default libraries, unless they are left out. Some
/// systems have its functions in the C library.
void ElfLine::addThreads(bool defaults) {
  if (!defaults || arguments.has(OPT_nolibc)) return line.drop("-pthread", "default libraries are left out");
  bool hosted = target.libc == Libc::glibc || target.libc == Libc::musl;
  if (hosted || !link.sysroot.pieces.empty() || has("libpthread.so") || has("libpthread.a"))
    return line.translate("-pthread", "-lpthread", "the library of that option");
  line.drop("-pthread", "the C library has threads");
}

void ElfLine::addTail() {
  const llvm::opt::InputArgList &linkers = arguments.linkerList();
  bool hosted = target.libc == Libc::glibc || target.libc == Libc::musl;
  if (hosted && link.linker.isLld() && linkers.hasArg(OPT_version_script_eq) &&
      !linkers.hasArg(OPT_undefined_version, OPT_elf_no_undefined_version))
    line.add("--undefined-version", "a version script may name what is not there, as for GNU ld");
  if (!link.runtimes.whole.empty()) line.add("--whole-archive", "the sanitizer's runtime");
  for (const std::string &archive : link.runtimes.whole)
    line.add(archive, "");
  if (!link.runtimes.whole.empty()) line.add("--no-whole-archive", "");
  for (const std::string &word : link.runtimes.args)
    line.add(word, "default library");
  addCxxNeeds();
  bool brings = hosted || !link.sysroot.libraryFolders.empty();
  bool defaults = !leavesLibrariesOut(arguments) && brings && link.mode != LinkMode::relocatable;
  if (arguments.has(OPT_pthread)) addThreads(defaults);
  if (defaults) addDefaultLibraries();
  if (!defaults && link.mode != LinkMode::relocatable) addBuiltinsForRust(request, link.sysroot, line);
  if (!link.allocator.support.empty()) line.add(link.allocator.support, "the allocator may need it");
  addLibraryFolders(link.sysroot, line);
  addStartFiles(startFileNames(target, link.mode, isProfiled(request)).last);
}

/// Fails where the user has to provide the platform's libraries and has not done so, or has given a wrong
/// folder.
Result<void> ElfLine::checkPlatform() const {
  const PlanContext &context = request.context;
  if (target.needs.empty() || link.mode == LinkMode::relocatable) return {};
  if (!arguments.has(OPT_sysroot_eq))
    if (Result<void> whole =
            checkPlatformRoot(target, context.roots.system, missingLibrary, context.environment, files);
        !whole)
      return whole;
  bool hasPlatform = !context.roots.system.empty() || !link.sysroot.pieces.empty();
  std::string missing = missingLibrary;
  // A C program without a start file would be linked with a warning, and crash.
  bool program = link.mode != LinkMode::shared && !leavesLibrariesOut(arguments) && !target.needsOptional;
  if (missing.empty() && program) missing = missingPlatformStart;
  return hasPlatform || missing.empty() ? Result<void>() : fail(platformMissing(target, missing));
}

/// The failure where start files are missing. Rust's own serve the links of rustc, which names them.
Failure ElfLine::noStartFiles() const {
  const std::string &share = request.context.places.share;
  std::string install = howToInstall(target, share, files);
  bool ofRust = std::any_of(arguments.all().begin(), arguments.all().end(), [&](const Argument &argument) {
    return argument.isInput() && isStartFile(arguments.args()[argument.index]);
  });
  if (ofRust) install = fmt::format("rustup target add {}, or {}", target.triple, install);
  return {fmt::format("the start files and the C library of {} are not installed", target.triple),
          {{"missing", fmt::format("{}", fmt::join(missingStartFiles, " "))},
           {"looked in", share.empty() ? "share/linkshim" : share}},
          install};
}

Result<void> ElfLine::check() const {
  if (!missingStartFiles.empty()) return fail(noStartFiles());
  if (Result<void> platform = checkPlatform(); !platform) return platform;
  return checkInputs(target, link.linker, inputs, files);
}

LinkLine ElfLine::finishedLine() {
  if (link.linker.isLld()) line.adaptToLld();
  return std::move(line);
}

Result<Plan> planElfDriver(const LinkRequest &request) {
  if (Result<void> complete = checkComplete(request.arguments(), request.invocation.name); !complete)
    return failed(complete);
  Result<ElfLink> link = prepareElfLink(request);
  if (!link) return failed(link);
  ElfLine line(*link);
  std::vector<EnvironmentChange> environment = line.addHead();
  line.addArguments();
  line.addTail();
  if (Result<void> good = line.check(); !good) return failed(good);
  LinkLine finished = line.finishedLine();
  tellLibraries(finished, environment);
  Plan plan = finishPlan(request, link->linker, std::move(finished), link->sysroot.pieces, environment);
  plan.notice = link->allocator.notice;
  plan.noteOnFailure = line.noteOnNewerGlibc();
  if (!link->allocator.object.empty()) plan.noteOnFailure = secondAllocatorNote;
  if (plan.noteOnFailure) plan.environment.push_back({std::string(hintAtOnceVariable), "1"});
  return plan;
}

} // namespace

constexpr LinkFormat elfFormat{planElfDriver, planElfLinker};

} // namespace linkshim
