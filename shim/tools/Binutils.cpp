#include "shim/tools/Binutils.h"
#include "shim/call/Options.h"
#include "shim/plan/LinkLine.h"
#include "shim/provider/Binutil.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Headers.h"
#include "shim/tools/Assembler.h"
#include "shim/tools/Dlltool.h"
#include "shim/tools/PkgConfig.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <optional>

namespace linkshim {
namespace {

Failure noTool(const BinutilNames &row, const Invocation &invocation) {
  std::string looked = fmt::format("{} on PATH and in /usr/lib/llvm-*", row.llvm);
  if (!row.rust.empty()) looked += fmt::format(", {} of the Rust toolchain", row.rust);
  if (!row.zig.empty()) looked += fmt::format(", zig {}", row.zig);
  return {fmt::format("no program was found that does the work of {}", invocation.name),
          {{"looked for", looked + fmt::format(", {}-{}", gnuSpelling(*invocation.target), row.gnu)}},
          row.rust.empty() ? "apt-get install llvm"
                           : "apt-get install llvm, or rustup component add llvm-tools"};
}

/// Arguments for llvm-windres, which takes the target from its own name, and would preprocess with the clang
/// of the host.
std::vector<std::string> windresArgs(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  std::vector<std::string> args;
  if (!arguments.has(OPT_F, OPT_target_eq))
    args.push_back(fmt::format("--target={}", gnuSpelling(*invocation.target)));
  // LLVM's does not see `#pragma code_page`, by which sources say that they are in UTF-8
  // (https://github.com/llvm/llvm-project/issues/63426).
  if (!arguments.has(OPT_windres_codepage_eq)) args.emplace_back("--codepage=65001");
  std::string compiler = fmt::format("{}/{}cc", invocation.folder, invocation.prefix);
  bool own = arguments.has(OPT_windres_preprocessor_eq);
  if (own || invocation.folder.empty() || !context.files.status(compiler).executable) return args;
  args.push_back(fmt::format("--preprocessor={}", compiler));
  for (const char *word : {"-E", "-xc", "-DRC_INVOKED"})
    args.push_back(fmt::format("--preprocessor-arg={}", word));
  return args;
}

/// Arguments for llvm-rc: the folders of Windows' headers, which the preprocessor looks for. What is
/// preprocessed already needs none, nor does a question.
std::vector<std::string> rcArgs(const Invocation &invocation, const PlanContext &context) {
  for (const std::string &arg : invocation.args())
    if (arg == "/?" || llvm::StringRef(arg).ends_with_insensitive("no-preprocess")) return {};
  std::vector<std::string> args;
  Headers headers = findHeaders(*invocation.target, invocation.floor, context.places.share, context.files);
  headers.folders.insert(headers.folders.begin(), context.roots.headers.begin(), context.roots.headers.end());
  for (std::string &folder : headers.folders) {
    args.emplace_back("/I");
    args.push_back(std::move(folder));
  }
  return args;
}

/// Arguments that LLVM's program needs because it would take the target from the name that it is called by,
/// which is not the target's here.
std::vector<std::string> addedArgs(const Invocation &invocation, const PlanContext &context,
                                   const Plan &plan) {
  if (invocation.tool == Tool::rc) return rcArgs(invocation, context);
  if (invocation.tool == Tool::dlltool) return machineArgs(*invocation.arguments, *invocation.target);
  return plan.args[0] == "llvm-windres" ? windresArgs(invocation, context) : std::vector<std::string>();
}

struct Becomes {
  std::vector<std::string> args;
  std::string_view why;
};

/// What an argument becomes where LLVM's program has it in other words; nullopt where it stays as it is.
std::optional<Becomes> inLlvmsWords(const Arguments &arguments, const Argument &argument) {
  if (argument.is(OPT_windres_preprocessor_eq)) { // GNU windres takes the program's arguments with it
    std::vector<std::string_view> words = splitWords(argument.value());
    if (words.size() < 2) return std::nullopt;
    std::vector<std::string> args;
    for (std::string_view word : words)
      args.push_back(fmt::format("--preprocessor{}={}", args.empty() ? "" : "-arg", word));
    return Becomes{std::move(args), "llvm-windres takes the program and its arguments one by one"};
  }
  if (arguments.set() != OptionSet::appleStrip) return std::nullopt;
  std::string_view why = optionReason(argument.arg->getOption());
  if (argument.is(OPT_strip_u) && argument.value().empty()) return Becomes{{"--keep-undefined"}, why};
  if (argument.is(OPT_r)) return Becomes{{}, "llvm-strip keeps these symbols in any case"};
  if (argument.hasFlag(Dropped)) return Becomes{{}, why};
  return std::nullopt;
}

/// Adds the user's arguments to a plan of LLVM's program.
void addArguments(const Arguments &arguments, Plan &plan) {
  LinkLine line;
  for (const Argument &argument : arguments.all()) {
    std::string given = arguments.spelled(argument);
    std::optional<Becomes> other = inLlvmsWords(arguments, argument);
    if (other && other->args.empty()) line.drop(given, other->why);
    for (size_t i = 0; i < argument.count && !other; ++i)
      line.keepArg(arguments.args()[argument.index + i]);
    for (size_t i = 0; other && i < other->args.size(); ++i)
      line.translate(given, std::move(other->args[i]), other->why);
  }
  line.keepIncomplete(arguments);
  line.moveInto(plan);
}

/// The program for a call with lib.exe's options, under whichever name it came (Dialect.cpp): LLVM's ar,
/// whose name decides what it is, or zig's; else lld, which is that too.
std::optional<Binutil> findLib(const Invocation &invocation, const PlanContext &context) {
  std::optional<Binutil> archiver = findBinutil(Tool::ar, *invocation.target, context);
  if (archiver && archiver->leading == std::vector<std::string>{"llvm-ar"})
    return Binutil{archiver->path, {"llvm-lib"}};
  if (archiver && archiver->leading.front() == "zig") return Binutil{archiver->path, {"zig", "lib"}};
  ProviderSearch search(context.environment, context.files, context.self);
  Result<Provider> linker = search.findLinker(*invocation.target, "link", "", {});
  if (!linker) return std::nullopt;
  Binutil found{linker->path, linker->leading};
  found.leading.emplace_back("/lib");
  return found;
}

/// True for the tools whose LLVM programs take `@file` for a name.
bool readsNoFiles(Tool tool) {
  return tool == Tool::ranlib || tool == Tool::dlltool || tool == Tool::dsymutil;
}

} // namespace

bool isBinutil(Tool tool) {
  return binutilNames(tool) || tool == Tool::as || tool == Tool::pkgConfig;
}

Result<Plan> planBinutil(const Invocation &invocation, const PlanContext &context) {
  if (invocation.tool == Tool::pkgConfig) return planPkgConfig(invocation, context);
  if (invocation.tool == Tool::as) return planAssembler(invocation, context);
  bool isLib = invocation.arguments->set() == OptionSet::msvc;
  std::optional<Binutil> found =
      isLib ? findLib(invocation, context) : findBinutil(invocation.tool, *invocation.target, context);
  if (!found) return fail(noTool(*binutilNames(invocation.tool), invocation));
  if (invocation.tool == Tool::dlltool)
    if (Result<void> good = checkDefinition(*invocation.arguments, context.files); !good) return failed(good);
  Plan plan;
  plan.work = binutilNames(invocation.tool)->gnu;
  plan.program = found->path;
  plan.args = found->leading;
  if (invocation.tool == Tool::rc) plan.args = {found->path}; // it looks for a clang beside itself
  if (isLib) plan.quoting = Quoting::windows;
  if (readsNoFiles(invocation.tool)) plan.quoting = std::nullopt;
  plan.leading = plan.args.size();
  plan.useResponseFile = invocation.argsWereInFile;
  if (context.environment.get("LD_LIBRARY_PATH"))
    plan.environment.push_back({"LD_LIBRARY_PATH", std::nullopt});
  for (std::string &word : addedArgs(invocation, context, plan)) {
    bool preprocessor = word.starts_with("--preprocessor");
    std::string_view why = preprocessor                  ? "runs first"
                           : invocation.tool == Tool::rc ? "headers of Windows"
                                                         : "the target";
    plan.notes.push_back({Note::Fate::added, "", word, std::string(why)});
    plan.args.push_back(std::move(word));
  }
  addArguments(*invocation.arguments, plan);
  return plan;
}

} // namespace linkshim
