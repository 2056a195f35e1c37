#include "shim/system/Process.h"
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace linkshim {
namespace {

/// Strings as the null-terminated array of pointers that exec wants.
class StringArray {
public:
  explicit StringArray(const std::vector<std::string> &strings) : strings(strings) { index(); }
  explicit StringArray(const Environment &environment) {
    for (const auto &[name, value] : environment.all())
      strings.push_back(name + "=" + value);
    index();
  }
  char **data() { return pointers.data(); }

private:
  void index() {
    for (std::string &s : strings)
      pointers.push_back(s.data());
    pointers.push_back(nullptr);
  }
  std::vector<std::string> strings;
  std::vector<char *> pointers;
};

bool writeWhole(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

std::unexpected<std::string> systemError(int code = errno) {
  return std::unexpected<std::string>(std::strerror(code));
}

/// Makes the system keep a child's exit status for waitpid. Where this process was started with SIGCHLD
/// ignored, the status would be lost.
void keepStatusOfChildren() {
  ::signal(SIGCHLD, SIG_DFL);
}

int waitFor(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

/// While it exists, SIGCHLD and the signals by which users end a process are blocked, and waitFor reads them.
/// Signals that are ignored stay ignored.
class HeldSignals {
public:
  HeldSignals() {
    ::sigemptyset(&held);
    ::sigaddset(&held, SIGCHLD);
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
      struct sigaction current{};
      ::sigaction(signal, nullptr, &current);
      if (current.sa_handler != SIG_IGN) ::sigaddset(&held, signal);
    }
    ::sigprocmask(SIG_BLOCK, &held, &before);
  }
  ~HeldSignals() { ::sigprocmask(SIG_SETMASK, &before, nullptr); }
  HeldSignals(const HeldSignals &) = delete;
  HeldSignals &operator=(const HeldSignals &) = delete;
  /// The signal mask that the child starts with.
  const sigset_t &callersMask() const { return before; }

  /// Waits for the end of `child`, and passes on to it the signals that reach this process meanwhile.
  ProcessEnd waitFor(pid_t child) const {
    int last = 0;
    for (;;) {
      int status = 0, signal = ::sigwaitinfo(&held, nullptr);
      if (signal > 0 && signal != SIGCHLD) {
        last = signal;
        ::kill(child, signal); // not reaped yet, so the number is still the child's
      }
      pid_t ended = ::waitpid(child, &status, WNOHANG);
      if (ended == 0 || (ended < 0 && errno == EINTR)) continue;
      if (ended < 0) return {1, last};
      constexpr timespec atOnce{};
      for (int late; (late = ::sigtimedwait(&held, nullptr, &atOnce)) > 0;)
        if (late != SIGCHLD) last = late;
      return {WIFEXITED(status) ? WEXITSTATUS(status) : 1, WIFSIGNALED(status) ? WTERMSIG(status) : last};
    }
  }

private:
  sigset_t held, before;
};

/// Takes what a child prints to standard error into a text, through a file in memory. Nothing happens without
/// a text.
class CollectedErrors {
public:
  explicit CollectedErrors(std::string *text) : text(text) {
    ::posix_spawn_file_actions_init(&all);
    if (text) file = ::memfd_create("linkshim-errors", MFD_CLOEXEC);
    if (file >= 0) ::posix_spawn_file_actions_adddup2(&all, file, STDERR_FILENO);
  }
  ~CollectedErrors() {
    ::posix_spawn_file_actions_destroy(&all);
    if (file >= 0) ::close(file);
  }
  CollectedErrors(const CollectedErrors &) = delete;
  CollectedErrors &operator=(const CollectedErrors &) = delete;
  const posix_spawn_file_actions_t *actions() const { return &all; }

  void read() const {
    char buffer[4096];
    off_t at = 0;
    for (ssize_t n = 0; file >= 0 && (n = ::pread(file, buffer, sizeof buffer, at)) > 0; at += n)
      text->append(buffer, static_cast<size_t>(n));
  }

private:
  std::string *text;
  int file = -1;
  posix_spawn_file_actions_t all;
};

} // namespace

Environment processEnvironment() {
  std::vector<std::pair<std::string, std::string>> entries;
  for (char **entry = environ; *entry; ++entry) {
    std::string_view text = *entry;
    size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    entries.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return Environment(std::move(entries));
}

std::string ownExecutable() {
  char path[PATH_MAX];
  ssize_t n = ::readlink("/proc/self/exe", path, sizeof path);
  return n > 0 && n < static_cast<ssize_t>(sizeof path) ? std::string(path, static_cast<size_t>(n))
                                                        : std::string();
}

std::string execute(const std::string &program, const std::vector<std::string> &args,
                    const Environment &environment) {
  StringArray argv(args), envp(environment);
  ::execve(program.c_str(), argv.data(), envp.data());
  return std::strerror(errno);
}

SystemResult<int> runAndWait(const std::string &program, const std::vector<std::string> &args,
                             const Environment &environment) {
  StringArray argv(args), envp(environment);
  keepStatusOfChildren();
  pid_t pid = 0;
  if (int problem = ::posix_spawn(&pid, program.c_str(), nullptr, nullptr, argv.data(), envp.data()))
    return systemError(problem);
  int status = waitFor(pid);
  if (WIFSIGNALED(status)) {
    dieBy(WTERMSIG(status));
    return 128 + WTERMSIG(status);
  }
  return WEXITSTATUS(status);
}

SystemResult<ProcessEnd> runStep(const std::string &program, const std::vector<std::string> &args,
                                 const Environment &environment, std::string *errors) {
  StringArray argv(args), envp(environment);
  const CollectedErrors collected(errors);
  keepStatusOfChildren();
  HeldSignals signals;
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  ::posix_spawnattr_setsigmask(&attributes, &signals.callersMask());
  pid_t pid = 0;
  int problem =
      ::posix_spawn(&pid, program.c_str(), collected.actions(), &attributes, argv.data(), envp.data());
  ::posix_spawnattr_destroy(&attributes);
  if (problem != 0) return systemError(problem);
  ProcessEnd end = signals.waitFor(pid);
  collected.read();
  return end;
}

void dieBy(int signal) {
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

std::string freshPath(const std::string &parent) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return parent + "/linkshim-" + std::to_string(::getpid()) + "-" + std::to_string(now.tv_sec) +
         std::to_string(now.tv_nsec);
}

SystemResult<void> makePrivateFolder(const std::string &path) {
  if (::mkdir(path.c_str(), S_IRWXU) != 0) return systemError();
  return {};
}

SystemResult<CollectedOutput> runAndCollect(const std::string &program, const std::vector<std::string> &args,
                                            const Environment &environment) {
  CollectedOutput collected;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return systemError();
  keepStatusOfChildren();
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  StringArray argv(args), envp(environment);
  pid_t pid = 0;
  int problem = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), envp.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (problem == 0) {
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(ends[0], buffer, sizeof buffer)) != 0;) {
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) break;
      collected.output.append(buffer, static_cast<size_t>(n));
    }
  }
  ::close(ends[0]);
  if (problem != 0) return systemError(problem);
  int status = waitFor(pid);
  if (!WIFEXITED(status)) return std::unexpected(::strsignal(WTERMSIG(status)));
  collected.status = WEXITSTATUS(status);
  return collected;
}

SystemResult<std::string> memoryFile(const std::string &bytes) {
  int fd = ::memfd_create("linkshim-arguments", 0);
  if (fd < 0) return systemError();
  if (!writeWhole(fd, bytes)) {
    int problem = errno;
    ::close(fd);
    return systemError(problem);
  }
  return "/proc/self/fd/" + std::to_string(fd);
}

bool printOut(const std::string &text) {
  return writeWhole(STDOUT_FILENO, text);
}
bool printError(const std::string &text) {
  return writeWhole(STDERR_FILENO, text);
}

std::optional<bool> askOnTerminal(const std::string &text) {
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0) return std::nullopt;
  if (!writeWhole(STDOUT_FILENO, text)) return std::nullopt;
  std::string answer;
  for (char c = 0;;) {
    ssize_t n = ::read(STDIN_FILENO, &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0 || c == '\n') break;
    answer += c;
  }
  return answer == "y" || answer == "Y" || answer == "yes";
}

bool printErrorAfterParent(const std::string &text) {
  auto end = static_cast<int>(::syscall(SYS_pidfd_open, ::getppid(), 0));
  pid_t waiter = end < 0 ? -1 : ::fork();
  if (waiter < 0) return printError(text);
  if (waiter > 0) return true;
  ::close(STDIN_FILENO);
  ::close(STDOUT_FILENO);
  pollfd ended{end, POLLIN, 0};
  while (::poll(&ended, 1, -1) < 0 && errno == EINTR)
    ;
  ::_exit(writeWhole(STDERR_FILENO, text) ? 0 : 1);
}

} // namespace linkshim
