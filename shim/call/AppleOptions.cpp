#include "shim/call/AppleOptions.h"
#include "sysroots/apple/Apple.h"
#include "llvm/Support/VersionTuple.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// A version such as 11.0.0 at the end or in the middle of a word; empty when there is none.
std::string_view versionIn(std::string_view word) {
  size_t start = word.find_first_of("0123456789");
  if (start == std::string_view::npos) return {};
  size_t end = word.find_first_not_of("0123456789.", start);
  return word.substr(start, end == std::string_view::npos ? end : end - start);
}

/// The version in an LLVM triple's third part, as in arm64-apple-ios14.0.0-simulator. The number in darwin20
/// is the kernel's, so it does not count.
std::string_view versionOfTriple(std::string_view triple) {
  for (int i = 0; i < 2; ++i) {
    size_t dash = triple.find('-');
    if (dash == std::string_view::npos) return {};
    triple.remove_prefix(dash + 1);
  }
  return triple.starts_with("darwin") ? std::string_view() : versionIn(triple.substr(0, triple.find('-')));
}

} // namespace

std::string supportedVersion(const Target &target, std::string_view version) {
  llvm::VersionTuple asked, first;
  bool known = !asked.tryParse(version) && !first.tryParse(target.osFirst);
  return std::string(known && asked < first ? target.osFirst : version);
}

bool saysDeploymentTarget(const Arguments &arguments) {
  return arguments.has(OPT_g_deployment);
}

std::string deploymentTarget(const Target &target, const Arguments &arguments,
                             const Environment &environment) {
  std::string_view found;
  for (const Argument &argument : arguments.all()) {
    std::string_view version;
    if (argument.arg->getOption().matches(OPT_g_deployment))
      version = versionIn(argument.value());
    else if (argument.is(OPT_target_eq))
      version = versionOfTriple(argument.value());
    if (!version.empty()) found = version;
  }
  for (const llvm::opt::Arg *arg : arguments.linkerList().filtered(OPT_g_ld64_version))
    found = versionIn(arg->getValue());
  return found.empty() ? deploymentTarget(target, environment) : supportedVersion(target, found);
}

std::string deploymentTarget(const Target &target, const Environment &environment) {
  const apple::Platform *platform = apple::findPlatform(target.platform);
  std::string_view found =
      platform ? versionIn(environment.value(std::string(platform->deployment))) : std::string_view();
  return supportedVersion(target, found.empty() ? target.osFloor : found);
}

Result<void> checkArch(const Invocation &invocation) {
  for (const std::string &arch : invocation.arguments->values(OPT_arch)) {
    if (arch == invocation.target->emulation) continue;
    return fail(
        {fmt::format("{} is for one architecture, and -arch names another", invocation.name),
         {{"tool", std::string(invocation.target->emulation)}, {"asked for", arch}},
         "compile and link once with the tool of each target, then: linkshim lipo -create -output OUT A B"});
  }
  return {};
}

} // namespace linkshim
