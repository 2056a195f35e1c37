#pragma once
#include <csignal>
#include <string>
#include <sys/types.h>

namespace linkshim {

/// While one exists, a signal that would end this process waits, so that what was begun can be finished or
/// cleared away; when the last one goes, the process ends by the signal. Signals that the caller ignored or
/// blocked, those of a fault in the program itself, and those that stop and continue a job are left alone.
/// May be nested.
class HeldSignals {
public:
  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals &) = delete;
  HeldSignals &operator=(const HeldSignals &) = delete;

  /// The signal that waits, 0 for none. Long work asks this between its parts, and stops.
  static int waiting();
  /// The signals that this process had blocked before: what a program that it starts begins with.
  static const sigset_t &callersMask();
  /// Waits for the end of a child, and passes on to it the signals that reach this process meanwhile. The
  /// status is that of waitpid; -1 where there is no such child.
  static int waitFor(pid_t child);
};

/// Makes the system keep the exit status of children. A caller that ignores SIGCHLD hands that on, and then
/// they leave none. Programs that this process starts or becomes wait for children as well, so it holds for
/// them.
void keepStatusOfChildren();

/// Ends this process by the signal, and writes no core file, which would replace that of the program that
/// failed. Where the system lets no signal end it, as the first process of a container, it exits as a shell
/// does.
[[noreturn]] void endBySignal(int signal);

} // namespace linkshim
