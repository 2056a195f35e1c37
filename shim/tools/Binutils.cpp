#include "shim/tools/Binutils.h"
#include "shim/call/Options.h"
#include "shim/compile/Compile.h"
#include "shim/provider/Binutil.h"
#include "shim/tools/Dlltool.h"
#include "shim/tools/PkgConfig.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

Failure noTool(const BinutilNames &row, const Invocation &invocation) {
  std::string looked = fmt::format("{} on PATH and in /usr/lib/llvm-*", row.llvm);
  if (!row.rust.empty()) looked += fmt::format(", {} of the Rust toolchain", row.rust);
  if (!row.zig.empty()) looked += fmt::format(", zig {}", row.zig);
  return {fmt::format("no program does the work of {}", invocation.name),
          {{"looked for", looked + fmt::format(", {}-{}", gnuSpelling(*invocation.target), row.gnu)}},
          row.rust.empty() ? "apt-get install llvm"
                           : "apt-get install llvm, or rustup component add llvm-tools"};
}

/// GNU as in the words of clang, which assembles by itself.
Result<Plan> planAssembler(const Invocation &invocation, const PlanContext &context) {
  Invocation compile = invocation;
  compile.tool = Tool::cc;
  compile.args = {"-c", "-x", "assembler"};
  bool input = false, output = false, value = false;
  for (const std::string &arg : invocation.args) {
    bool width = arg == "--64" || arg == "--32" || arg == "--x32";
    bool known = value || !arg.starts_with('-') || arg == "-" || arg.starts_with("-o") ||
                 arg.starts_with("-I") || arg.starts_with("-m") || arg.starts_with("-g") ||
                 arg == "--version" || arg == "-v" || arg == "-W";
    input |= !value && (arg == "-" || !arg.starts_with('-'));
    output |= !value && arg.starts_with("-o");
    value = !value && (arg == "-o" || arg == "-I" || arg == "--defsym");
    if (width) continue; // the target says it
    if (arg == "--defsym")
      compile.args.insert(compile.args.end(), {"-Xassembler", arg, "-Xassembler"});
    else
      compile.args.push_back(known ? arg : "-Wa," + arg);
  }
  if (!input) compile.args.push_back("-");
  if (!output) compile.args.insert(compile.args.end(), {"-o", "a.out"});
  Plan plan;
  Failure failure;
  if (!planCompile(compile, context, plan, failure)) return fail(std::move(failure));
  return plan;
}

/// llvm-windres takes the target from its own name, and would preprocess with the clang of the host.
void addWindresWords(const Invocation &invocation, const PlanContext &context, Plan &plan) {
  auto says = [&](std::string_view word) {
    return std::any_of(invocation.args.begin(), invocation.args.end(),
                       [&](std::string_view arg) { return arg.starts_with(word); });
  };
  auto add = [&](std::string word, std::string_view why) {
    plan.notes.push_back({Note::Fate::added, "", word, std::string(why)});
    plan.args.push_back(std::move(word));
  };
  if (!says("-F") && !says("--target"))
    add(fmt::format("--target={}", gnuSpelling(*invocation.target)), "the target");
  std::string compiler = fmt::format("{}/{}cc", invocation.folder, invocation.prefix);
  bool own =
      std::find(invocation.args.begin(), invocation.args.end(), "--preprocessor") != invocation.args.end() ||
      says("--preprocessor=");
  if (own || invocation.folder.empty() || !context.files.status(compiler).executable) return;
  add(fmt::format("--preprocessor={}", compiler), "the target's headers");
  for (const char *word : {"-E", "-xc", "-DRC_INVOKED"})
    add(fmt::format("--preprocessor-arg={}", word), "");
}

/// Whether ar is called in the words of Microsoft's lib.exe, as cc-rs calls it for a target of that dialect.
bool speaksAsLib(const Invocation &invocation) {
  if (invocation.tool != Tool::ar || invocation.target->dialect != Dialect::link) return false;
  constexpr llvm::StringRef words[] = {"out:", "nologo", "machine:", "def:", "libpath:"};
  return std::any_of(invocation.args.begin(), invocation.args.end(), [&](llvm::StringRef arg) {
    return (arg.consume_front("/") || arg.consume_front("-")) &&
           std::any_of(std::begin(words), std::end(words),
                       [&](llvm::StringRef word) { return arg.starts_with_insensitive(word); });
  });
}

} // namespace

bool isBinutil(Tool tool) {
  return binutilNames(tool) || tool == Tool::as || tool == Tool::pkgConfig;
}

Result<Plan> planBinutil(const Invocation &invocation, const PlanContext &context) {
  if (invocation.tool == Tool::pkgConfig) return planPkgConfig(invocation, context);
  if (invocation.tool == Tool::as) return planAssembler(invocation, context);
  std::optional<Binutil> found = findBinutil(invocation.tool, *invocation.target, context);
  if (!found) return fail(noTool(*binutilNames(invocation.tool), invocation));
  Failure failure;
  if (invocation.tool == Tool::dlltool && !checkDefinition(invocation.args, context.files, failure))
    return fail(std::move(failure));
  Plan plan;
  plan.program = found->path;
  plan.args = found->leading;
  if (speaksAsLib(invocation)) plan.args.back() = plan.args.size() == 1 ? "llvm-lib" : "lib"; // zig's name
  plan.leading = plan.args.size();
  plan.useResponseFile = invocation.argsWereInFile;
  if (context.environment.get("LD_LIBRARY_PATH"))
    plan.environment.push_back({"LD_LIBRARY_PATH", std::nullopt});
  // LLVM's takes the machine from the name that it is called by, and ours is not that name.
  if (invocation.tool == Tool::dlltool)
    for (std::string &word : machineWords(invocation.args, *invocation.target)) {
      plan.notes.push_back({Note::Fate::added, "", word, "the target's machine"});
      plan.args.push_back(std::move(word));
    }
  if (plan.args[0] == "llvm-windres") addWindresWords(invocation, context, plan);
  for (const std::string &arg : invocation.args) {
    plan.args.push_back(arg);
    plan.notes.push_back({Note::Fate::kept, arg, arg, ""});
  }
  return plan;
}

} // namespace linkshim
