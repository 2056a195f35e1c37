#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include <optional>
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

/// Runs a program and waits. Its exit status; a death by signal N is re-raised on this process. The error
/// says why it could not be started.
SystemResult<int> runAndWait(const std::string &program, const std::vector<std::string> &args,
                             const Environment &environment);

/// How a program ended.
struct ProcessEnd {
  int status = 0; ///< exit status
  int signal = 0; ///< the signal that killed it, or that reached this process while it ran; 0 for none
};

/// Runs a program and waits, for a caller that has something to clear away afterwards: an interrupt, hang-up
/// or termination of this process goes to the program, and a death by signal is reported, not repeated. The
/// error says why it could not be started.
SystemResult<ProcessEnd> runStep(const std::string &program, const std::vector<std::string> &args,
                                 const Environment &environment);

/// Ends this process by a signal.
void dieBy(int signal);

/// A path in `parent` that no other process uses. Nothing is made.
std::string freshPath(const std::string &parent);

/// Makes a folder that only this user can use. Fails when something is there already.
SystemResult<void> makePrivateFolder(const std::string &path);

/// What a program printed to its standard output, and the status that it exited with.
struct CollectedOutput {
  int status = 0;
  std::string output;
};

/// Runs a program without input and collects its standard output; what it prints to standard error goes where
/// this process's goes. The error says why it could not be started, or that it was killed.
SystemResult<CollectedOutput> runAndCollect(const std::string &program, const std::vector<std::string> &args,
                                            const Environment &environment);

/// Keeps `bytes` in memory under a path that a child started by `execute` can open as long as it runs: that
/// path. Fails where the system has no such thing.
SystemResult<std::string> memoryFile(const std::string &bytes);

/// Whole writes to the standard streams; false when the reader is gone.
bool printOut(const std::string &text);
bool printError(const std::string &text);

/// Shows a text on the terminal and reads a line: true for `y` or `yes`. nullopt, and nothing is shown, when
/// standard input or standard output is no terminal.
std::optional<bool> askOnTerminal(const std::string &text);

/// Prints to standard error once this process's parent has ended: a child that holds nothing else open waits
/// for that. At once where the system cannot tell when a process ends (Linux before 5.3).
bool printErrorAfterParent(const std::string &text);

} // namespace linkshim
