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
  direct,     ///< like its own programs: same system, same processor
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

/// The options of the runner, which stand before the program.
std::vector<std::string> runnerOptions(const Target &target);

/// The distribution's package with the target's runner; empty where there is none.
std::string runnerPackage(const Target &target);

/// True when that package belongs to another architecture of the distribution than the machine's own, so
/// that it cannot simply be installed.
bool isRunnerPackageForeign(const Target &target);

/// How machines like `host` run programs of the target without an emulator; `unknown` when they cannot.
RunMode modeOnHost(const Target &target, const Target &host);

/// True for a runner that is qemu's emulator of Linux programs, which has options for the folder of the
/// loader and for the program's environment.
bool isUserModeQemu(const Target &target);
bool isWine(const Target &target);

/// How to get the target's runner: the command that installs its package, where there is one.
std::string runnerAdvice(const Target &target);

/// The failure where the machine cannot run programs of the target.
Failure noRunner(const Target &target, const Runner &runner);

/// The folder with the target's dynamic loader and libraries, at the paths that a program has for them: named
/// by LINKSHIM_SYSROOT_<target>, else the overlay or the cross packages' /usr/<GNU spelling> where it has the
/// loader. Empty when there is none.
std::string runtimeSysroot(const Target &target, const Environment &environment, const FileReader &files);

/// True where qemu would find no glibc for a dynamic program of the target, here or in this machine's own
/// folders.
bool lacksRuntime(const Target &target, const Environment &environment, const FileReader &files);
/// The command that brings it.
std::string runtimeAdvice(const Target &target);

} // namespace linkshim
