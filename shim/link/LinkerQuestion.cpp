#include "shim/link/LinkerQuestion.h"
#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// True for a call that names a file to link, in whatever way.
bool namesInput(const Arguments &arguments) {
  return arguments.has(OPT_INPUT, OPT_l, OPT_framework, OPT_dwv_filelist, OPT_dwv_force_load);
}

/// What is asked: --help, or one of the options that print the version; null for a call that links. -v is no
/// question beside inputs: the linker prints its version, and then links.
const Argument *questionOf(const Arguments &arguments) {
  const Argument *version = nullptr;
  for (const Argument &argument : linkerArguments(arguments)) {
    if (argument.is(OPT_version) || argument.is(OPT_help)) return &argument;
    if (argument.is(OPT_v) || argument.is(OPT_V) || argument.is(OPT_ld_verbose)) version = &argument;
  }
  return namesInput(arguments) ? nullptr : version;
}

/// How lld's flavours spell --help and --version; all have the latter.
std::string_view spelledForLld(const Argument &question, std::string_view flavor) {
  if (!question.is(OPT_help)) return "--version";
  return flavor == "link" ? "-help" : "--help";
}

/// What GNU ld prints behind its version for -V and --verbose, where lld prints its version alone.
std::string supportedEmulations(const Target &target) {
  if (target.emulation.empty()) return {};
  return fmt::format("  Supported emulations:\n   {}\n", target.emulation);
}

} // namespace

Result<std::optional<Plan>> planLinkerQuestion(const LinkRequest &request, std::string_view flavor) {
  const Arguments &arguments = request.arguments();
  const Argument *question = questionOf(arguments);
  if (!question) return std::nullopt;
  Result<Provider> linker = findLinker(request, flavor);
  if (!linker) return failed(linker);
  LinkLine line;
  for (const Argument &argument : linkerArguments(arguments)) {
    if (argument.index != question->index)
      line.drop(arguments.spelled(argument), "a question is asked, and nothing is linked");
    else if (linker->isLld())
      line.translate(arguments.spelled(argument), std::string(spelledForLld(argument, flavor)),
                     "what is asked");
    else
      line.keep(arguments, argument);
  }
  const Target &target = request.target();
  bool gnu = flavor == "gnu" && target.lldFlavor == flavor;
  if (gnu) addEmulation(target, line);
  Plan plan = finishPlan(request, *linker, std::move(line));
  plan.work = "answer";
  bool emulations = question->is(OPT_V) || question->is(OPT_ld_verbose);
  if (emulations && linker->isLld() && gnu) plan.afterwards = supportedEmulations(target);
  return plan;
}

} // namespace linkshim
