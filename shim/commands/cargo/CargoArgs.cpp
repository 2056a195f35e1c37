#include "shim/commands/cargo/CargoArgs.h"
#include "shim/commands/OldErrors.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

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
                                          "--token"};

/// Commands that compile nothing.
constexpr std::string_view quiet[] = {"add",
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

/// Commands whose first plain argument begins the arguments of the program.
constexpr std::string_view runs[] = {"run", "r"};

/// Cargo's word for the machine it runs on.
constexpr std::string_view hostWord = "host-tuple";

bool isOneOf(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool isBuildStd(std::string_view flag) {
  return flag.substr(0, flag.find('=')) == "build-std";
}

} // namespace

bool mayCompile(std::string_view command) {
  return !isOneOf(quiet, command);
}

bool addCargoTarget(std::string &text, std::vector<TargetSpec> &targets, Failure &failure) {
  if (text.empty() || text == hostWord || text.ends_with(".json") || text.find('/') != std::string::npos)
    return true;
  TargetSpec spec;
  if (!parseTargetSpec(text, spec, failure)) return false;
  text = spec.target->triple;
  for (const TargetSpec &old : targets) {
    if (old.target != spec.target) continue;
    if (old.floor == spec.floor) return true;
    auto floor = [](const TargetSpec &s) { return s.floor ? s.floor->str() : std::string("none given"); };
    failure = {
        fmt::format("the target {} is given with two glibc versions", text),
        {{"first", floor(old)}, {"then", floor(spec)}},
        fmt::format("cargo linkshim build --target {}.{}", text, (old.floor ? old : spec).floor->str())};
    return false;
  }
  targets.push_back(spec);
  return true;
}

bool readCargoArgs(const std::vector<std::string> &args, CargoArgs &parsed, Failure &failure) {
  parsed = {};
  parsed.args = args;
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view arg = args[i];
    if (arg == "--") break;
    if (arg.size() < 2 || arg.front() != '-') {
      if (!parsed.command.empty() && isOneOf(runs, parsed.command)) break;
      if (parsed.command.empty()) parsed.command = arg;
      continue;
    }
    // -Zbuild-std and -Cfolder carry their value themselves, as --name=value does.
    bool joined = arg.starts_with("-Z") || arg.starts_with("-C");
    size_t cut = joined ? 2 : std::min(arg.find('='), arg.size());
    std::string_view name = arg.substr(0, cut);
    if (!isOneOf(withValue, name)) continue;
    bool inside = cut < arg.size();
    // Some values may be left out, as in `--test --target T`; none begins with a hyphen.
    if (!inside && (i + 1 == args.size() || args[i + 1].starts_with('-'))) continue;
    size_t at = inside ? i : ++i;
    std::string value(inside ? arg.substr(cut + (joined ? 0 : 1)) : std::string_view(args[at]));
    if (name == "--config") parsed.configs.push_back(value);
    if (name == "-C") parsed.folder = value;
    if (name == "-Z") parsed.buildStd |= isBuildStd(value);
    if (name != "--target") continue;
    parsed.targetGiven = true;
    if (!addCargoTarget(value, parsed.targets, failure)) return false;
    parsed.args[at] = inside ? "--target=" + value : value;
  }
  return true;
}

} // namespace linkshim
