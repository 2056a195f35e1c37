// Any command line of any tool ends in a plan or in one error that names an action, without a fault. The
// input's lines are variables (NAME=value), then the tool's name, then its arguments.
#include "../unit/FakeFileSystem.h"
#include "shim/call/Invocation.h"
#include "shim/call/ResponseFile.h"
#include "shim/run/Planner.h"
#include "test/unit/Results.h"
#include <cstdlib>

using namespace linkshim;

namespace {

test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/bin/rust-lld").program("/bin/clang").program("/bin/ld.mold").workIn("/w");
  for (const char *name :
       {"a.o", "a.c", "a.cpp", "a.S", "liba.a", "liba.so", "a.dll", "a.def", "a.ld", "in.h"})
    files.file(std::string("/w/") + name);
  files.file("/w/args", "-O2 \"a b.o\" @args\n").file("/w/lines", "-O2\na\\ b.o\n");
  for (const char *name : {"crt1.o", "rcrt1.o", "Scrt1.o", "crti.o", "crtn.o", "crtbegin.o", "crtbeginS.o",
                           "crtend.o", "crtendS.o", "crt2.o", "crt2u.o", "dllcrt2.o", "libc.a", "libc++.a",
                           "libunwind.a", "libgcc.a", "libgcc_eh.a", "libkernel32.a", "crt1-command.o"})
    files.file(std::string("/pack/lib/") + name);
  return files;
}

bool isVariable(std::string_view line) {
  size_t name = line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz0123456789");
  return name != 0 && name != std::string_view::npos && line[name] == '=';
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const test::FakeFileSystem files = machine();
  std::string_view text(reinterpret_cast<const char *>(data), size);
  if (text.find('\0') != std::string_view::npos) return 0; // no argument holds one
  std::vector<std::pair<std::string, std::string>> variables{{"PATH", "/bin"}};
  std::vector<std::string> args;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    if (args.empty() && isVariable(line))
      variables.emplace_back(line.substr(0, line.find('=')), line.substr(line.find('=') + 1));
    else
      args.emplace_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  if (args.empty()) return 0;
  std::string name = std::move(args.front());
  args.erase(args.begin());
  std::optional<ToolName> tool = parseToolName(name);
  if (!tool || tool->tool == Tool::linkshim || tool->tool == Tool::cargo) return 0;
  Environment environment(variables);
  Invocation invocation;
  Plan plan;
  Failure failure;
  bool planned =
      test::into(readInvocation(*tool, name, std::move(args), environment, files), invocation, failure) &&
      test::into(makePlan(invocation,
                          {environment, files, {"/cache", "/share", "/pack"}, "/opt/linkshim", "/tmp/own"}),
                 plan, failure);
  if (!planned && (failure.what.empty() || failure.action.empty())) std::abort();
  if (planned && plan.program.empty()) std::abort();
  return 0;
}
