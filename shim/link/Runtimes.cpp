#include "shim/link/Runtimes.h"
#include "shim/call/Options.h"
#include "shim/link/Instrument.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace linkshim {
bool choosesLibstdcxx(const llvm::opt::InputArgList &args) {
  const llvm::opt::Arg *named = args.getLastArg(OPT_stdlib_eq);
  return named && std::string_view(named->getValue()) == "libstdc++";
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

Result<Runtimes> findRuntimes(const Invocation &invocation, const PlanContext &context,
                              const llvm::opt::InputArgList &args, LinkMode mode,
                              const std::vector<std::string> &folders) {
  if (mode == LinkMode::relocatable) return Runtimes();
  Result<Runtimes> runtimes = findInstrumentation(invocation, context, args, mode);
  if (!runtimes) return runtimes;
  Result<std::vector<std::string>> openMp = findOpenMp(*invocation.target, args, folders, context.files);
  if (!openMp) return failed(openMp);
  runtimes->words.insert(runtimes->words.end(), openMp->begin(), openMp->end());
  bool wanted = invocation.tool == Tool::cxx && !args.hasArg(OPT_nostdlib, OPT_nodefaultlibs, OPT_nostdlibxx);
  bool asked = std::any_of(args.begin(), args.end(), [&](const llvm::opt::Arg *arg) {
    if (!arg->getOption().matches(OPT_l) || !isCxxLibrary(arg->getValue())) return false;
    return invocation.target->stubAbi.empty() ||
           std::string_view(arg->getValue()) != "c++abi"; // a BSD's unwinder
  });
  if (!wanted && !asked) return runtimes;
  bool ownSysroot = args.hasArg(OPT_sysroot_eq);
  bool gnu = choosesLibstdcxx(args);
  std::string library = cxxLibrary(gnu ? "stdc++" : "c++", folders, context.files);
  if (ownSysroot && (gnu || library.empty())) library = "stdc++"; // below it, where the linker looks
  if (library.empty()) {
    NoCxx none = noCxx(*invocation.target, context.environment);
    std::vector<std::string> looked = folders;
    if (looked.empty() || context.places.pack.empty())
      looked.push_back(packFile(*invocation.target, context.places));
    return fail(
        {none.what,
         {{"looked for", "libc++ and libstdc++"}, {"looked in", fmt::format("{}", fmt::join(looked, " "))}},
         none.action});
  }
  runtimes->cxx = true;
  if (wanted) addCxx(library, args, mode, *runtimes);
  return runtimes;
}

} // namespace linkshim
