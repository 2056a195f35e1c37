// Any command line of any tool ends in a plan or in one error that names an action, without a fault.
// Arguments are lines; the first one is the tool's name.
#include "../unit/FakeFileSystem.h"
#include "shim/Invocation.h"
#include "shim/Planner.h"
#include "shim/ResponseFile.h"
#include <cstdlib>

using namespace linkshim;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const test::FakeFileSystem files = [] {
    test::FakeFileSystem machine;
    machine.program("/bin/rust-lld").program("/bin/clang").file("/w/a.o").file("/w/a.c").workIn("/w");
    return machine;
  }();
  std::vector<std::string> args;
  for (std::string_view rest(reinterpret_cast<const char *>(data), size); !rest.empty();) {
    size_t end = std::min(rest.find('\n'), rest.size());
    if (rest.substr(0, end).find('\0') != std::string_view::npos) return 0; // no argument holds one
    args.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (args.empty()) return 0;
  std::string name = std::move(args.front());
  args.erase(args.begin());
  std::optional<ToolName> tool = parseToolName(name);
  if (!tool || tool->tool == Tool::linkshim || tool->tool == Tool::cargo) return 0;
  Environment environment({{"PATH", "/bin"}});
  Invocation invocation;
  Plan plan;
  Failure failure;
  bool planned =
      readInvocation(*tool, name, std::move(args), environment, files, invocation, failure) &&
      makePlan(invocation, {environment, files, {"/cache", "/share"}, "/opt/linkshim"}, plan, failure);
  if (!planned && (failure.what.empty() || failure.action.empty())) std::abort();
  return 0;
}
