#include "shim/link/apple/AppleDebug.h"
#include "shim/provider/Binutil.h"
#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// True where the last -g asks for debug information. -gz and the like say how it is written.
bool asksForDebugInfo(const Arguments &arguments) {
  constexpr std::array<std::string_view, 8> kinds = {"dwarf", "line", "gdb", "lldb",
                                                     "sce",   "full", "mlt", "modules"};
  bool asked = false;
  for (std::string_view value : arguments.values(OPT_g_Joined)) {
    bool level = value.empty() || (value.front() >= '0' && value.front() <= '9');
    if (level)
      asked = value != "0";
    else
      asked |= std::any_of(kinds.begin(), kinds.end(),
                           [&](std::string_view kind) { return value.starts_with(kind); });
  }
  return asked;
}

bool isTemporary(const LinkRequest &request, const std::string &object) {
  const std::string &folder = request.context.temporary;
  return !folder.empty() && object.starts_with(folder + "/");
}

bool hasDebugInfo(const LinkRequest &request) {
  return !request.compiled.empty() && asksForDebugInfo(request.arguments());
}

bool hasTemporaryObjects(const LinkRequest &request) {
  return hasDebugInfo(request) &&
         std::any_of(request.compiled.begin(), request.compiled.end(),
                     [&](const CompiledSource &source) { return isTemporary(request, source.object); });
}

} // namespace

void addDebugMap(const LinkRequest &request, LinkLine &line) {
  if (!hasTemporaryObjects(request)) return;
  const std::string &folder = request.context.temporary;
  if (!line.has(OPT_dwv_oso_prefix))
    line.addPair("-oso_prefix", folder + "/", "the program names its objects, and these are temporary");
  line.add("-reproducible", "their times would be in the program");
  if (request.arguments().has(OPT_flto, OPT_flto_eq) && !line.has(OPT_dwv_object_path_lto))
    line.addPair("-object_path_lto", folder + "/lto.o", "dsymutil reads it");
}

void addDebugInfoStep(const LinkRequest &request, Plan &plan) {
  const PlanContext &context = request.context;
  if (!hasDebugInfo(request)) return;
  std::optional<Binutil> dsymutil = findBinutil(Tool::dsymutil, request.target(), context);
  if (!dsymutil) return;
  std::string output(request.arguments().lastValue(OPT_o));
  if (output.empty()) output = "a.out";
  bool special = context.files.status(output).kind == FileStatus::Kind::other;
  if (special) return; // -o /dev/null
  if (!output.starts_with('/')) output = joinPath(context.files.currentDirectory(), output);
  Step step;
  step.work = "gather debug information";
  step.program = dsymutil->path;
  step.args = dsymutil->leading;
  step.leading = step.args.size();
  step.args.insert(step.args.end(), {"-o", output + ".dSYM", output});
  if (hasTemporaryObjects(request)) step.folder = context.temporary;
  for (size_t i = step.leading; i < step.args.size(); ++i)
    step.notes.push_back({Note::Fate::added, {}, step.args[i], {}});
  plan.after.push_back(std::move(step));
}

} // namespace linkshim
