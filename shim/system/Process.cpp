#include "shim/system/Process.h"
#include "shim/system/Signals.h"
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/prctl.h>
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

/// What a program is started with.
struct Start {
  const char *program;
  char **args, **environment;
  int output = -1;              ///< its standard output; it has no input then. -1: both are this process's
  int errors = -1;              ///< its standard error; -1: this process's
  const char *folder = nullptr; ///< where it runs; null: where this process does
};

/// The signal that a child gets when this process is killed and cannot pass one on. SIGTERM lets it remove
/// its own files.
int farewell() {
  struct sigaction current{};
  bool ignored = ::sigaction(SIGTERM, nullptr, &current) == 0 && current.sa_handler == SIG_IGN;
  return ignored || ::sigismember(&HeldSignals::callersMask(), SIGTERM) == 1 ? SIGKILL : SIGTERM;
}

/// The child's part, up to the program. Tells `parent` through `report` why there is none.
[[noreturn]] void become(const Start &start, pid_t parent, int report) {
  ::prctl(PR_SET_PDEATHSIG, farewell());
  if (::getppid() != parent) ::_exit(1);
  bool ready = true;
  if (start.output >= 0) {
    int none = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ready = ::dup2(none, STDIN_FILENO) >= 0 && ::dup2(start.output, STDOUT_FILENO) >= 0;
  }
  if (start.errors >= 0) ready = ::dup2(start.errors, STDERR_FILENO) >= 0 && ready;
  if (start.folder) ready = ::chdir(start.folder) == 0 && ready;
  ::sigprocmask(SIG_SETMASK, &HeldSignals::callersMask(), nullptr);
  if (ready) ::execve(start.program, start.args, start.environment);
  int problem = errno;
  while (::write(report, &problem, sizeof problem) < 0 && errno == EINTR)
    ;
  constexpr int notStarted = 127;
  ::_exit(notStarted);
}

/// Starts a program while signals are held. posix_spawn cannot ask for a signal at the parent's death.
SystemResult<pid_t> startChild(const Start &start) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return systemError();
  pid_t parent = ::getpid(), child = ::fork();
  if (child == 0) become(start, parent, ends[1]);
  int problem = child < 0 ? errno : 0;
  ::close(ends[1]);
  if (child > 0)
    while (::read(ends[0], &problem, sizeof problem) < 0 && errno == EINTR)
      ;
  ::close(ends[0]);
  if (problem == 0) return child;
  if (child > 0) HeldSignals::waitFor(child);
  return systemError(problem);
}

/// Starts a program and waits for its end.
SystemResult<ProcessEnd> runChild(const Start &start) {
  HeldSignals signals;
  if (int signal = HeldSignals::waiting()) return ProcessEnd{1, signal};
  SystemResult<pid_t> child = startChild(start);
  if (!child) return std::unexpected(child.error());
  int status = HeldSignals::waitFor(*child);
  if (int signal = HeldSignals::waiting()) return ProcessEnd{1, signal};
  if (WIFSIGNALED(status)) return ProcessEnd{1, WTERMSIG(status)};
  return ProcessEnd{WIFEXITED(status) ? WEXITSTATUS(status) : 1, 0};
}

std::string readFromStart(int fd) {
  std::string bytes;
  char buffer[4096];
  for (ssize_t n; (n = ::pread(fd, buffer, sizeof buffer, static_cast<off_t>(bytes.size()))) != 0;) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    bytes.append(buffer, static_cast<size_t>(n));
  }
  return bytes;
}

/// Standard output was closed when this process began.
bool outputIsClosed = false;

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
  SystemResult<ProcessEnd> end = runStep(program, args, environment);
  if (!end) return std::unexpected(end.error());
  if (end->signal != 0) endBySignal(end->signal);
  return end->status;
}

SystemResult<ProcessEnd> runStep(const std::string &program, const std::vector<std::string> &args,
                                 const Environment &environment, std::string *errors,
                                 const std::string &folder) {
  StringArray argv(args), envp(environment);
  int file = errors ? ::memfd_create("linkshim-errors", MFD_CLOEXEC) : -1;
  SystemResult<ProcessEnd> end = runChild(
      {program.c_str(), argv.data(), envp.data(), -1, file, folder.empty() ? nullptr : folder.c_str()});
  if (file >= 0) *errors = readFromStart(file);
  if (file >= 0) ::close(file);
  return end;
}

SystemResult<CollectedOutput> runAndCollect(const std::string &program, const std::vector<std::string> &args,
                                            const Environment &environment) {
  // A file in memory takes whatever comes while this process waits for the end and for signals alone.
  int output = ::memfd_create("linkshim-output", MFD_CLOEXEC);
  if (output < 0) return systemError();
  StringArray argv(args), envp(environment);
  SystemResult<ProcessEnd> end = runChild({program.c_str(), argv.data(), envp.data(), output});
  CollectedOutput collected;
  if (end) collected = {end->status, readFromStart(output)};
  ::close(output);
  if (!end) return std::unexpected(end.error());
  if (end->signal != 0) return std::unexpected(::strsignal(end->signal));
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

void openStandardStreams() {
  for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    if (fd == STDOUT_FILENO) outputIsClosed = true;
    // The lowest number that is free: fd itself.
    if (::open("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_RDWR) < 0) ::open("/", O_PATH);
  }
}

bool printOut(const std::string &text) {
  return text.empty() || (!outputIsClosed && writeWhole(STDOUT_FILENO, text));
}
bool printError(std::string_view text) {
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
