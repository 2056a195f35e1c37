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

int waitFor(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return status;
}

constexpr int handedOn[] = {SIGINT, SIGTERM, SIGHUP};

// A signal handler has no other way to what it needs.
volatile sig_atomic_t stepChild = 0;
volatile sig_atomic_t stepSignal = 0;

void handOn(int signal) {
  stepSignal = signal;
  if (stepChild > 0) ::kill(stepChild, signal);
}

/// While it lives, the signals of `handedOn` go to the child. Those that are ignored stay so.
class SignalRelay {
public:
  SignalRelay() {
    stepSignal = 0;
    ::sigemptyset(&set);
    for (int signal : handedOn)
      ::sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, &old);
    struct sigaction relay{};
    relay.sa_handler = handOn;
    for (size_t i = 0; i < std::size(handedOn); ++i) {
      ::sigaction(handedOn[i], nullptr, &before[i]);
      if (before[i].sa_handler != SIG_IGN) ::sigaction(handedOn[i], &relay, nullptr);
    }
  }
  ~SignalRelay() {
    for (size_t i = 0; i < std::size(handedOn); ++i)
      ::sigaction(handedOn[i], &before[i], nullptr);
    stepChild = 0;
  }
  SignalRelay(const SignalRelay &) = delete;
  SignalRelay &operator=(const SignalRelay &) = delete;
  /// The mask for the child, and from here on for this process.
  const sigset_t &callersMask() const { return old; }
  void start(pid_t child) {
    stepChild = child;
    ::sigprocmask(SIG_SETMASK, &old, nullptr);
  }

private:
  sigset_t set, old;
  struct sigaction before[std::size(handedOn)];
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

int runAndWait(const std::string &program, const std::vector<std::string> &args,
               const Environment &environment, std::string &error) {
  StringArray argv(args), envp(environment);
  pid_t pid = 0;
  if (int problem = ::posix_spawn(&pid, program.c_str(), nullptr, nullptr, argv.data(), envp.data())) {
    error = std::strerror(problem);
    return -1;
  }
  int status = waitFor(pid);
  if (WIFSIGNALED(status)) {
    ::signal(WTERMSIG(status), SIG_DFL);
    ::raise(WTERMSIG(status));
    return 128 + WTERMSIG(status);
  }
  return WEXITSTATUS(status);
}

bool runStep(const std::string &program, const std::vector<std::string> &args, const Environment &environment,
             ProcessEnd &end, std::string &error) {
  StringArray argv(args), envp(environment);
  SignalRelay relay;
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  ::posix_spawnattr_setsigmask(&attributes, &relay.callersMask());
  pid_t pid = 0;
  int problem = ::posix_spawn(&pid, program.c_str(), nullptr, &attributes, argv.data(), envp.data());
  ::posix_spawnattr_destroy(&attributes);
  relay.start(problem == 0 ? pid : 0);
  if (problem != 0) {
    error = std::strerror(problem);
    return false;
  }
  int status = waitFor(pid);
  end = {WIFEXITED(status) ? WEXITSTATUS(status) : 1, WIFSIGNALED(status) ? WTERMSIG(status) : stepSignal};
  return true;
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

bool makePrivateFolder(const std::string &path, std::string &error) {
  if (::mkdir(path.c_str(), S_IRWXU) == 0) return true;
  error = std::strerror(errno);
  return false;
}

int runAndCollect(const std::string &program, const std::vector<std::string> &args,
                  const Environment &environment, std::string &output) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return -1;
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
      output.append(buffer, static_cast<size_t>(n));
    }
  }
  ::close(ends[0]);
  if (problem != 0) return -1;
  int status = waitFor(pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string memoryFile(const std::string &bytes, std::string &error) {
  int fd = ::memfd_create("linkshim-arguments", 0);
  if (fd < 0 || !writeWhole(fd, bytes)) {
    error = std::strerror(errno);
    if (fd >= 0) ::close(fd);
    return {};
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
