#include "shim/call/LinkVariables.h"
#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include "shim/link/coff/LinkExeCall.h"
#include "shim/link/coff/Manifest.h"
#include "shim/link/coff/MinGwLibraries.h"
#include "shim/link/coff/MinGwLimits.h"
#include "shim/link/coff/MsvcDriver.h"
#include "shim/link/coff/MsvcLibraries.h"
#include "shim/link/notes/FailureNotes.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>

// Links for Windows and UEFI by lld-link, with the options of Microsoft's link.exe. A compiler driver's call
// is put into these words first. rustc uses them for these targets whatever the linker's name is (Dialect.h).
namespace linkshim {
namespace {

/// The folders in the variable LIB, in which lld searches libraries last, unless the call says otherwise.
std::vector<std::string> foldersOfLib(const Arguments &arguments, const Environment &environment) {
  std::vector<std::string> folders;
  if (arguments.has(OPT_msvcf_lldignoreenv, OPT_msvc_winsysroot, OPT_msvc_vctoolsdir, OPT_msvc_winsdkdir))
    return folders;
  std::string_view lib = environment.value("LIB");
  for (size_t at = 0; at < lib.size();) {
    size_t end = std::min(lib.find(';', at), lib.size());
    folders.emplace_back(lib.substr(at, end - at));
    at = end + 1;
  }
  return folders;
}

bool isLibraryName(const std::string &word) {
  return word.find_first_of("/\\") == std::string::npos && lowerCaseLibrary(word).ends_with(".lib");
}

/// The folders in which the user has libraries: the platform's, /libpath:'s and LIB's.
std::vector<std::string> foldersOfUser(const LinkRequest &request) {
  const PlanContext &context = request.context;
  std::vector<std::string> searched = context.roots.platformLibraries;
  searched.insert(searched.end(), context.roots.libraries.begin(), context.roots.libraries.end());
  for (std::string &folder : request.arguments().values(OPT_msvc_libpath))
    searched.push_back(std::move(folder));
  for (std::string &folder : foldersOfLib(request.arguments(), context.environment))
    searched.push_back(std::move(folder));
  return searched;
}

/// The first library without a folder in its name that no folder has.
std::string missingLibrary(const LinkRequest &request) {
  const PlanContext &context = request.context;
  std::vector<std::string> searched = foldersOfUser(request);
  searched.emplace_back(".");
  for (const std::string &path : inputsOf(request))
    if (isLibraryName(path) && folderWith(path, searched, context.files).empty()) return path;
  return {};
}

/// True where lld is asked to be lib.exe, which it is by its first argument alone.
bool makesArchive(const Arguments &arguments) {
  std::span<const Argument> all = linkerArguments(arguments);
  return !all.empty() && all.front().is(OPT_msvcf_lib);
}

/// What lld does not know is left out, where link.exe does without it what lld does.
void keepLinkExeArguments(const Arguments &arguments, LinkLine &line) {
  for (const Argument &argument : linkerArguments(arguments)) {
    if (argument.hasFlag(Dropped))
      line.drop(arguments.spelled(argument), optionReason(argument.arg->getOption()));
    else
      line.keep(arguments, argument);
  }
  line.keepIncomplete(arguments);
}

/// Adds linkshim's runtime and import libraries.
Result<void> addOurLibraries(const LinkRequest &request, LinkLine &line, std::vector<PieceFolder> &pieces) {
  MsvcLibraries found = useMsvcLibraries(request, foldersOfUser(request), line);
  if (!found.missing.empty()) return fail(msvcLibraryMissing(request, found.missing));
  for (const std::string &folder : request.context.roots.libraries)
    line.add("/libpath:" + folder, "the user's sysroot");
  if (!request.arguments().has(OPT_msvcf_lldignoreenv)) {
    // Else lld takes a cl.exe on PATH for an installation of Microsoft's, and searches its libraries.
    line.add("/lldignoreenv", "no other libraries of Microsoft's");
    for (const std::string &folder : foldersOfLib(request.arguments(), request.context.environment))
      line.add("/libpath:" + folder, "the variable LIB");
  }
  pieces.insert(pieces.end(), found.pieces.begin(), found.pieces.end());
  return {};
}

/// Adds the libraries of the platform: linkshim's own, or those in folders of the user.
Result<void> addPlatform(const LinkRequest &request, const Provider &linker, LinkLine &line,
                         std::vector<PieceFolder> &pieces) {
  const Target &target = request.target();
  const Roots &roots = request.context.roots;
  bool ours = bringsMsvcLibraries(request);
  std::string missing = ours ? std::string() : missingLibrary(request);
  if (Result<void> good = checkLinkExeCall(request, linker, missing); !good) return good;
  if (ours) return addOurLibraries(request, line, pieces);
  bool wanted = roots.system.empty() && !target.needs.empty() && !missing.empty();
  if (wanted) return fail(platformMissing(target, missing));
  for (const std::string &folder : roots.platformLibraries)
    line.add("/libpath:" + folder, "the user's sysroot");
  return {};
}

/// The plan of a call with link.exe's options by a linker that was found.
Result<Plan> planBy(const Provider &linker, const LinkRequest &request) {
  const Target &target = request.target();
  LinkLine line;
  for (std::string_view option : splitWords(target.linkFlags))
    line.add(std::string(option), "the same inputs give the same bytes");
  keepLinkExeArguments(request.arguments(), line);
  std::vector<PieceFolder> pieces;
  if (Result<void> good = addPlatform(request, linker, line, pieces); !good) return failed(good);
  if (Result<void> good = embedManifest(request, linker, line, pieces); !good) return failed(good);
  Plan plan = finishPlan(request, linker, std::move(line), std::move(pieces));
  plan.outputs = outputsOfLinkExe(request.arguments());
  plan.noteOnFailure = [&target, byMicrosofts = !request.context.roots.platformLibraries.empty()](
                           std::string_view messages) { return linkExeNote(target, messages, byMicrosofts); };
  return plan;
}

Result<Plan> planLinkExe(const LinkRequest &request, std::string_view flavor) {
  Result<Provider> linker = findLinker(request, flavor);
  if (!linker) return failed(linker);
  if (!makesArchive(request.arguments())) return planBy(*linker, request);
  LinkLine line;
  keepAll(request.arguments(), line);
  return finishPlan(request, *linker, std::move(line));
}

Result<Plan> planMsvcDriver(const LinkRequest &request) {
  const PlanContext &context = request.context;
  if (Result<void> good = checkComplete(request.arguments(), request.invocation.name); !good)
    return failed(good);
  if (Result<void> good = checkMinGwLimits(request.target(), request.arguments()); !good) return failed(good);
  Result<Provider> linker = findLinker(request, request.target().lldFlavor);
  if (!linker) return failed(linker);
  LinkLine words = linkExeWords(request);
  std::vector<std::string> args;
  for (const LinkLine::Item &item : words.items())
    if (item.fate != Note::Fate::dropped) args.push_back(item.text);
  Result<std::vector<std::string>> before = wordsOfLinkVariables(args, context.environment, context.files);
  if (!before) return failed(before);
  args.insert(args.begin(), before->begin(), before->end());
  Invocation linkExe = request.invocation;
  linkExe.arguments = std::make_shared<const Arguments>(std::move(args), OptionSet::msvc);
  Result<Plan> plan = planBy(*linker, {linkExe, context});
  if (!plan) return plan;
  plan->announce = request.arguments().has(OPT_v);
  tellOfDriver(words, plan->notes);
  return plan;
}

} // namespace

constexpr LinkFormat msvcFormat{planMsvcDriver, planLinkExe};

} // namespace linkshim
