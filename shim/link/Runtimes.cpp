#include "shim/link/Runtimes.h"
#include "shim/link/Instrument.h"
#include "shim/link/MinGw.h"
#include "shim/call/Options.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace linkshim {
namespace {

bool isCxxLibrary(std::string_view name) {
  return name == "stdc++" || name == "supc++" || name == "c++" || name == "c++abi";
}

bool isThere(std::string_view name, const std::vector<std::string> &folders, const FileReader &files) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
    return files.status(fmt::format("{}/lib{}.a", folder, name)).isFile() ||
           files.status(fmt::format("{}/lib{}.so", folder, name)).isFile();
  });
}

} // namespace

CxxHeaders findCxxHeaders(const Target &target, const SysrootPlaces &places, const FileReader &files) {
  CxxHeaders found;
  bool hosted = target.libc == Libc::glibc || target.libc == Libc::musl || isMinGw(target);
  if (places.share.empty() || !hosted) return found;
  std::string headers = joinPath(places.share, "c++/v1");
  std::string library = joinPath(places.pack, "lib/libc++.a");
  found.lookedFor = {headers, packFile(target, places)};
  if (!places.pack.empty() && files.status(headers).isDirectory() && files.status(library).isFile())
    found.folder = headers;
  return found;
}

NoCxx noCxx(const Target &target, const Environment &environment) {
  if (target.cxx)
    return {fmt::format("the C++ library for {} is not installed", target.triple),
            fmt::format("scripts/sysroots {}", target.triple)};
  std::string what = fmt::format("linkshim brings no C++ library for {}", target.triple);
  std::string overlay = overlayFolder(target, environment);
  if (target.libc != Libc::glibc || target.debian.empty() || overlay.empty())
    return {what, "-stdlib=libstdc++ --sysroot=a folder with a libstdc++ for it"};
  return {what, fmt::format("linkshim sysroot add {} libstdc++-12-dev, then -stdlib=libstdc++ --sysroot={}",
                            target.triple, overlay)};
}

bool choosesLibstdcxx(const llvm::opt::InputArgList &args) {
  const llvm::opt::Arg *named = args.getLastArg(OPT_stdlib_eq);
  return named && std::string_view(named->getValue()) == "libstdc++";
}

std::string cxxLibrary(std::string_view name, const std::vector<std::string> &folders,
                       const FileReader &files) {
  if (!isCxxLibrary(name)) return {};
  if (isThere(name, folders, files)) return std::string(name);
  bool gnu = name == "stdc++" || name == "supc++";
  for (std::string_view other : {gnu ? "stdc++" : "c++", gnu ? "c++" : "stdc++"})
    if (isThere(other, folders, files)) return std::string(other);
  return {};
}

namespace {

/// The words of a C++ library and of what it needs, where the tool is a C++ compiler.
void addCxx(std::string_view library, const llvm::opt::InputArgList &args, LinkMode mode,
            Runtimes &runtimes) {
  bool choice = library == "stdc++" && args.hasArg(OPT_static_libstdcxx) && !isStatic(mode);
  if (choice) runtimes.words.emplace_back("-Bstatic");
  runtimes.words.push_back(fmt::format("-l{}", library));
  if (choice) runtimes.words.emplace_back("-Bdynamic");
  runtimes.words.emplace_back("-lm");
}

} // namespace

bool findRuntimes(const Invocation &invocation, const PlanContext &context,
                  const llvm::opt::InputArgList &args, LinkMode mode, const std::vector<std::string> &folders,
                  Runtimes &runtimes, Failure &failure) {
  if (mode == LinkMode::relocatable) return true;
  if (!addInstrumentation(invocation, context, args, mode, runtimes, failure) ||
      !addOpenMp(*invocation.target, args, folders, context.files, runtimes, failure))
    return false;
  bool wanted = invocation.tool == Tool::cxx && !args.hasArg(OPT_nostdlib, OPT_nodefaultlibs, OPT_nostdlibxx);
  bool asked = std::any_of(args.begin(), args.end(), [&](const llvm::opt::Arg *arg) {
    if (!arg->getOption().matches(OPT_l) || !isCxxLibrary(arg->getValue())) return false;
    return invocation.target->stubAbi.empty() ||
           std::string_view(arg->getValue()) != "c++abi"; // a BSD's unwinder
  });
  if (!wanted && !asked) return true;
  bool ownSysroot = args.hasArg(OPT_sysroot_eq);
  bool gnu = choosesLibstdcxx(args);
  std::string library = cxxLibrary(gnu ? "stdc++" : "c++", folders, context.files);
  if (ownSysroot && (gnu || library.empty())) library = "stdc++"; // below it, where the linker looks
  if (library.empty()) {
    NoCxx none = noCxx(*invocation.target, context.environment);
    std::vector<std::string> looked = folders;
    if (looked.empty() || context.places.pack.empty())
      looked.push_back(packFile(*invocation.target, context.places));
    failure = {
        none.what,
        {{"looked for", "libc++ and libstdc++"}, {"looked in", fmt::format("{}", fmt::join(looked, " "))}},
        none.action};
    return false;
  }
  runtimes.cxx = true;
  if (wanted) addCxx(library, args, mode, runtimes);
  return true;
}

} // namespace linkshim
