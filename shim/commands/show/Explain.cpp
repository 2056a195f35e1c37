#include "shim/commands/Command.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/text/Quote.h"
#include "shim/run/Planner.h"
#include "shim/run/Run.h"
#include "shim/sysroot/Places.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

const std::string_view explainUsage = R"(linkshim explain [--json] NAME [ARGUMENT...]
linkshim explain [--json] --target TARGET TOOL [ARGUMENT...]

Says what a call of NAME, such as aarch64-unknown-linux-gnu-cc, would do: what becomes of every argument and why, which
program would run with which environment, and which sysroot pieces would be made. Nothing is made or run.

  --target TARGET   for a NAME that is a bare tool, such as cc
  --json            the same as an object
)";

namespace {

bool readCall(const CommandArgs &args, const CommandCall &call, Invocation &invocation, Failure &failure) {
  if (args.rest.empty()) {
    failure = {"linkshim explain needs the name of a tool",
               {},
               "linkshim explain aarch64-unknown-linux-gnu-cc main.o -lc"};
    return false;
  }
  std::string name(baseName(args.rest.front()));
  std::optional<ToolName> tool = parseToolName(name);
  if (!tool || tool->tool == Tool::linkshim || tool->tool == Tool::cargo) {
    failure = {fmt::format("{} is not the name of a tool that linkshim stands in for", name),
               {{"names", "TARGET-TOOL such as aarch64-unknown-linux-gnu-cc, or --target TARGET TOOL"}},
               "linkshim help explain"};
    return false;
  }
  std::string target(args.value("--target"));
  if (!target.empty()) tool->target = target;
  return into(
      readInvocation(*tool, name, {args.rest.begin() + 1, args.rest.end()}, call.environment, call.files),
      invocation, failure);
}

/// Notes as a table: fate, the argument, what it became, and why.
std::string noteLines(const std::vector<Note> &notes) {
  std::string out;
  for (const Note &note : notes) {
    std::string text = note.argument.empty() ? note.became : note.argument;
    bool changed = !note.argument.empty() && !note.became.empty() && note.became != note.argument;
    out += fmt::format("  {:10}  {}", toString(note.fate), text);
    if (changed) out += fmt::format("  ->  {}", note.became);
    if (!note.why.empty()) out += fmt::format("\n              {}", note.why);
    out += "\n";
  }
  return out;
}

std::string pieceText(const PieceFolder &piece) {
  switch (piece.kind) {
  case PieceFolder::Kind::glibc: return fmt::format("glibc {} for {}", piece.floor.str(), piece.abi);
  case PieceFolder::Kind::muslDynamic: return fmt::format("musl for {}", piece.abi);
  case PieceFolder::Kind::apple:
  case PieceFolder::Kind::bsd: return fmt::format("stubs of {}", piece.abi);
  case PieceFolder::Kind::pack: return fmt::format("pack of {}", piece.abi);
  case PieceFolder::Kind::share: return "headers";
  }
  return {};
}

std::string text(const Invocation &invocation, const Plan &plan, const FileReader &files) {
  std::string floor = invocation.floor ? fmt::format(", glibc {} or newer", invocation.floor->str()) : "";
  std::string out =
      fmt::format("target   {}{}\n\narguments\n{}", invocation.target->triple, floor, noteLines(plan.notes));
  out += fmt::format("\nprogram  {}\n", plan.program);
  if (!plan.environment.empty()) out += "\nenvironment\n";
  for (const EnvironmentChange &change : plan.environment)
    out += change.value ? fmt::format("  set    {}={}\n", change.name, *change.value)
                        : fmt::format("  unset  {}\n", change.name);
  if (!plan.pieces.empty()) out += "\npieces\n";
  for (const PieceFolder &piece : plan.pieces)
    out += fmt::format("  {}  {}{}\n", pieceText(piece), piece.path,
                       files.status(piece.path).isDirectory() ? "" : "  (would be made)");
  return out + fmt::format("\ncommand\n  {}\n", commandLine(plan));
}

template <typename Items, typename Item> std::string jsonArray(const Items &items, Item item) {
  std::string out;
  for (const auto &each : items)
    out += (out.empty() ? "\n    " : ",\n    ") + item(each);
  return out.empty() ? "[]" : "[" + out + "\n  ]";
}

std::string json(const Invocation &invocation, const Plan &plan) {
  std::string floor = invocation.floor ? jsonString(invocation.floor->str()) : "null";
  std::string notes = jsonArray(plan.notes, [](const Note &note) {
    return fmt::format(R"({{"fate": {}, "argument": {}, "became": {}, "why": {}}})",
                       jsonString(toString(note.fate)), jsonString(note.argument), jsonString(note.became),
                       jsonString(note.why));
  });
  std::string environment = jsonArray(plan.environment, [](const EnvironmentChange &change) {
    return fmt::format(R"({{"name": {}, "value": {}}})", jsonString(change.name),
                       change.value ? jsonString(*change.value) : "null");
  });
  std::string pieces = jsonArray(plan.pieces, [](const PieceFolder &piece) {
    return fmt::format(R"({{"piece": {}, "path": {}}})", jsonString(pieceText(piece)),
                       jsonString(piece.path));
  });
  std::string args = jsonArray(plan.args, [](const std::string &arg) { return jsonString(arg); });
  return fmt::format("{{\n  \"target\": {},\n  \"floor\": {},\n  \"arguments\": {},\n  \"program\": {},\n"
                     "  \"environment\": {},\n  \"pieces\": {},\n  \"command\": {}\n}}\n",
                     jsonString(invocation.target->triple), floor, notes, jsonString(plan.program),
                     environment, pieces, args);
}

} // namespace

bool runExplain(CommandCall &call, Failure &failure) {
  constexpr CommandOption options[] = {{"--json"}, {"--target", true}};
  CommandArgs args;
  Invocation invocation;
  if (!takeOptions("explain", call.args, options, true, args, failure) ||
      !readCall(args, call, invocation, failure))
    return false;
  PlanContext context{call.environment, call.files, {}, call.self};
  std::string share = shareFolder(call.environment, call.self);
  Result<SysrootPlaces> places = findPlaces(*invocation.target, call.environment, share, call.files);
  if (!succeeded(places, failure)) return false;
  context.places = std::move(*places);
  Plan plan;
  if (!into(makePlan(invocation, context), plan, failure)) return false;
  call.output = args.has("--json") ? json(invocation, plan) : text(invocation, plan, call.files);
  return true;
}

} // namespace linkshim
