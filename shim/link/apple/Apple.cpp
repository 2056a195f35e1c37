#include "shim/call/AppleOptions.h"
#include "shim/link/GccLibrary.h"
#include "shim/link/InputCheck.h"
#include "shim/link/Instrument.h"
#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include "shim/link/apple/AppleDebug.h"
#include "shim/link/notes/FailureNotes.h"
#include "shim/sysroot/DarwinSdk.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

// Links for Apple's systems, with the options of ld64.
namespace linkshim {
namespace {

template <size_t N> bool isAmong(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// True for the names of libSystem: all of them are links to one file, which must be on the line only once.
bool isSystemName(std::string_view name) {
  constexpr std::string_view names[] = {"System", "c", "m", "pthread", "dl", "info", "poll", "proc", "dbm"};
  return isAmong(names, name);
}

/// True for libraries of other systems that Apple's have in libSystem or in the compiler's runtime.
bool isAbsentName(std::string_view name) {
  constexpr std::string_view names[] = {"rt", "crypt", "xnet"};
  GccLibrary kind = gccLibrary(name);
  return isAmong(names, name) || kind == GccLibrary::builtins || kind == GccLibrary::unwinder ||
         kind == GccLibrary::atomics || kind == GccLibrary::stackProtector || kind == GccLibrary::profile;
}

/// True for options of Apple's linkers that chose between them, for those that change nothing, and for older
/// words for the deployment target, which goes to lld by -platform_version.
bool isUsedUp(const llvm::opt::Option &option) {
  return option.matches(OPT_ld_classic) || option.matches(OPT_ld_new) || option.matches(OPT_ld64) ||
         option.matches(OPT_g_ld64_version) || option.matches(OPT_g_ld64_nothing);
}

/// Options whose value is a file with a list of symbols.
constexpr OptionId symbolLists[] = {OPT_dwv_exported_symbols_list, OPT_dwv_unexported_symbols_list};

/// Options whose value is a framework.
constexpr OptionId frameworkOptions[] = {OPT_framework, OPT_dwv_weak_framework, OPT_dwv_needed_framework,
                                         OPT_dwv_reexport_framework};

/// Builds the command line of a link, and keeps what it has seen of the arguments.
class AppleLine {
public:
  explicit AppleLine(const LinkRequest &request);

  void addDriverArguments();
  void addDriverLibraries();
  void addLinkerArguments();
  Result<Plan> finish(const std::string &sysroot);

private:
  void raisePlatformVersion();
  void addDriverArgument(const Argument &argument);
  void handOn(const Argument &argument);
  void addLibrary(std::string_view name, std::string given, Note::Fate fate, std::string_view why);
  LinkLine head(const DarwinSdk &sdk) const;
  void addTail(const DarwinSdk &sdk);
  Result<void> check(const Provider &linker, const DarwinSdk &sdk) const;
  Result<void> checkFrameworks(const DarwinSdk &sdk) const;
  Result<void> checkSymbolLists() const;
  std::vector<std::string> valuesEverywhere(OptionId option) const;

  const LinkRequest &request;
  const Arguments &arguments;
  const Target &target;
  const FileReader &files;
  std::vector<std::string> libraryFolders; ///< the user's, by -L
  LinkLine line;
  std::vector<std::string> inputs;
  bool hasSystem = false;    ///< libSystem is in the line
  bool namesRuntime = false; ///< the compiler's runtime is named, by -lgcc
};

AppleLine::AppleLine(const LinkRequest &request)
    : request(request), arguments(request.arguments()), target(request.target()),
      files(request.context.files), libraryFolders(valuesEverywhere(OPT_L)) {}

/// The values of an option among the driver's own options, and among those that it passes on to the linker.
std::vector<std::string> AppleLine::valuesEverywhere(OptionId option) const {
  std::vector<std::string> all = arguments.values(option);
  if (arguments.isDriver())
    for (std::string &value : arguments.linkerList().getAllArgValues(option))
      all.push_back(std::move(value));
  return all;
}

/// Adds a library by the name that it has on Apple's systems; libSystem only once.
void AppleLine::addLibrary(std::string_view name, std::string given, Note::Fate fate, std::string_view why) {
  bool users = std::any_of(libraryFolders.begin(), libraryFolders.end(), [&](const std::string &folder) {
    return files.status(fmt::format("{}/lib{}.a", folder, name)).isFile() ||
           files.status(fmt::format("{}/lib{}.dylib", folder, name)).isFile();
  });
  auto as = [&](std::string_view other, std::string_view reason) {
    line.translate(std::move(given), fmt::format("-l{}", other), reason);
  };
  if (!users && isSystemName(name)) {
    bool again = std::exchange(hasSystem, true);
    if (again) return line.drop(std::move(given), "libSystem, which is there already");
    if (name != "System") return as("System", "another name of libSystem");
  } else if (!users && isAbsentName(name)) {
    namesRuntime |= gccLibrary(name) == GccLibrary::builtins;
    return line.drop(std::move(given), "libSystem and the compiler's runtime have it");
  } else if (!users && (name == "stdc++" || name == "supc++")) {
    return as("c++", "the C++ library of Apple's systems");
  }
  std::string text = fmt::format("-l{}", name);
  if (fate == Note::Fate::kept) return line.keepArg(std::move(text));
  if (fate == Note::Fate::added) return line.add(std::move(text), why);
  line.translate(std::move(given), std::move(text), why);
}

/// Adds what a driver passes on by -Wl, and -Xlinker.
void AppleLine::handOn(const Argument &argument) {
  std::string_view why = optionReason(argument.arg->getOption());
  for (const LinkerArg &word : arguments.linkerArgsOf(argument)) {
    bool option = word.option && word.part == 0;
    bool library = option && word.option->getOption().matches(OPT_l) && word.text.size() > 2;
    if (library)
      addLibrary(word.text.substr(2), arguments.spelled(argument), Note::Fate::translated, why);
    else if (word.option && isUsedUp(word.option->getOption()))
      line.drop(std::string(word.text), optionReason(word.option->getOption()));
    else
      line.handOn(arguments, argument, word, why);
  }
}

void AppleLine::addDriverArgument(const Argument &argument) {
  const llvm::opt::Option option = argument.arg->getOption();
  std::string given = arguments.spelled(argument);
  auto becomes = [&](std::string text, std::string_view why = {}) {
    line.translate(given, std::move(text), why.empty() ? optionReason(option) : why);
  };
  switch (argument.id()) {
  case OPT_Wl_COMMA:
  case OPT_Xlinker: return handOn(argument);
  case OPT_o: // joined, as in -oFILE, ld64.lld does not know it
    if (given != fmt::format("-o{}", argument.value())) return line.keep(arguments, argument);
    becomes("-o", "as the linker spells it");
    return line.translate(given, std::string(argument.value()), "");
  case OPT_l: return addLibrary(argument.value(), given, Note::Fate::kept, {});
  case OPT_shared: return becomes("-dylib", "as the linker spells it");
  case OPT_dynamiclib: return becomes("-dylib");
  case OPT_ObjCxx: return becomes("-ObjC");
  case OPT_rdynamic: return becomes("-export_dynamic", "as the linker spells it");
  case OPT_no_pie: return becomes("-no_pie", "as the linker spells it");
  case OPT_iframework_darwin: becomes("-F"); return becomes(std::string(argument.value()));
  case OPT_s: becomes("-S", "as the linker spells it"); return line.translate(given, "-x", "");
  case OPT_arch:
  case OPT_target_eq: return line.drop(given, "already at the start of the line");
  case OPT_sysroot_eq:
  case OPT_sysroot_cc: return line.drop(given, "the linker's option is -syslibroot");
  case OPT_pthread: return line.drop(given, "libSystem has threads");
  case OPT_fobjc_arc:
  case OPT_fobjc_link_runtime: return line.drop(given, optionReason(option));
  case OPT_F: return line.keep(arguments, argument);
  default: break;
  }
  if (!argument.isInput()) return linkshim::addDriverArgument(request, argument, line);
  inputs.push_back(request.inputPath(argument));
  line.keepArg(inputs.back());
}

void AppleLine::addDriverArguments() {
  for (const Argument &argument : arguments.all())
    addDriverArgument(argument);
}

void AppleLine::addDriverLibraries() {
  if (arguments.has(OPT_fobjc_link_runtime, OPT_fobjc_arc)) {
    for (const char *word : {"-framework", "Foundation"})
      line.add(word, "Objective-C needs it");
    addLibrary("objc", {}, Note::Fate::added, "Objective-C needs it");
  }
  if (request.invocation.tool == Tool::cxx && !arguments.has(OPT_nostdlibxx))
    addLibrary("c++", {}, Note::Fate::added, "the tool is a C++ compiler");
  addLibrary("System", "-lSystem", Note::Fate::added, "default library");
}

void AppleLine::addLinkerArguments() {
  for (const Argument &argument : linkerArguments(arguments)) {
    const std::string &word = arguments.args()[argument.index];
    if (argument.is(OPT_l) && word.size() > 2)
      addLibrary(argument.value(), word, Note::Fate::kept, {});
    else if (isUsedUp(argument.arg->getOption()))
      line.drop(arguments.spelled(argument), optionReason(argument.arg->getOption()));
    else
      line.keep(arguments, argument);
  }
  line.keepIncomplete(arguments);
}

LinkLine AppleLine::head(const DarwinSdk &sdk) const {
  LinkLine first;
  if (!line.has(OPT_arch)) first.addPair("-arch", std::string(target.emulation), "the target");
  if (!line.has(OPT_platform_version)) {
    std::string oldest = deploymentTarget(target, arguments, request.context.environment);
    std::optional<Version> least = Version::parse(oldest), version = Version::parse(sdk.version);
    first.add("-platform_version", "the system, its oldest version, and that of the SDK");
    first.add(std::string(target.platform), "");
    first.add(oldest, "");
    first.add(version && (!least || *version >= *least) ? sdk.version : oldest, "");
  }
  if (!line.has(OPT_syslibroot))
    first.addPair("-syslibroot", sdk.root, sdk.stubs ? "linkshim's stub libraries" : "the user's SDK");
  return first;
}

/// Has a -platform_version of the call name a system that has the processor.
void AppleLine::raisePlatformVersion() {
  constexpr size_t oldest = 2; // the value, after the platform's name
  for (size_t i = 0; i < line.items().size(); ++i) {
    const LinkLine::Item &item = line.items()[i];
    if (!item.option || !item.option->getOption().matches(OPT_platform_version) || item.part != oldest)
      continue;
    std::string version = supportedVersion(target, item.text);
    if (version != item.text) line.retranslate(i, std::move(version), "no older system has the processor");
  }
}

void AppleLine::addTail(const DarwinSdk &sdk) {
  DarwinFolders extra = extraFolders(target, sdk);
  for (const std::string &folder : extra.frameworks)
    line.addPair("-F", folder, "the system's own");
  for (const std::string &folder : extra.libraries)
    line.addPair("-L", folder, "the system's own");
  const std::string &pack = request.context.places.pack;
  if (!pack.empty() && (namesRuntime || !(arguments.isDriver() && arguments.has(OPT_nostdlib))))
    line.add(pack + "/lib/libclang_rt.builtins.a", "the compiler's runtime, for C");
}

Result<void> AppleLine::checkFrameworks(const DarwinSdk &sdk) const {
  const apple::Platform *platform = apple::findPlatform(target.platform);
  if (!sdk.stubs || !platform) return {};
  std::vector<std::string> folders = valuesEverywhere(OPT_F), more = arguments.values(OPT_iframework_darwin);
  folders.insert(folders.end(), more.begin(), more.end());
  for (OptionId option : frameworkOptions)
    for (const std::string &value : line.values(option)) {
      std::string name = value.substr(0, value.find(','));
      bool own = std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
        return files.status(fmt::format("{}/{}.framework", folder, name)).isDirectory();
      });
      if (own || apple::hasFramework(*platform, name)) continue;
      return fail({fmt::format("linkshim has no stub of the framework {}", name),
                   {{"target", std::string(target.triple)}, {"an SDK has it", std::string(platform->sdk)}},
                   howToNameSdk(target)});
    }
  return {};
}

Result<void> AppleLine::checkSymbolLists() const {
  for (OptionId option : symbolLists)
    for (const std::string &path : line.values(option))
      if (!files.status(path).isFile())
        return fail({"a list of symbols cannot be read",
                     {{"-" + optionTable().getOptionName(option).str(), path}},
                     fmt::format("ls -l {}", shellWord(path))});
  return {};
}

Result<void> AppleLine::check(const Provider &linker, const DarwinSdk &sdk) const {
  // lld ignores -r with a warning, and makes a program.
  if (line.has(OPT_r))
    return fail({"lld does not join objects into one for Apple's systems",
                 {{"asked for", "-r"}, {"target", std::string(target.triple)}},
                 fmt::format("{}-ar rcs libparts.a FILE...", target.triple)});
  if (Result<void> known = checkFrameworks(sdk); !known) return known;
  if (Result<void> readable = checkSymbolLists(); !readable) return readable;
  return checkInputs(target, linker, inputs, files);
}

Result<Plan> AppleLine::finish(const std::string &sysroot) {
  const PlanContext &context = request.context;
  Result<Provider> linker = findLinker(request, "darwin");
  if (!linker) return failed(linker);
  Result<DarwinSdk> sdk = findDarwinSdk(target, line.lastValue(OPT_syslibroot).value_or(sysroot), context);
  if (!sdk) return failed(sdk);
  if (Result<void> good = check(*linker, *sdk); !good) return failed(good);
  raisePlatformVersion();
  line.prepend(head(*sdk));
  addTail(*sdk);
  addDebugMap(request, line);
  std::vector<PieceFolder> pieces;
  if (sdk->stubs) pieces.push_back(appleFolder(target, context.places));
  Plan plan = finishPlan(request, *linker, std::move(line), std::move(pieces));
  if (sdk->stubs)
    plan.noteOnFailure = [&target = target](std::string_view messages) {
      return appleNote(target, messages);
    };
  return plan;
}

Result<Plan> planAppleDriver(const LinkRequest &request) {
  const Arguments &arguments = request.arguments();
  if (Result<void> complete = checkComplete(arguments, request.invocation.name); !complete)
    return failed(complete);
  if (Result<void> arch = checkArch(request.invocation); !arch) return failed(arch);
  AppleLine line(request);
  line.addDriverArguments();
  if (!leavesLibrariesOut(arguments)) {
    // The runtimes of sanitizers for Apple's systems come with Apple's own compiler, so this only fails.
    Result<Runtimes> none = findInstrumentation(request.invocation, request.context, LinkMode::executable);
    if (!none) return failed(none);
    line.addDriverLibraries();
  }
  Result<Plan> plan = line.finish(std::string(arguments.lastValue(OPT_sysroot_cc, OPT_sysroot_eq)));
  if (plan) addDebugInfoStep(request, *plan);
  return plan;
}

Result<Plan> planAppleLinker(const LinkRequest &request, std::string_view) {
  AppleLine line(request);
  line.addLinkerArguments();
  return line.finish("");
}

} // namespace

constexpr LinkFormat appleFormat{planAppleDriver, planAppleLinker};

} // namespace linkshim
