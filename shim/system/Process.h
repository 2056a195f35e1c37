#pragma once
#include "shim/Environment.h"
#include <string>
#include <vector>

namespace linkshim {

/// What the process was started with.
Environment processEnvironment();

/// The path of the running program, links resolved; empty when the system does not tell.
std::string ownExecutable();

/// Replaces this process. Returns only when that failed: the system's reason.
std::string execute(const std::string &program, const std::vector<std::string> &args,
                    const Environment &environment);

/// Runs a program and waits. Its exit status; a death by signal N is re-raised on this process. -1 and
/// `error` when it could not be started.
int runAndWait(const std::string &program, const std::vector<std::string> &args,
               const Environment &environment, std::string &error);

/// Runs a program without input and collects its standard output; errors go where this process's errors go.
/// The exit status, or -1 when it could not be started or was killed.
int runAndCollect(const std::string &program, const std::vector<std::string> &args,
                  const Environment &environment, std::string &output);

/// Keeps `bytes` in memory under a path that a child started by `execute` can open as long as it runs. Empty
/// and `error` when the system has no such thing.
std::string memoryFile(const std::string &bytes, std::string &error);

/// Whole writes to the standard streams; false when the reader is gone.
bool printOut(const std::string &text);
bool printError(const std::string &text);

} // namespace linkshim
