#include "shim/link/Runtimes.h"
#include "shim/call/Options.h"
#include "shim/link/Instrument.h"
#include "shim/sysroot/Pack.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/ranges.h>
#include <set>

namespace linkshim {
namespace {

/// Adds a C++ library and what it needs, where the tool is a C++ compiler.
void addCxx(std::string_view library, const Arguments &arguments, LinkMode mode, Runtimes &runtimes) {
  bool choice = library == "stdc++" && arguments.has(OPT_static_libstdcxx) && !isStatic(mode);
  if (choice) runtimes.args.emplace_back("-Bstatic");
  runtimes.args.push_back(fmt::format("-l{}", library));
  if (choice) runtimes.args.emplace_back("-Bdynamic");
  runtimes.args.emplace_back("-lm");
}

} // namespace

Result<Runtimes> findRuntimes(const Invocation &invocation, const PlanContext &context, LinkMode mode,
                              const std::vector<std::string> &folders) {
  const Arguments &arguments = *invocation.arguments;
  if (mode == LinkMode::relocatable) return Runtimes();
  Result<Runtimes> runtimes = findInstrumentation(invocation, context, mode);
  if (!runtimes) return runtimes;
  Result<std::vector<std::string>> openMp = findOpenMp(invocation, folders, context.files);
  if (!openMp) return failed(openMp);
  runtimes->args.insert(runtimes->args.end(), openMp->begin(), openMp->end());
  bool wanted =
      invocation.tool == Tool::cxx && !arguments.has(OPT_nostdlib, OPT_nodefaultlibs, OPT_nostdlibxx);
  std::vector<std::string> named = arguments.values(OPT_l);
  bool asked = std::any_of(named.begin(), named.end(), [&](const std::string &name) {
    return isCxxLibrary(name) && (invocation.target->stubAbi.empty() ||
                                  name != "c++abi"); // on the BSDs it is the unwinder's library
  });
  if (!wanted && !asked) return runtimes;
  bool ownSysroot = arguments.has(OPT_sysroot_eq);
  bool gnu = choosesLibstdcxx(arguments);
  std::string library = cxxLibrary(gnu ? "stdc++" : "c++", folders, context.files);
  if (ownSysroot && (gnu || library.empty()))
    library = "stdc++"; // the user's sysroot has it, and the linker searches there
  if (library.empty()) {
    NoCxx none = noCxx(*invocation.target, context);
    std::vector<std::string> looked = folders;
    if (looked.empty() || context.places.pack.empty())
      looked.push_back(packFile(*invocation.target, context.places));
    return fail(
        {none.what,
         {{"looked for", "libc++ and libstdc++"}, {"looked in", fmt::format("{}", fmt::join(looked, " "))}},
         none.action});
  }
  if (gnu && library != "stdc++" && wanted) return fail(noLibstdcxx(*invocation.target));
  runtimes->cxx = true;
  if (wanted) addCxx(library, arguments, mode, *runtimes);
  return runtimes;
}

} // namespace linkshim
