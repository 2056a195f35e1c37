#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// The environment that this process was started with.
Environment processEnvironment();

/// The path of the running program, links resolved; empty when the system does not tell.
std::string ownExecutable();

/// Replaces this process. Returns only when that failed: the system's reason.
std::string execute(const std::string &program, const std::vector<std::string> &args,
                    const Environment &environment);

/// Runs a program, waits for it, and returns its exit status. Where a signal killed it, or reached this
/// process meanwhile, this process ends by the same signal. The error says why it could not be started.
SystemResult<int> runAndWait(const std::string &program, const std::vector<std::string> &args,
                             const Environment &environment);

/// How a program ended.
struct ProcessEnd {
  int status = 0; ///< exit status
  int signal = 0; ///< the signal that killed it, or that reached this process; 0 for none
};

/// Runs a program and waits for it, for a caller that holds signals back (HeldSignals) and has to clean up
/// afterwards: signals that reach this process are passed on to the program, and a death by signal is
/// returned instead of repeated. Where a signal waits already, nothing is run. The program begins with the
/// signals that this process began with, and ends when this process is killed. The error says why it could
/// not be started. With `errors`, what the program prints to standard error is put there instead; where the
/// system has no file in memory for it, it is printed, and `errors` stays empty. The program
/// runs in `folder`; where that is empty, in this process's.
SystemResult<ProcessEnd> runStep(const std::string &program, const std::vector<std::string> &args,
                                 const Environment &environment, std::string *errors = nullptr,
                                 const std::string &folder = {});

/// What a program printed to its standard output, and the status that it exited with.
struct CollectedOutput {
  int status = 0;
  std::string output;
};

/// Runs a program without input and collects its standard output; what it prints to standard error goes where
/// this process's goes. The error says why it could not be started, or that it was killed.
SystemResult<CollectedOutput> runAndCollect(const std::string &program, const std::vector<std::string> &args,
                                            const Environment &environment);

/// Puts `bytes` into a file in memory (memfd) and returns a path by which a program started by `execute` can
/// open it. Fails where the system has no such files.
SystemResult<std::string> memoryFile(const std::string &bytes);

/// Opens the standard streams that are closed on /dev/null, so that no file that this process opens takes the
/// place of one and gets what is printed. Standard output still cannot be printed to.
void openStandardStreams();

/// Write the whole text to a standard stream; false when that fails, as when the reader is gone.
bool printOut(const std::string &text);
bool printError(std::string_view text);

/// Shows a text on the terminal and reads a line: true for `y` or `yes`. nullopt, and nothing is shown, when
/// standard input or standard output is no terminal.
std::optional<bool> askOnTerminal(const std::string &text);

/// Prints to standard error once this process's parent has ended: a child process waits for that, and keeps
/// no other file open. Prints at once where the system cannot tell when a process ends (Linux before 5.3).
bool printErrorAfterParent(const std::string &text);

} // namespace linkshim
