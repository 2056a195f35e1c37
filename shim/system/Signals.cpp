#include "shim/system/Signals.h"
#include <cerrno>
#include <ctime>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace linkshim {
namespace {

/// How long a child has to end by itself once a signal has come: a terminal, and `timeout`, send theirs to
/// all processes of a job, and a second one could interrupt the child while it removes its own files.
constexpr timespec grace{0, 50'000'000};

struct State {
  int depth = 0;
  sigset_t ending, before;
  int taken = 0; ///< a signal that was read from the queue
};
State state;

/// Signals that a program gets for its own faults, that stop or continue it, or that do nothing by
/// themselves.
constexpr int never[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGTRAP, SIGSYS,   SIGABRT, SIGSTOP,
                         SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGCHLD, SIGWINCH, SIGURG};

bool isIgnored(int signal) {
  struct sigaction current{};
  return ::sigaction(signal, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
}

sigset_t endingSignals() {
  sigset_t set;
  ::sigfillset(&set);
  for (int signal : never)
    ::sigdelset(&set, signal);
  for (int signal = 1; signal <= SIGRTMAX; ++signal)
    if (::sigismember(&state.before, signal) == 1 || isIgnored(signal)) ::sigdelset(&set, signal);
  return set;
}

sigset_t withChildren(sigset_t set) {
  ::sigaddset(&set, SIGCHLD);
  return set;
}

/// What a child is told. Programs expect these three; compilers take SIGQUIT for a crash of their own, and
/// SIGUSR1 for a question.
int passedOn(int signal) {
  return signal == SIGINT || signal == SIGHUP ? signal : SIGTERM;
}

/// True once the child has ended, with its status.
bool hasEnded(pid_t child, int &status) {
  pid_t ended = ::waitpid(child, &status, WNOHANG);
  if (ended < 0 && errno != EINTR) status = -1;
  return ended == child || status == -1;
}

} // namespace

HeldSignals::HeldSignals() {
  if (state.depth++ > 0) return;
  ::sigprocmask(SIG_BLOCK, nullptr, &state.before);
  state.ending = endingSignals();
  sigset_t held = withChildren(state.ending);
  ::sigprocmask(SIG_BLOCK, &held, nullptr);
}

HeldSignals::~HeldSignals() {
  if (--state.depth > 0) return;
  if (int signal = waiting()) endBySignal(signal);
  ::sigprocmask(SIG_SETMASK, &state.before, nullptr);
}

int HeldSignals::waiting() {
  if (state.depth == 0) return 0;
  if (state.taken != 0) return state.taken;
  sigset_t pending;
  ::sigpending(&pending);
  for (int signal = 1; signal <= SIGRTMAX; ++signal)
    if (::sigismember(&pending, signal) == 1 && ::sigismember(&state.ending, signal) == 1) return signal;
  return 0;
}

const sigset_t &HeldSignals::callersMask() {
  return state.before;
}

int HeldSignals::waitFor(pid_t child) {
  // The child is this process's until waitpid has told its end, so its number cannot become another's before.
  const sigset_t all = withChildren(state.ending);
  int status = 0, due = 0;
  while (!hasEnded(child, status)) {
    int signal = due != 0 ? ::sigtimedwait(&all, nullptr, &grace) : ::sigwaitinfo(&all, nullptr);
    if (signal == SIGCHLD) continue;
    if (signal > 0) {
      due = state.taken = signal;
    } else if (due != 0 && errno == EAGAIN) {
      ::kill(child, passedOn(due));
      due = 0;
    }
  }
  return status;
}

void keepStatusOfChildren() {
  ::signal(SIGCHLD, SIG_DFL);
}

void endBySignal(int signal) {
  ::prctl(PR_SET_DUMPABLE, 0);
  ::signal(signal, SIG_DFL);
  sigset_t only;
  ::sigemptyset(&only);
  ::sigaddset(&only, signal);
  // Raised while it is blocked: when the mask goes, one signal ends the process, even where a second waits.
  ::raise(signal);
  ::sigprocmask(SIG_UNBLOCK, &only, nullptr);
  constexpr int shellsSignalStatus = 128;
  ::_exit(shellsSignalStatus + signal);
}

} // namespace linkshim
