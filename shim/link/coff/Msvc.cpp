#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>

// Links for Windows and UEFI by lld-link, with the options of Microsoft's link.exe. The arguments of a
// compiler driver are read as these too: rustc uses them for these targets whatever the linker's name is.
namespace linkshim {
namespace {

/// The folders in the variable LIB, in which Microsoft's tools search libraries.
std::vector<std::string> foldersOfLib(const Environment &environment) {
  std::vector<std::string> folders;
  std::string_view lib = environment.value("LIB");
  for (size_t at = 0; at < lib.size();) {
    size_t end = std::min(lib.find(';', at), lib.size());
    folders.emplace_back(lib.substr(at, end - at));
    at = end + 1;
  }
  return folders;
}

bool isLibraryName(const std::string &word) {
  constexpr std::string_view ending = ".lib";
  if (word.size() < ending.size() || word.find_first_of("/\\") != std::string::npos) return false;
  return std::equal(ending.begin(), ending.end(), word.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

/// The first library without a folder in its name that no folder has: not the platform's, /libpath:'s or
/// LIB's.
std::string missingLibrary(const LinkRequest &request) {
  const PlanContext &context = request.context;
  std::vector<std::string> searched = context.roots.platformLibraries;
  for (std::string &folder : request.arguments().values(OPT_msvc_libpath))
    searched.push_back(std::move(folder));
  for (std::string &folder : foldersOfLib(context.environment))
    searched.push_back(std::move(folder));
  searched.emplace_back(".");
  for (const std::string &path : inputsOf(request))
    if (isLibraryName(path) && folderWith(path, searched, context.files).empty()) return path;
  return {};
}

Result<Plan> planLinkExe(const LinkRequest &request, std::string_view flavor) {
  const Target &target = request.target();
  const Roots &roots = request.context.roots;
  Result<Provider> linker = findLinker(request, flavor);
  if (!linker) return failed(linker);
  LinkLine line;
  for (std::string_view option : splitWords(target.linkFlags))
    line.add(std::string(option), "the same inputs give the same bytes");
  keepAll(request.arguments(), line);
  if (roots.system.empty() && !target.needs.empty())
    if (std::string missing = missingLibrary(request); !missing.empty())
      return fail(platformMissing(target, missing));
  for (const std::string &folder : roots.platformLibraries)
    line.add("/libpath:" + folder, "the user's sysroot");
  return finishPlan(request, *linker, std::move(line));
}

Result<Plan> planMsvcDriver(const LinkRequest &request) {
  Invocation linkExe = request.invocation;
  linkExe.arguments = std::make_shared<const Arguments>(request.args(), OptionSet::msvc);
  return planLinkExe({linkExe, request.context}, request.target().lldFlavor);
}

} // namespace

constexpr LinkFormat msvcFormat{planMsvcDriver, planLinkExe};

} // namespace linkshim
