#include "shim/commands/Command.h"
#include "shim/commands/OldErrors.h"
#include "shim/commands/build/BuildFiles.h"
#include "shim/commands/build/EnvFormat.h"
#include "shim/plan/Plan.h"
#include <fmt/format.h>

namespace linkshim {

const std::string_view envUsage = R"usage(linkshim env TARGET [--format FORMAT]

Prints the variables that cargo and build tools need for TARGET. What you have set yourself stays.

  --format sh             eval "$(linkshim env TARGET)"      (the default)
  --format fish           linkshim env TARGET --format fish | source
  --format powershell     linkshim env TARGET --format powershell | Out-String | Invoke-Expression
  --format json           an object of names and values
  --format github         linkshim env TARGET --format github >> "$GITHUB_ENV"
  --format cargo-config   for .cargo/config.toml
  --format cmake          a toolchain file:  cmake -DCMAKE_TOOLCHAIN_FILE=FILE
  --format meson          a cross file:      meson setup --cross-file FILE
  --format configure      words for autotools:  eval ./configure "$(linkshim env TARGET --format configure)"
  --format go             for cgo:  eval "$(linkshim env TARGET --format go)"
)usage";

namespace {

constexpr std::string_view formatNames[] = {"sh",           "fish",  "powershell", "json",      "github",
                                            "cargo-config", "cmake", "meson",      "configure", "go"};

std::string oneLine(std::string text) {
  for (char &c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

std::string keptComment(const Variable &row) {
  return fmt::format("# {} is set already and stays: {}\n", row.name, oneLine(row.kept));
}

std::string statements(const std::vector<Variable> &rows, std::string (*statement)(const Variable &)) {
  std::string out;
  for (const Variable &row : rows)
    out += row.kept.empty() ? statement(row) : keptComment(row);
  return out;
}

std::string json(const std::vector<Variable> &rows) {
  std::string out;
  for (const Variable &row : rows)
    if (row.kept.empty())
      out += fmt::format("{}\n  {}: {}", out.empty() ? "" : ",", jsonString(row.name), jsonString(row.value));
  return out.empty() ? "{}\n" : "{" + out + "\n}\n";
}

std::string github(const std::vector<Variable> &rows) {
  std::string out;
  for (const Variable &row : rows)
    if (row.kept.empty()) out += githubLine(row.name, row.value);
  return out;
}

std::string tomlArray(const std::vector<std::string> &words) {
  std::string out;
  for (const std::string &word : words)
    out += (out.empty() ? "" : ", ") + tomlString(word);
  return "[" + out + "]";
}

std::string cargoConfig(const Target &target, const std::vector<Variable> &rows) {
  std::string table, environment;
  for (const Variable &row : rows) {
    bool own = row.place == Variable::Place::environment;
    std::string &out = own ? environment : table;
    if (!row.kept.empty())
      out += keptComment(row);
    else if (row.place == Variable::Place::linker)
      out += fmt::format("linker = {}\n", tomlString(row.value));
    else if (row.place == Variable::Place::runner)
      out += fmt::format("runner = {}\n", tomlArray(row.words));
    else
      out += fmt::format("{} = {}\n", row.name, tomlString(row.value));
  }
  bool dotted = target.triple.find('.') != std::string_view::npos;
  std::string key = dotted ? tomlString(target.triple) : std::string(target.triple);
  std::string out = fmt::format("[target.{}]\n{}", key, table);
  return environment.empty() ? out : out + "\n[env]\n" + environment;
}

} // namespace

std::optional<std::string> formatVariables(std::string_view format, const Target &target,
                                           const std::vector<Variable> &rows) {
  if (format == "sh")
    return statements(rows, [](const Variable &row) {
      return fmt::format("export {}={}\n", row.name, shellWord(row.value));
    });
  if (format == "fish")
    return statements(rows, [](const Variable &row) {
      return fmt::format("set -gx {} {}\n", row.name, fishWord(row.value));
    });
  if (format == "powershell")
    return statements(rows, [](const Variable &row) {
      return fmt::format("$env:{} = {}\n", row.name, powershellWord(row.value));
    });
  if (format == "json") return json(rows);
  if (format == "github") return github(rows);
  if (format == "cargo-config") return cargoConfig(target, rows);
  return std::nullopt;
}

bool runEnv(CommandCall &call, Failure &failure) {
  constexpr CommandOption options[] = {{"--format", true}};
  CommandArgs args;
  if (!takeOptions("env", call.args, options, false, args, failure)) return false;
  if (args.rest.size() != 1) {
    failure = {args.rest.empty() ? "linkshim env needs a target" : "linkshim env takes one target",
               {},
               "linkshim help env"};
    return false;
  }
  std::string format = args.has("--format") ? std::string(args.value("--format")) : "sh";
  TargetSpec spec;
  if (!parseTargetSpec(args.rest.front(), spec, failure)) return false;
  VariableContext context{call.environment, call.files, call.self};
  bool done = true;
  if (std::optional<std::string> file = buildFile(format, spec, context, done, failure)) {
    call.output = *file;
    return done;
  }
  // Asked before a link is made.
  if (!formatVariables(format, *spec.target, {})) {
    std::string_view near = nearestName(format, formatNames);
    failure = {fmt::format("linkshim env has no format {}", format),
               {{"formats", fmt::format("{}", fmt::join(formatNames, ", "))}},
               fmt::format("linkshim env {} --format {}", args.rest.front(), near.empty() ? "sh" : near)};
    return false;
  }
  std::vector<Variable> rows;
  if (!targetVariables(spec, context, rows, failure)) return false;
  call.output = *formatVariables(format, *spec.target, rows);
  return true;
}

} // namespace linkshim
