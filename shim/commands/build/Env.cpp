#include "shim/base/Json.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/Command.h"
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
  --format configure      arguments for autotools:  eval ./configure "$(linkshim env TARGET --format configure)"
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
  return jsonText(jsonIndent,
                  [&](llvm::json::OStream &out) {
                    out.object([&] {
                      for (const Variable &row : rows)
                        if (row.kept.empty()) jsonAttribute(out, row.name, row.value);
                    });
                  }) +
         "\n";
}

std::string github(const std::vector<Variable> &rows) {
  std::string out;
  for (const Variable &row : rows)
    if (row.kept.empty()) out += githubLine(row.name, row.value);
  return out;
}

std::string tomlArray(const std::vector<std::string> &texts) {
  std::string out;
  for (const std::string &text : texts)
    out += (out.empty() ? "" : ", ") + tomlString(text);
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
      out += fmt::format("runner = {}\n", tomlArray(row.command));
    else
      out += fmt::format("{} = {}\n", row.name, tomlString(row.value));
  }
  std::string out = fmt::format("[target.{}]\n{}", tomlKey(target.triple), table);
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

Result<CommandResult> runEnv(const CommandCall &call) {
  constexpr CommandOption options[] = {{"--format", true}};
  Result<CommandArgs> args = parseOptions("env", call.args, options);
  if (!args) return failed(args);
  if (args->rest.size() != 1)
    return fail(wrongUsage("env", args->rest.empty() ? "linkshim env needs a target"
                                                     : "linkshim env takes one target"));
  const std::string &name = args->rest.front();
  std::string format = args->has("--format") ? std::string(args->value("--format")) : "sh";
  Result<TargetSpec> spec = parseTargetSpec(name);
  if (!spec) return failed(spec);
  VariableContext context{call.environment, call.files, call.self};
  if (isBuildFile(format)) {
    Result<std::string> file = buildFile(format, *spec, context);
    if (!file) return failed(file);
    return CommandResult{std::move(*file)};
  }
  // A format that does not exist is refused before any link is made.
  if (!formatVariables(format, *spec->target, {})) {
    std::string_view near = nearestName(format, formatNames);
    return fail({fmt::format("linkshim env has no format {}", format),
                 {{"formats", fmt::format("{}", fmt::join(formatNames, ", "))}},
                 fmt::format("linkshim env {} --format {}", name, near.empty() ? "sh" : near)});
  }
  Result<std::vector<Variable>> rows = targetVariables(*spec, context);
  if (!rows) return failed(rows);
  return CommandResult{*formatVariables(format, *spec->target, *rows)};
}

} // namespace linkshim
