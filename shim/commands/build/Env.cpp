#include "shim/base/Json.h"
#include "shim/call/TargetSpec.h"
#include "shim/commands/Command.h"
#include "shim/commands/build/BuildFiles.h"
#include "shim/commands/build/EnvFormat.h"
#include "shim/commands/cargo/DescribedTarget.h"
#include "shim/plan/Plan.h"
#include <fmt/ranges.h>

namespace linkshim {

const std::string_view envUsage = R"usage(linkshim env TARGET [--format FORMAT] [--with-runner]

Prints the variables that cargo and build tools need for TARGET. What you have set yourself stays.
C for musl is linked dynamically unless -static is given; Rust for musl is static unless told otherwise.

  --format sh             eval "$(linkshim env TARGET)"      (the default)
  --format fish           linkshim env TARGET --format fish | source
  --format powershell     linkshim env TARGET --format powershell | Out-String | Invoke-Expression
  --format json           an object of names and values
  --format github         linkshim env TARGET --format github >> "$GITHUB_ENV"
  --format cargo-config   for .cargo/config.toml
  --format cmake          a toolchain file:  cmake -DCMAKE_TOOLCHAIN_FILE=FILE
  --format meson          a cross file:      meson setup --cross-file FILE
  --format configure      arguments for autotools:  ./configure $(linkshim env TARGET --format configure)
  --format make           variables for make:  make $(linkshim env TARGET --format make)
                          or, for all that reads CC and the like:  eval export "$(linkshim env TARGET --format make)"
  --format go             for cgo:  eval "$(linkshim env TARGET --format go)"
  --with-runner           with cmake and meson: the build runs the target's programs, by `linkshim run`

Where the folder of the tools has a blank in its path:  eval ./configure "$(linkshim env TARGET --format configure)".
What cannot be printed ends with status 1, and in a way that stops what reads the output too: a shell's eval fails, and
configure, make, CMake and meson end with an error.
)usage";

namespace {

/// `onFailure` is printed in the place of the rest. A shell ignores the status of `$(linkshim env ...)`, and
/// most build tools take an empty answer for a build for this machine.
struct Format {
  std::string_view name, onFailure;
};
constexpr Format formats[] = {
    {"sh", "false\n"},
    {"fish", "false\n"},
    {"powershell", "throw 'linkshim env failed'\n"},
    {"json", ""},
    {"github", ""},
    {"cargo-config", ""},
    {"cmake", "message(FATAL_ERROR \"linkshim env failed\")\n"},
    {"meson", "linkshim env failed\n"},
    {"configure", "--linkshim-env-failed\n"},
    {"make", "--linkshim-env-failed\n"},
    {"go", "false\n"},
};

Result<const Format *> findFormat(std::string_view name, const std::string &target) {
  std::vector<std::string_view> names;
  for (const Format &format : formats) {
    if (format.name == name) return &format;
    names.push_back(format.name);
  }
  std::string_view near = nearestName(name, names);
  return fail({fmt::format("linkshim env has no format {}", name),
               {{"formats", fmt::format("{}", fmt::join(names, ", "))}},
               fmt::format("linkshim env {} --format {}", target, near.empty() ? "sh" : near)});
}

std::string oneLine(std::string text) {
  for (char &c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

std::string keptComment(const Variable &row) {
  return fmt::format("# {} is set already and stays: {}\n", row.name, oneLine(row.kept));
}

std::string statements(const Target &target, const std::vector<Variable> &rows,
                       std::string (*statement)(const Variable &)) {
  std::string out = staticNote(target);
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
  std::string out = fmt::format("{}[target.{}]\n{}", staticNote(target), tomlKey(target.triple), table);
  return environment.empty() ? out : out + "\n[env]\n" + environment;
}

} // namespace

std::optional<std::string> formatVariables(std::string_view format, const Target &target,
                                           const std::vector<Variable> &rows) {
  if (format == "sh")
    return statements(target, rows, [](const Variable &row) {
      return fmt::format("export {}={}\n", row.name, shellWord(row.value));
    });
  if (format == "fish")
    return statements(target, rows, [](const Variable &row) {
      return fmt::format("set -gx {} {}\n", row.name, fishWord(row.value));
    });
  if (format == "powershell")
    return statements(target, rows, [](const Variable &row) {
      return fmt::format("$env:{} = {}\n", row.name, powershellWord(row.value));
    });
  if (format == "json") return json(rows);
  if (format == "github") return github(rows);
  if (format == "cargo-config") return cargoConfig(target, rows);
  return std::nullopt;
}

namespace {

Result<std::string> print(std::string_view format, const std::string &name, bool withRunner,
                          const CommandCall &call) {
  Result<TargetSpec> spec = describedTarget(name, call);
  if (!spec) return failed(spec);
  VariableContext context{call.environment, call.files, call.self};
  if (isBuildFile(format)) return buildFile(format, *spec, withRunner, context);
  if (withRunner)
    return fail({"the variables name the runner already, and --with-runner is for build tools",
                 {{"formats with --with-runner", "cmake, meson"}},
                 fmt::format("linkshim env {} --format {}", name, format)});
  Result<std::vector<Variable>> rows = targetVariables(*spec, context);
  if (!rows) return failed(rows);
  return *formatVariables(format, *spec->target, *rows);
}

} // namespace

Result<CommandResult> runEnv(const CommandCall &call) {
  constexpr CommandOption options[] = {{"--format", true}, {"--with-runner"}};
  Result<CommandArgs> args = parseOptions("env", call.args, options);
  if (!args) return failed(args);
  if (args->rest.size() != 1)
    return fail(wrongUsage("env", args->rest.empty() ? "linkshim env needs a target"
                                                     : "linkshim env takes one target"));
  const std::string &name = args->rest.front();
  Result<const Format *> format =
      findFormat(args->has("--format") ? args->value("--format") : formats[0].name, name);
  if (!format) return failed(format);
  Result<std::string> text = print((*format)->name, name, args->has("--with-runner"), call);
  if (text) return CommandResult{std::move(*text)};
  CommandResult result{std::string((*format)->onFailure)};
  result.complaint = std::move(text.error());
  return result;
}

} // namespace linkshim
