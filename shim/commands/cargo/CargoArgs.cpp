#include "shim/commands/cargo/CargoArgs.h"
#include "shim/call/Specification.h"
#include "shim/call/TargetSpec.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <span>

namespace linkshim {
namespace {

/// Options of cargo whose value is the next argument.
constexpr std::string_view withValue[] = {"--target",
                                          "--config",
                                          "--color",
                                          "--package",
                                          "-p",
                                          "--features",
                                          "-F",
                                          "--profile",
                                          "--target-dir",
                                          "--manifest-path",
                                          "--jobs",
                                          "-j",
                                          "--bin",
                                          "--example",
                                          "--test",
                                          "--bench",
                                          "--exclude",
                                          "--message-format",
                                          "-Z",
                                          "-C",
                                          "--lockfile-path",
                                          "--explain",
                                          "--registry",
                                          "--index",
                                          "--artifact-dir",
                                          "--out-dir",
                                          "--root",
                                          "--path",
                                          "--git",
                                          "--branch",
                                          "--tag",
                                          "--rev",
                                          "--version",
                                          "--crate-type",
                                          "--print",
                                          "--token",
                                          "--malloc"};

/// Commands that compile nothing.
constexpr std::string_view compilingNothing[] = {"add",
                                                 "clean",
                                                 "config",
                                                 "fetch",
                                                 "fmt",
                                                 "generate-lockfile",
                                                 "help",
                                                 "info",
                                                 "init",
                                                 "locate-project",
                                                 "login",
                                                 "logout",
                                                 "metadata",
                                                 "new",
                                                 "owner",
                                                 "pkgid",
                                                 "read-manifest",
                                                 "remove",
                                                 "rm",
                                                 "search",
                                                 "tree",
                                                 "uninstall",
                                                 "update",
                                                 "vendor",
                                                 "verify-project",
                                                 "version",
                                                 "yank"};

/// Commands whose first argument that is no option begins the arguments of the program.
constexpr std::string_view runs[] = {"run", "r"};

/// Cargo's name for the target of the machine that it runs on.
constexpr std::string_view hostName = "host-tuple";

bool isOneOf(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool isBuildStd(std::string_view flag) {
  return flag.substr(0, flag.find('=')) == "build-std";
}

/// An option of cargo that has a value.
struct Option {
  std::string_view name;
  std::string_view value;
  bool joined = false; ///< `--name=value`, `-Zvalue`; else the value is the next argument
};

/// The option at the head of `args`, where it has a value; nullopt for any other.
std::optional<Option> optionWithValue(std::span<const std::string> args) {
  std::string_view arg = args.front();
  // -Zbuild-std and -Cfolder are joined without an equals sign.
  bool letter = arg.starts_with("-Z") || arg.starts_with("-C");
  size_t cut = letter ? 2 : std::min(arg.find('='), arg.size());
  Option option{arg.substr(0, cut), {}, cut < arg.size()};
  if (!isOneOf(withValue, option.name)) return std::nullopt;
  if (option.joined) {
    option.value = arg.substr(cut + (letter ? 0 : 1));
    return option;
  }
  // Some values may be left out, as in `--test --target T`; no value begins with a hyphen.
  if (args.size() == 1 || args[1].starts_with('-')) return std::nullopt;
  option.value = args[1];
  return option;
}

Result<void> addTarget(const Option &option, const TargetFinder &find, CargoArgs &parsed) {
  parsed.targetGiven = true;
  bool universal = option.value == universalTarget;
  parsed.universal |= universal;
  std::span<const std::string_view> names(&option.value, 1);
  if (universal) names = universalParts;
  for (std::string_view name : names) {
    Result<std::string> triple = addCargoTarget(name, find, parsed.targets);
    if (!triple) return failed(triple);
    if (option.joined || universal)
      parsed.args.push_back("--target=" + *triple);
    else
      parsed.args.insert(parsed.args.end(), {"--target", *triple});
  }
  return {};
}

void addOption(const Option &option, CargoArgs &parsed) {
  std::string value(option.value);
  if (option.name == "--config") parsed.configs.push_back(value);
  if (option.name == "-C") parsed.folder = value;
  if (option.name == "-Z") parsed.buildStd |= isBuildStd(value);
  if (option.name == "--target-dir") parsed.targetFolder = value;
  if (option.name == "--manifest-path") parsed.manifest = value;
  if (option.name == "--profile") parsed.profile = value;
}

} // namespace

bool mayCompile(std::string_view command) {
  return !isOneOf(compilingNothing, command);
}

Result<std::string> addCargoTarget(std::string_view text, const TargetFinder &find,
                                   std::vector<TargetSpec> &targets) {
  size_t file = text.find(specificationEnding);
  bool described = file != std::string_view::npos;
  if (text.empty() || text == hostName || (text.find('/') != std::string::npos && !described))
    return std::string(text);
  Result<TargetSpec> spec = find(text);
  if (!spec) return failed(spec);
  std::string triple(described ? text.substr(0, file + specificationEnding.size()) : spec->target->triple);
  auto old = std::ranges::find(targets, spec->target, &TargetSpec::target);
  if (old == targets.end()) {
    targets.push_back(*spec);
    return triple;
  }
  if (old->floor == spec->floor) return triple;
  auto floor = [](const TargetSpec &s) { return s.floor ? s.floor->str() : std::string("none given"); };
  const Version &version = *(old->floor ? *old : *spec).floor;
  return fail({fmt::format("the target {} is given with two glibc versions", triple),
               {{"first", floor(*old)}, {"then", floor(*spec)}},
               fmt::format("cargo linkshim build --target {}.{}", triple, version.str())});
}

Result<CargoArgs> readCargoArgs(const std::vector<std::string> &args, const TargetFinder &find) {
  CargoArgs parsed;
  for (size_t i = 0; i < args.size();) {
    std::string_view arg = args[i];
    bool plain = arg.size() < 2 || arg.front() != '-';
    if (arg == "--" || (plain && isOneOf(runs, parsed.command))) { // the program's arguments follow
      parsed.args.insert(parsed.args.end(), args.begin() + static_cast<std::ptrdiff_t>(i), args.end());
      break;
    }
    if (plain && parsed.command.empty()) parsed.command = arg;
    parsed.release |= arg == "--release" || arg == "-r";
    std::optional<Option> option = plain ? std::nullopt : optionWithValue(std::span(args).subspan(i));
    size_t count = option && !option->joined ? 2 : 1;
    if (option && option->name == "--target") {
      if (Result<void> added = addTarget(*option, find, parsed); !added) return failed(added);
    } else if (option && option->name == "--malloc") {
      parsed.malloc = option->value;
    } else {
      if (option) addOption(*option, parsed);
      parsed.args.insert(parsed.args.end(), args.begin() + static_cast<std::ptrdiff_t>(i),
                         args.begin() + static_cast<std::ptrdiff_t>(i + count));
    }
    i += count;
  }
  return parsed;
}

} // namespace linkshim
