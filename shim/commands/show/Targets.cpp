#include "shim/base/Json.h"
#include "shim/call/DefaultTarget.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/Command.h"
#include "shim/commands/cargo/RustToolchain.h"
#include "triples/Columns.h"
#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace linkshim {

const std::string_view targetsUsage = R"(linkshim targets [--json | --default]

Lists all Rust targets: the GNU spelling, the C library, the default floor (the oldest glibc that programs run on),
lld's flavor, the emulator that runs programs of the target, the releases of rustc that have it where not all do that
linkshim knows, and what you have to bring. A star marks the targets that linkshim can link.

  --json      an array with an object for each target, which has every column of the table
  --default   only the triple of the target that cc, ld and the like work for here, as LINKSHIM_TARGET or TARGETPLATFORM
              name it
)";

namespace {

void writeRow(llvm::json::OStream &out, const Target &target) {
  out.object([&] {
    for (const Column &column : allColumns()) {
      ColumnValue value = column.value(target);
      if (const auto *text = std::get_if<std::string_view>(&value))
        jsonAttribute(out, column.name, *text);
      else if (const auto *number = std::get_if<unsigned>(&value))
        out.attribute(jsonSafe(column.name), *number);
      else
        out.attribute(jsonSafe(column.name), std::get<bool>(value));
    }
  });
}

/// An array with an object on one line for every target.
std::string jsonTable() {
  return jsonText(jsonIndent,
                  [](llvm::json::OStream &out) {
                    out.array([&] {
                      for (const Target &target : allTargets())
                        out.rawValue(jsonText(jsonOnOneLine, [&](auto &row) { writeRow(row, target); }));
                    });
                  }) +
         "\n";
}

using Line = std::array<std::string, 8>;

Line line(const Target &t) {
  std::string name = fmt::format("{}{}", t.triple, t.unlinked.empty() ? " *" : "");
  std::string needs = t.needs.empty() ? "" : fmt::format("{} ({})", t.needs, t.needsText);
  if (t.needsOptional) needs = "if you like: " + needs;
  auto orDash = [](std::string_view text) { return std::string(text.empty() ? "-" : text); };
  return {name,
          orDash(t.gnu),
          std::string(toString(t.libc)),
          orDash(t.glibcFirst),
          orDash(t.lldFlavor),
          orDash(t.runner),
          orDash(releasesOf(t)),
          needs};
}

std::string textTable() {
  std::vector<Line> lines{
      {"target", "GNU spelling", "C library", "floor", "lld", "runner", "rustc", "you bring"}};
  for (const Target &target : allTargets())
    lines.push_back(line(target));
  std::array<size_t, std::tuple_size_v<Line>> widths{};
  for (const Line &row : lines)
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  std::string out;
  for (const Line &row : lines) {
    std::string text;
    for (size_t i = 0; i < row.size(); ++i)
      text += fmt::format("{:{}}  ", row[i], widths[i]);
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

} // namespace

Result<CommandResult> runTargets(const CommandCall &call) {
  constexpr CommandOption options[] = {{"--json"}, {"--default"}};
  Result<CommandArgs> args = parseOptions("targets", call.args, options);
  if (!args) return failed(args);
  if (!args->rest.empty())
    return fail(
        {"linkshim targets takes no argument", {{"argument", args->rest.front()}}, "linkshim targets"});
  if (args->has("--default")) {
    Result<TargetSpec> spec = defaultTarget(call.environment, call.files);
    if (!spec) return failed(spec);
    return CommandResult{fmt::format("{}\n", spec->target->triple)};
  }
  return CommandResult{args->has("--json") ? jsonTable() : textTable()};
}

} // namespace linkshim
