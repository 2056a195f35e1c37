#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/provider/Provider.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// How this machine runs programs of a target.
enum class RunMode : uint8_t {
  direct,     ///< as its own: same system, same processor
  compatible, ///< the processor can, if the kernel was built for it
  emulated,   ///< by a program that was found
  missing,    ///< by a program that was not found
  unknown,    ///< no program is known that could
};

struct Runner {
  RunMode mode = RunMode::unknown;
  std::string program; ///< absolute path of the emulator; for `emulated` only
};

/// `host` is the row of this machine; it may be null.
Runner findRunner(const Target &target, const Target *host, const ProviderSearch &search,
                  const FileReader &files);

/// What stands between the emulator's name and the program.
std::vector<std::string> runnerOptions(const Target &target);

/// The distribution's package of the target's runner; empty where there is none.
std::string runnerPackage(const Target &target);

/// How to get the target's runner: the command that installs its package where there is one.
std::string runnerAdvice(const Target &target);

/// The folder below which the target's dynamic loader and libraries lie: named by LINKSHIM_SYSROOT_<target>,
/// else the cross packages' /usr/<GNU spelling> where it has the loader. Empty when there is none.
std::string runtimeSysroot(const Target &target, const Environment &environment, const FileReader &files);

} // namespace linkshim
