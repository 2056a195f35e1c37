#include "shim/compile/CompileLink.h"
#include "shim/compile/Compile.h"
#include "shim/link/InputCheck.h"
#include "shim/objects/LlvmVersion.h"
#include "shim/call/Options.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

using llvm::opt::Arg;

std::string withoutExtension(std::string_view path) {
  std::string_view name = baseName(path);
  size_t dot = name.rfind('.');
  return std::string(
      dot == std::string_view::npos || dot == 0 ? path : path.substr(0, path.size() - name.size() + dot));
}

class CompileLink {
public:
  CompileLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure)
      : invocation(invocation), context(context), args(invocation.args), plan(plan), failure(failure) {
    if (const Arg *arg = args.list.getLastArg(OPT_o)) output = arg->getValue();
    for (const Arg *arg : args.list.filtered(OPT_save_temps, OPT_save_temps_eq))
      savedBeside = arg->getOption().matches(OPT_save_temps_eq) && std::string_view(arg->getValue()) == "obj"
                        ? parentPath(output.empty() ? "a.out" : output)
                        : ".";
  }

  bool run() {
    if (!args.areComplete(invocation, failure)) return false;
    Invocation link = invocation;
    std::vector<Step> compiles;
    for (const CcArguments::Piece &piece : args.pieces) {
      if (!isSource(args, piece)) continue;
      std::string object = objectOf(args.words[piece.index], compiles.size());
      Plan step;
      if (!compile(piece, object, step)) return false;
      link.args[piece.index] = object;
      compiles.push_back(std::move(step));
    }
    if (!planLink(link, context, plan, failure) || !checkBitcode(compiles)) return false;
    plan.before = std::move(compiles);
    if (savedBeside.empty()) plan.temporaryFolder = context.temporary;
    return true;
  }

private:
  std::string objectOf(const std::string &source, size_t number) const {
    std::string stem = source == "-" ? "-" : std::string(baseName(withoutExtension(source)));
    if (savedBeside == ".") return stem + ".o";
    if (!savedBeside.empty()) return fmt::format("{}/{}.o", savedBeside, stem);
    return fmt::format("{}/{}-{}.o", context.temporary, number, stem);
  }
  /// The objects are not there yet; what they will be is known.
  bool checkBitcode(const std::vector<Step> &compiles) {
    const Arg *lto = args.list.getLastArg(OPT_flto, OPT_flto_eq, OPT_fno_lto);
    if (!lto || lto->getOption().matches(OPT_fno_lto) || compiles.empty()) return true;
    int writer = clangMajor(compiles.front().program, context.files);
    int reader = linkerMajor(plan.program, context.files);
    if (reader == 0 || writer <= reader) return true;
    auto source = std::find_if(args.pieces.begin(), args.pieces.end(),
                               [&](const CcArguments::Piece &piece) { return isSource(args, piece); });
    failure = bitcodeTooNew(args.words[source->index], writer, plan.program, reader);
    return false;
  }
  bool compile(const CcArguments::Piece &source, const std::string &object, Plan &step);
  void addDependencyNames(const std::string &source, LinkLine &line) const;
  void addDumpPrefix(LinkLine &line) const;

  const Invocation &invocation;
  const PlanContext &context;
  CcArguments args;
  Plan &plan;
  Failure &failure;
  std::string output;      ///< of the link; empty when none is named
  std::string savedBeside; ///< where -save-temps leaves the objects; empty without it
};

/// clang names a dependency file and its rule after the output, which is the link's.
void CompileLink::addDependencyNames(const std::string &source, LinkLine &line) const {
  if (!args.list.hasArg(OPT_MD, OPT_MMD)) return;
  std::string stem(baseName(withoutExtension(source)));
  if (!args.list.hasArg(OPT_MF)) {
    line.add("-MF", "named after the output of the link");
    line.add((output.empty() ? stem : withoutExtension(output)) + ".d", "");
  }
  if (!args.list.hasArg(OPT_MT, OPT_MQ)) {
    line.add("-MQ", "the rule is for the output of the link");
    line.add(output.empty() ? stem + ".o" : output, "");
  }
}

/// Files that the compiler leaves beside an object must not go with the temporary folder.
void CompileLink::addDumpPrefix(LinkLine &line) const {
  bool leaves = args.list.hasArg(OPT_gsplit_dwarf, OPT_ftime_trace) ||
                args.list.hasArg(OPT_coverage, OPT_ftest_coverage, OPT_fprofile_arcs);
  if (!leaves || args.list.hasArg(OPT_ccv_dumpdir)) return;
  line.add("-dumpdir", "named after the output of the link");
  line.add((output.empty() ? "a" : output) + "-", "");
}

bool CompileLink::compile(const CcArguments::Piece &source, const std::string &object, Plan &step) {
  Provider provider;
  LinkLine line;
  if (!compilerHead(invocation, context, args, provider, line, failure)) return false;
  const std::string &name = args.words[source.index];
  line.add("-c", "the link follows");
  line.add("-o", "");
  line.add(object, "");
  addDependencyNames(name, line);
  addDumpPrefix(line);
  for (const CcArguments::Piece &piece : args.pieces) {
    bool otherInput =
        piece.arg->getOption().getKind() == llvm::opt::Option::InputClass && piece.index != source.index;
    if (otherInput || piece.arg->getOption().matches(OPT_o)) continue;
    compilerArgument(invocation, context, args, piece, line);
  }
  runBy(provider, invocation, step);
  step.describesItself = true;
  step.onFailure = missingHeaders(invocation, context, args);
  step.environment = compilerEnvironment(provider, context.environment);
  line.moveInto(step);
  return true;
}

} // namespace

bool planCompileLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  return CompileLink(invocation, context, plan, failure).run();
}

} // namespace linkshim
