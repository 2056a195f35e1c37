#include "shim/base/Json.h"
#include "shim/call/ToolName.h"
#include "shim/commands/Command.h"
#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/run/Planner.h"
#include "shim/run/Run.h"
#include "shim/sysroot/Places.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

const std::string_view explainUsage = R"(linkshim explain [--json] NAME [ARGUMENT...]
linkshim explain [--json] --target TARGET TOOL [ARGUMENT...]

Says what a call of NAME, such as aarch64-unknown-linux-gnu-cc, would do: each program that would run, what becomes of
every argument and why, its environment, and which parts of a sysroot would be made. A call that compiles and links has
a step for each source and one for the link. Nothing is made or run.

  --target TARGET   the target of TOOL, a name without one, such as cc
  --json            the same as a JSON object
)";

namespace {

using llvm::json::OStream;

Result<Invocation> readCall(const CommandArgs &args, const CommandCall &call) {
  if (args.rest.empty())
    return fail({"linkshim explain needs the name of a tool",
                 {},
                 "linkshim explain aarch64-unknown-linux-gnu-cc main.o -lc"});
  std::string name(baseName(args.rest.front()));
  std::optional<ToolName> tool = parseToolName(name);
  if (!tool || tool->tool == Tool::linkshim || tool->tool == Tool::cargo)
    return fail({fmt::format("{} is not the name of a tool that linkshim stands in for", name),
                 {{"names", "TARGET-TOOL such as aarch64-unknown-linux-gnu-cc, or --target TARGET TOOL"}},
                 "linkshim help explain"});
  if (std::string_view target = args.value("--target"); !target.empty()) tool->target = target;
  return readInvocation(*tool, name, {args.rest.begin() + 1, args.rest.end()}, call.environment, call.files);
}

/// For each argument a line with what became of it, and a line with the reason.
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
  case PieceFolder::Kind::windowsLibraries: return fmt::format("libraries of {}", piece.abi);
  case PieceFolder::Kind::pack: return fmt::format("pack of {}", piece.abi);
  case PieceFolder::Kind::share: return "headers";
  case PieceFolder::Kind::given: return std::string(piece.abi);
  }
  return {};
}

std::string pieceLines(const std::vector<PieceFolder> &pieces, const FileReader &files) {
  std::string out = pieces.empty() ? "" : "\npieces\n";
  for (const PieceFolder &piece : pieces)
    out += fmt::format("  {}  {}{}\n", pieceText(piece), piece.path,
                       files.status(piece.path).isDirectory() ? "" : "  (would be made)");
  return out;
}

std::string environmentLines(const Step &step) {
  std::string out = step.environment.empty() ? "" : "\nenvironment\n";
  for (const EnvironmentChange &change : step.environment)
    out += change.value ? fmt::format("  set    {}={}\n", change.name, *change.value)
                        : fmt::format("  unset  {}\n", change.name);
  return out;
}

/// One program; `pieces` is what stands before its command.
std::string text(const Step &step, const std::string &pieces) {
  return fmt::format("arguments\n{}\nprogram  {}\n", noteLines(step.notes), step.program) +
         environmentLines(step) + pieces + fmt::format("\ncommand\n  {}\n", commandLine(step));
}

std::vector<const Step *> stepsOf(const Plan &plan) {
  std::vector<const Step *> steps;
  for (const Step &step : plan.before)
    steps.push_back(&step);
  steps.push_back(&plan);
  for (const Step &step : plan.after)
    steps.push_back(&step);
  return steps;
}

std::string text(const Invocation &, const Plan &plan, const FileReader &files) {
  std::vector<const Step *> steps = stepsOf(plan);
  if (steps.size() == 1) return text(plan, pieceLines(plan.pieces, files));
  std::string out;
  for (size_t i = 0; i < steps.size(); ++i)
    out += fmt::format("{}step {} of {}: {}\n", i == 0 ? "" : "\n", i + 1, steps.size(), steps[i]->work) +
           text(*steps[i], steps[i] == &plan ? pieceLines(plan.pieces, files) : "");
  return out;
}

std::string text(const Invocation &, const Answer &answer, const FileReader &files) {
  return "no program is run; linkshim prints\n" + answer.output + pieceLines(answer.pieces, files);
}

std::vector<Note> ownNotes(const Invocation &invocation) {
  std::vector<Note> notes;
  for (const std::string &arg : invocation.args())
    notes.push_back({Note::Fate::kept, arg, arg, {}});
  return notes;
}

std::string text(const Invocation &invocation, const OwnTool &, const FileReader &) {
  return fmt::format("arguments\n{}\n", noteLines(ownNotes(invocation))) +
         "no program is run; linkshim does it itself, since no other tool for it was found\n";
}

std::string text(const Invocation &invocation, const Decision &decision, const FileReader &files) {
  std::string floor = invocation.floor ? fmt::format(", glibc {} or newer", invocation.floor->str()) : "",
              asked = askedIn(invocation);
  bool byProgram = std::holds_alternative<Plan>(decision);
  if (!asked.empty())
    asked = fmt::format("asks     {}{}\n", asked, byProgram ? ", which the program below answers" : "");
  std::string planned = plannedAs(*invocation.target);
  if (!planned.empty()) planned = fmt::format("note     {}\n", planned);
  return fmt::format("target   {}{}\n{}{}\n", invocation.target->triple, floor, planned, asked) +
         std::visit([&](const auto &value) { return text(invocation, value, files); }, decision);
}

/// An attribute that is an array with an object for each of the items.
template <typename Items, typename Write>
void writeObjects(OStream &out, llvm::StringRef key, const Items &items, Write write) {
  out.attributeArray(key, [&] {
    for (const auto &item : items)
      out.object([&] { write(item); });
  });
}

void writePieces(OStream &out, const std::vector<PieceFolder> &pieces) {
  writeObjects(out, "pieces", pieces, [&](const PieceFolder &piece) {
    jsonAttribute(out, "piece", pieceText(piece));
    jsonAttribute(out, "path", piece.path);
  });
}

void writeNotes(OStream &out, const std::vector<Note> &notes) {
  writeObjects(out, "arguments", notes, [&](const Note &note) {
    jsonAttribute(out, "fate", toString(note.fate));
    jsonAttribute(out, "argument", note.argument);
    jsonAttribute(out, "became", note.became);
    jsonAttribute(out, "why", note.why);
  });
}

void writeStep(OStream &out, const Step &step) {
  writeNotes(out, step.notes);
  jsonAttribute(out, "program", step.program);
  writeObjects(out, "environment", step.environment, [&](const EnvironmentChange &change) {
    jsonAttribute(out, "name", change.name);
    if (change.value)
      jsonAttribute(out, "value", *change.value);
    else
      out.attribute("value", nullptr);
  });
  out.attributeArray("command", [&] {
    for (const std::string &arg : step.args)
      out.value(jsonSafe(arg));
  });
}

/// All steps, and the link at the top as well, for callers that only look at it.
void writeDecision(OStream &out, const Invocation &, const Plan &plan) {
  writeObjects(out, "steps", stepsOf(plan), [&](const Step *step) {
    jsonAttribute(out, "work", step->work);
    writeStep(out, *step);
  });
  writePieces(out, plan.pieces);
  writeStep(out, plan);
}

void writeDecision(OStream &out, const Invocation &, const Answer &answer) {
  out.attributeArray("steps", [] {});
  jsonAttribute(out, "answer", answer.output);
  out.attribute("status", answer.status);
  writePieces(out, answer.pieces);
}

void writeDecision(OStream &out, const Invocation &invocation, const OwnTool &) {
  out.attributeArray("steps", [] {});
  writeNotes(out, ownNotes(invocation));
  jsonAttribute(out, "program", "linkshim");
  writePieces(out, {});
}

std::string_view kindOf(const Decision &decision) {
  if (std::holds_alternative<Plan>(decision)) return "programs";
  return std::holds_alternative<Answer>(decision) ? "answer" : "linkshim";
}

void writeCall(OStream &out, const Invocation &invocation, const Decision &decision) {
  jsonAttribute(out, "target", invocation.target->triple);
  if (!invocation.target->plannedAs.empty()) jsonAttribute(out, "plannedAs", invocation.target->plannedAs);
  if (invocation.floor)
    jsonAttribute(out, "floor", invocation.floor->str());
  else
    out.attribute("floor", nullptr);
  jsonAttribute(out, "kind", kindOf(decision));
  if (std::string asked = askedIn(invocation); !asked.empty())
    jsonAttribute(out, "asks", asked);
  else
    out.attribute("asks", nullptr);
  std::visit([&](const auto &value) { writeDecision(out, invocation, value); }, decision);
}

std::string json(const Invocation &invocation, const Decision &decision) {
  return jsonText(jsonIndent,
                  [&](OStream &out) { out.object([&] { writeCall(out, invocation, decision); }); }) +
         "\n";
}

} // namespace

Result<CommandResult> runExplain(const CommandCall &call) {
  constexpr CommandOption options[] = {{"--json"}, {"--target", true}};
  Result<CommandArgs> args = parseOptions("explain", call.args, options, OptionsEnd::atFirstArgument);
  if (!args) return failed(args);
  Result<Invocation> invocation = readCall(*args, call);
  if (!invocation) return failed(invocation);
  std::string share = shareFolder(call.environment, call.self);
  Result<SysrootPlaces> places = findPlaces(*invocation->target, call.environment, share, call.files);
  if (!places) return failed(places);
  // A run puts a number there that no other has.
  std::string temporary = joinPath(temporaryParent(call.environment), "linkshim-NUMBER");
  PlanContext context{call.environment, call.files, std::move(*places), call.self, std::move(temporary)};
  Result<Decision> decision = decide(*invocation, context);
  if (!decision) return failed(decision);
  return CommandResult{args->has("--json") ? json(*invocation, *decision)
                                           : text(*invocation, *decision, call.files)};
}

} // namespace linkshim
