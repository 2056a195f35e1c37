#include "shim/link/Apple.h"
#include "shim/call/Options.h"
#include "shim/compile/Compile.h"
#include "shim/link/InputCheck.h"
#include "shim/link/Instrument.h"
#include "shim/link/Raw.h"
#include "shim/sysroot/DarwinSdk.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

using llvm::opt::Arg;
using llvm::opt::InputArgList;

/// Libraries that are other names of libSystem: they all lead to one file, which has to be named once.
constexpr std::string_view systemNames[] = {"System", "c",    "m",    "pthread", "dl",
                                            "info",   "poll", "proc", "dbm"};

/// What other systems have as libraries and Apple's has in libSystem or in the compiler's runtime.
constexpr std::string_view absentNames[] = {"gcc", "gcc_s", "gcc_eh", "rt", "atomic", "ssp", "ssp_nonshared"};

template <size_t N> bool isAmong(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// A version such as 11.0.0 at the end or in the middle of a word; empty when there is none.
std::string_view versionIn(std::string_view word) {
  size_t start = word.find_first_of("0123456789");
  if (start == std::string_view::npos) return {};
  size_t end = word.find_first_not_of("0123456789.", start);
  return word.substr(start, end == std::string_view::npos ? end : end - start);
}

/// The version in an LLVM triple's third part: arm64-apple-ios14.0.0-simulator. That of darwin20 is the
/// kernel's.
std::string_view versionOfTriple(std::string_view triple) {
  for (int i = 0; i < 2; ++i) {
    size_t dash = triple.find('-');
    if (dash == std::string_view::npos) return {};
    triple.remove_prefix(dash + 1);
  }
  return triple.starts_with("darwin") ? std::string_view() : versionIn(triple.substr(0, triple.find('-')));
}

/// Words that choose between Apple's linkers.
constexpr std::string_view linkerChoices[] = {"-ld_classic", "-ld_new", "-ld64"};

/// Words of ld64 with a file after them that says which symbols are exported.
constexpr std::string_view symbolLists[] = {"-exported_symbols_list", "-unexported_symbols_list"};

/// Words of ld64 with a framework after them.
constexpr std::string_view frameworkWords[] = {"-framework", "-weak_framework", "-needed_framework",
                                               "-reexport_framework"};

class DarwinLink {
public:
  /// `driverWords` are those of a compiler driver's call; none for a raw link.
  DarwinLink(const Invocation &invocation, const std::vector<std::string> &driverWords,
             const PlanContext &context, Plan &plan, Failure &failure)
      : invocation(invocation), context(context), target(*invocation.target), plan(plan), failure(failure),
        call(driverWords), args(call.list) {}

  bool driver();
  bool raw(const std::vector<std::string> &args);

private:
  void body();
  void one(const Arg &arg, size_t index, size_t count);
  void objectiveC();
  bool finish(const std::string &sysroot, const std::vector<std::string> &prefixes, std::string_view wanted);
  void head(const DarwinSdk &sdk);
  void libraries();
  void tail(const DarwinSdk &sdk);
  bool checkFrameworks(const DarwinSdk &sdk);
  bool checkSymbolLists();
  bool checkKind();
  bool flag(OptionId id) const { return args.hasArg(id); }
  /// The word `steps` after the last occurrence of `word` in the line.
  std::optional<std::string> valueAfter(std::string_view word, size_t steps) const;
  std::vector<std::string> allAfter(std::string_view word) const;
  std::string spelled(size_t index, size_t count) const { return call.spelled(index, count); }

  const Invocation &invocation;
  const PlanContext &context;
  const Target &target;
  Plan &plan;
  Failure &failure;
  CcArguments call;
  const InputArgList &args;
  LinkLine line;
  std::vector<std::string> inputs;
};

std::optional<std::string> DarwinLink::valueAfter(std::string_view word, size_t steps) const {
  std::vector<const LinkLine::Item *> words;
  for (const LinkLine::Item &item : line.items)
    if (item.fate != Note::Fate::dropped) words.push_back(&item);
  for (size_t i = words.size(); i-- > 0;)
    if (words[i]->text == word && i + steps < words.size()) return words[i + steps]->text;
  return std::nullopt;
}

std::vector<std::string> DarwinLink::allAfter(std::string_view word) const {
  std::vector<std::string> values;
  bool next = false;
  for (const LinkLine::Item &item : line.items) {
    if (item.fate == Note::Fate::dropped) continue;
    if (next) values.push_back(item.text);
    next = item.text == word;
    if (!next && item.text.size() > word.size() && word.size() == 2 && item.text.starts_with(word))
      values.push_back(item.text.substr(word.size()));
  }
  return values;
}

void DarwinLink::one(const Arg &arg, size_t index, size_t count) {
  const llvm::opt::Option option = arg.getOption();
  auto becomes = [&](std::string text) {
    line.translate(spelled(index, count), std::move(text), optionReason(option));
  };
  switch (option.getID()) {
  case OPT_Wl_COMMA:
    for (const char *value : arg.getValues())
      becomes(value);
    return;
  case OPT_Xlinker: return becomes(arg.getValue());
  case OPT_l: return line.keep(fmt::format("-l{}", arg.getValue()));
  case OPT_shared: return line.translate(spelled(index, count), "-dylib", "the linker's own word");
  case OPT_dynamiclib: return becomes("-dylib");
  case OPT_rdynamic: return line.translate("-rdynamic", "-export_dynamic", "the linker's own word");
  case OPT_no_pie: return line.translate(spelled(index, count), "-no_pie", "the linker's own word");
  case OPT_iframework_darwin: becomes("-F"); return becomes(arg.getValue());
  case OPT_s: line.translate("-s", "-S", "the linker's own words"); return line.translate("-s", "-x", "");
  case OPT_arch:
  case OPT_target_eq: return line.drop(spelled(index, count), "said at the head of the line");
  case OPT_sysroot_eq:
  case OPT_sysroot_cc: return line.drop(spelled(index, count), "the linker's word is -syslibroot");
  case OPT_pthread: return line.drop("-pthread", "libSystem has threads");
  case OPT_v: return line.drop(spelled(index, count), "the line is printed before it runs");
  case OPT_x: return line.drop(spelled(index, count), "only concerns sources");
  case OPT_I: return line.drop(spelled(index, count), "only concerns the preprocessor");
  default: break;
  }
  if (option.getKind() == llvm::opt::Option::InputClass) inputs.push_back(invocation.args[index]);
  if (option.hasFlag(Dropped) || option.getGroup().isValid() || option.hasFlag(Mode) ||
      option.matches(OPT_fobjc_arc) || option.matches(OPT_fobjc_link_runtime))
    return line.drop(spelled(index, count), optionReason(option));
  for (size_t i = 0; i < count; ++i)
    line.keep(invocation.args[index + i]);
}

void DarwinLink::body() {
  for (const CcArguments::Piece &piece : call.withoutEmptyWords())
    one(*piece.arg, piece.index, piece.count);
}

void DarwinLink::objectiveC() {
  if (!flag(OPT_fobjc_link_runtime) && !flag(OPT_fobjc_arc)) return;
  for (const char *word : {"-framework", "Foundation", "-lobjc"})
    line.add(word, "Objective-C needs it");
}

bool DarwinLink::driver() {
  if (!call.areComplete(invocation, failure) || !isForOneArch(invocation, args, failure)) return false;
  body();
  bool bare = flag(OPT_nostdlib) || flag(OPT_nodefaultlibs);
  if (!bare) {
    // No runtime for Apple's systems is found anywhere but there: this says so.
    auto runtimes = findInstrumentation(invocation, context, args, LinkMode::executable);
    if (!succeeded(runtimes, failure)) return false;
    objectiveC();
    if (invocation.tool == Tool::cxx && !flag(OPT_nostdlibxx))
      line.add("-lc++", "the tool is a C++ compiler");
    line.add("-lSystem", "default library");
  }
  std::string_view wanted;
  if (const Arg *arg = args.getLastArg(OPT_fuse_ld_eq, OPT_ld_path_eq)) wanted = arg->getValue();
  const Arg *named = args.getLastArg(OPT_sysroot_cc, OPT_sysroot_eq);
  plan.announce = flag(OPT_v);
  return finish(named ? named->getValue() : "", args.getAllArgValues(OPT_B), wanted);
}

bool DarwinLink::raw(const std::vector<std::string> &words) {
  for (const std::string &word : words)
    line.keep(word);
  return finish("", {}, "");
}

void DarwinLink::head(const DarwinSdk &sdk) {
  LinkLine first;
  if (!valueAfter("-arch", 1)) {
    first.add("-arch", "the target");
    first.add(std::string(target.emulation), "");
  }
  if (!valueAfter("-platform_version", 3)) {
    std::string oldest = deploymentTarget(target, invocation.args, context.environment);
    std::optional<Version> least = Version::parse(oldest), version = Version::parse(sdk.version);
    first.add("-platform_version", "the system, its oldest version, and that of the SDK");
    first.add(std::string(target.platform), "");
    first.add(oldest, "");
    first.add(version && (!least || *version >= *least) ? sdk.version : oldest, "");
  }
  if (!valueAfter("-syslibroot", 1)) {
    first.add("-syslibroot", sdk.stubs ? "linkshim's stub libraries" : "the user's SDK");
    first.add(sdk.root, "");
  }
  line.items.insert(line.items.begin(), std::make_move_iterator(first.items.begin()),
                    std::make_move_iterator(first.items.end()));
}

/// Names of libraries as Apple's systems have them, libSystem once.
void DarwinLink::libraries() {
  std::vector<std::string> folders = allAfter("-L");
  bool system = false;
  for (LinkLine::Item &item : line.items) {
    if (item.fate == Note::Fate::dropped || !item.text.starts_with("-l") || item.text.size() == 2) continue;
    std::string name = item.text.substr(2);
    auto becomes = [&](Note::Fate fate, std::string text, std::string_view why) {
      if (item.given.empty()) item.given = item.text;
      item.text = std::move(text);
      item.fate = fate;
      item.why = why;
    };
    if (isAmong(linkerChoices, item.text)) {
      becomes(Note::Fate::dropped, "", "chose between Apple's linkers");
      continue;
    }
    bool own = std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
      return context.files.status(fmt::format("{}/lib{}.a", folder, name)).isFile() ||
             context.files.status(fmt::format("{}/lib{}.dylib", folder, name)).isFile();
    });
    if (own) continue;
    if (isAmong(systemNames, name)) {
      if (system)
        becomes(Note::Fate::dropped, "", "libSystem, which is there already");
      else if (name != "System")
        becomes(Note::Fate::translated, "-lSystem", "another name of libSystem");
      system = true;
    } else if (isAmong(absentNames, name)) {
      becomes(Note::Fate::dropped, "", "libSystem has it");
    } else if (name == "stdc++" || name == "supc++") {
      becomes(Note::Fate::translated, "-lc++", "the C++ library of Apple's systems");
    }
  }
}

void DarwinLink::tail(const DarwinSdk &sdk) {
  DarwinFolders extra = extraFolders(target, sdk);
  for (const std::string &folder : extra.frameworks) {
    line.add("-F", "the system's own");
    line.add(folder, "");
  }
  for (const std::string &folder : extra.libraries) {
    line.add("-L", "the system's own");
    line.add(folder, "");
  }
  if (context.places.pack.empty() || flag(OPT_nostdlib)) return;
  line.add(context.places.pack + "/lib/libclang_rt.builtins.a", "the compiler's runtime, for C");
}

bool DarwinLink::checkFrameworks(const DarwinSdk &sdk) {
  const apple::Platform *platform = apple::findPlatform(target.platform);
  if (!sdk.stubs || !platform) return true;
  std::vector<std::string> folders = allAfter("-F");
  for (std::string_view word : frameworkWords)
    for (const std::string &value : allAfter(word)) {
      std::string name = value.substr(0, value.find(','));
      bool own = std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
        return context.files.status(fmt::format("{}/{}.framework", folder, name)).isDirectory();
      });
      if (own || apple::hasFramework(*platform, name)) continue;
      failure = {fmt::format("linkshim has no stub of the framework {}", name),
                 {{"target", std::string(target.triple)}, {"an SDK has it", std::string(platform->sdk)}},
                 howToNameSdk(target)};
      return false;
    }
  return true;
}

/// lld takes -r for a word that it does not know yet, and makes a program.
bool DarwinLink::checkKind() {
  bool joins = std::any_of(line.items.begin(), line.items.end(),
                           [](const LinkLine::Item &item) { return item.text == "-r"; });
  if (joins)
    failure = {"lld does not join objects into one for Apple's systems",
               {{"asked for", "-r"}, {"target", std::string(target.triple)}},
               fmt::format("{}-ar rcs libparts.a FILE...", target.triple)};
  return !joins;
}

bool DarwinLink::checkSymbolLists() {
  for (std::string_view word : symbolLists)
    for (const std::string &path : allAfter(word)) {
      if (context.files.status(path).isFile()) continue;
      failure = {"a list of symbols cannot be read",
                 {{std::string(word), path}},
                 fmt::format("ls -l {}", shellWord(path))};
      return false;
    }
  return true;
}

bool DarwinLink::finish(const std::string &sysroot, const std::vector<std::string> &prefixes,
                        std::string_view wanted) {
  ProviderSearch search(context.environment, context.files, context.self);
  Result<Provider> provider = search.findLinker(target, "darwin", wanted, prefixes);
  if (!succeeded(provider, failure) || !succeeded(canLink(*provider, target), failure)) return false;
  Result<DarwinSdk> found = findDarwinSdk(target, valueAfter("-syslibroot", 1).value_or(sysroot), context);
  if (!succeeded(found, failure)) return false;
  const DarwinSdk &sdk = *found;
  libraries();
  if (!checkKind() || !checkFrameworks(sdk) || !checkSymbolLists() ||
      !succeeded(checkInputs(target, *provider, inputs, context.files), failure))
    return false;
  head(sdk);
  tail(sdk);
  runBy(*provider, invocation, plan);
  plan.environment = linkerEnvironment(*provider, context.environment);
  if (sdk.stubs) {
    plan.pieces = {appleFolder(target, context.places)};
    plan.onFailure = fmt::format("linkshim: note: this link used linkshim's own lists of what the system "
                                 "exports; for a symbol that they lack: {}\n",
                                 howToNameSdk(target));
  }
  line.moveInto(plan);
  return true;
}

} // namespace

bool isForOneArch(const Invocation &invocation, const InputArgList &args, Failure &failure) {
  for (const std::string &arch : args.getAllArgValues(OPT_arch)) {
    if (arch == invocation.target->emulation) continue;
    failure = {
        fmt::format("{} is for one architecture, and -arch names another", invocation.name),
        {{"tool", std::string(invocation.target->emulation)}, {"asked for", arch}},
        "compile and link once with the tool of each target, then: linkshim lipo -create -output OUT A B"};
    return false;
  }
  return true;
}

bool saysDeploymentTarget(const std::vector<std::string> &args) {
  return std::any_of(args.begin(), args.end(), [](std::string_view arg) {
    return arg.starts_with("-m") &&
           (arg.find("-version-min=") != std::string_view::npos || arg.starts_with("-mtargetos="));
  });
}

std::string deploymentTarget(const Target &target, const std::vector<std::string> &args,
                             const Environment &environment) {
  std::string_view found;
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view arg = args[i], triple;
    size_t equals = arg.find('=');
    if (saysDeploymentTarget({args[i]}))
      found = versionIn(arg.substr(equals));
    else if (arg.starts_with("--target="))
      triple = arg.substr(equals + 1);
    else if ((arg == "-target" || arg == "--target") && i + 1 < args.size())
      triple = args[i + 1];
    if (std::string_view version = versionOfTriple(triple); !version.empty()) found = version;
  }
  const apple::Platform *platform = apple::findPlatform(target.platform);
  if (found.empty() && platform) found = versionIn(environment.value(std::string(platform->deployment)));
  return std::string(found.empty() ? target.osFloor : found);
}

bool planDarwinLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  return DarwinLink(invocation, invocation.args, context, plan, failure).driver();
}

bool planDarwinRawLink(const Invocation &invocation, const PlanContext &context,
                       const std::vector<std::string> &args, Plan &plan, Failure &failure) {
  const std::vector<std::string> none;
  return DarwinLink(invocation, none, context, plan, failure).raw(args);
}

} // namespace linkshim
