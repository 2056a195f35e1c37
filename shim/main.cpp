#include "shim/base/Failure.h"
#include "shim/commands/Commands.h"
#include "shim/link/notes/Hint.h"
#include "shim/run/Run.h"
#include "shim/sysroot/DataDirectory.h"
#include "shim/system/FirstOfParent.h"
#include "shim/system/PosixFileSystem.h"
#include "shim/system/Process.h"
#include "shim/system/Signals.h"
#include "llvm/Support/ErrorHandling.h"
#include <cstdlib>
#include <fmt/format.h>
#include <new>

using namespace linkshim;

namespace {

/// lld makes the call before it prints its own error; the hint is printed after that, where it can be.
/// Of several hints that end in the same remedy only the first is printed.
bool printHint(const std::string &hint, const Environment &environment) {
  if (hint.empty() || !isFirstOfParent(remedyOf(hint))) return true;
  return environment.get(hintAtOnceVariable) ? printError(hint) : printErrorAfterParent(hint);
}

/// LLVM's readers abort on some damaged objects, above all those of WebAssembly
/// (https://github.com/llvm/llvm-project/issues/57427 is one case); this prints a message instead.
void onFatalError(void *, const char *reason, bool) {
  printError(Failure{"an object cannot be read", {{"reason", reason}}, "make it anew: it is damaged"}.text());
  std::_Exit(1);
}

/// Without it operator new throws, which nothing here could catch.
void onNoMemory() {
  constexpr std::string_view text = "linkshim: error: there is no memory left\n  try: ulimit -v unlimited\n";
  printError(text);
  std::_Exit(1);
}

} // namespace

int main(int argc, char **argv) {
  openStandardStreams();
  keepStatusOfChildren();
  std::set_new_handler(onNoMemory);
  llvm::install_fatal_error_handler(onFatalError);
  Startup startup{argc > 0 ? argv[0] : "linkshim", {}, processEnvironment(), ownExecutable()};
  for (int i = 1; i < argc; ++i)
    startup.args.emplace_back(argv[i]);
  FileSystem &files = realFileSystem();
  if (isHintCall(startup.args, startup.environment))
    return printHint(linkHint(startup.args, startup.environment), startup.environment) ? 0 : 1;

  std::string name(baseName(startup.name));
  std::optional<ToolName> tool = parseToolName(name);
  if (!tool) {
    printError(Failure{fmt::format("{} is not the name of a tool that linkshim stands in for", name),
                       {{"names", "linkshim, or TARGET-TOOL such as aarch64-unknown-linux-gnu-cc"}},
                       "linkshim --help"}
                   .text());
    return 1;
  }
  std::string installed = shareFolder(startup.environment, startup.self);
  std::string share = openShare(installed, startup.environment, files);
  if (share != installed) startup.environment.set("LINKSHIM_SHARE", share);
  switch (tool->tool) {
  case Tool::linkshim: return runCommand(std::move(startup), files);
  case Tool::cargo: return runCargo(std::move(startup), files);
  default: return runTool(*tool, std::move(startup), files);
  }
}
