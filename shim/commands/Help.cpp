#include "shim/commands/Command.h"
#include "shim/run/Questions.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {

const std::string_view helpUsage = R"(linkshim help [SUBCOMMAND]

Prints the overview, or how a subcommand is used.
)";

std::string programVersion() {
  return versionText();
}

std::string overview() {
  std::string out = fmt::format(R"({}
Links Rust programs for any target, with the lld that is already there and a sysroot of its own.

usage: linkshim SUBCOMMAND [ARGUMENT...]
       cargo linkshim CARGO-COMMAND [ARGUMENT...] --target TARGET[.GLIBC]
       TARGET[.GLIBC]-TOOL [ARGUMENT...]      (a link to linkshim; `linkshim links` makes them)

)",
                                programVersion());
  for (const Command &command : allCommands())
    out += fmt::format("  {:9}{}\n", command.name, command.summary);
  return out + "\nTARGET is a Rust target such as aarch64-unknown-linux-gnu, or its GNU spelling; GLIBC the "
               "oldest glibc to\n"
               "run on, as in aarch64-unknown-linux-gnu.2.17. `linkshim help SUBCOMMAND` tells more.\n";
}

Failure unknownCommand(std::string_view name, std::string_view action) {
  std::vector<std::string_view> names;
  for (const Command &command : allCommands())
    names.push_back(command.name);
  std::string_view near = nearestName(name, names);
  Failure failure{fmt::format("there is no subcommand named {}", name), {}, "linkshim --help"};
  if (near.empty()) return failure;
  failure.facts.emplace_back("nearest", near);
  failure.action = fmt::format("{} {}", action, near);
  return failure;
}

Result<CommandResult> runHelp(const CommandCall &call) {
  if (call.args.empty()) return CommandResult{overview()};
  const std::string &name = call.args.front();
  const Command *command = findCommand(name);
  if (!command) return fail(unknownCommand(name, "linkshim help"));
  return CommandResult{std::string(command->usage)};
}

std::string_view nearestName(std::string_view name, std::span<const std::string_view> candidates) {
  llvm::StringRef wanted(name.data(), name.size());
  std::string_view nearest;
  // As for targets, a name with more than a third of its letters wrong is not near; in a short one, two may
  // be.
  size_t best = std::max<size_t>(name.size() / 3, 2) + 1;
  for (std::string_view candidate : candidates) {
    size_t distance = wanted.edit_distance(llvm::StringRef(candidate.data(), candidate.size()));
    if (distance >= best) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

bool CommandArgs::has(std::string_view option) const {
  for (const auto &[name, value] : options)
    if (name == option) return true;
  return false;
}

std::string_view CommandArgs::value(std::string_view option) const {
  std::string_view found;
  for (const auto &[name, text] : options)
    if (name == option) found = text;
  return found;
}

Failure wrongUsage(std::string_view command, std::string what) {
  return {std::move(what), {}, fmt::format("linkshim help {}", command)};
}

Result<CommandArgs> parseOptions(std::string_view command, const std::vector<std::string> &args,
                                 std::span<const CommandOption> known, OptionsEnd end) {
  CommandArgs parsed;
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view arg = args[i];
    bool ends = arg == "--", isOption = arg.size() > 1 && arg.front() == '-' && !ends;
    if (ends || (!isOption && end == OptionsEnd::atFirstArgument)) {
      parsed.rest.insert(parsed.rest.end(), args.begin() + static_cast<std::ptrdiff_t>(i + (ends ? 1 : 0)),
                         args.end());
      break;
    }
    if (!isOption) {
      parsed.rest.emplace_back(arg);
      continue;
    }
    std::string_view name = arg.substr(0, arg.find('='));
    bool hasValue = name.size() < arg.size();
    auto option = std::ranges::find(known, name, &CommandOption::name);
    if (option == known.end() || (hasValue && !option->takesValue))
      return fail(wrongUsage(command, fmt::format("linkshim {} has no option {}", command, arg)));
    if (option->takesValue && !hasValue && i + 1 == args.size())
      return fail(wrongUsage(command, fmt::format("the option {} needs a value", name)));
    std::string value;
    if (option->takesValue) value = hasValue ? std::string(arg.substr(name.size() + 1)) : args[++i];
    parsed.options.emplace_back(option->name, std::move(value));
  }
  return parsed;
}

} // namespace linkshim
