#include "shim/compile/AppleCompile.h"
#include "shim/call/AppleOptions.h"
#include "shim/call/TargetOption.h"
#include "shim/sysroot/DarwinSdk.h"
#include "shim/sysroot/HowToInstall.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// linkshim's headers for Apple's systems, laid out as in an SDK.
std::string headerFolder(const PlanContext &context) {
  return context.places.share.empty() ? std::string() : context.places.share + "/headers/darwin";
}

bool namesSdk(const PlanContext &context, const Arguments &arguments) {
  const llvm::opt::Arg *arg = arguments.last(OPT_sysroot_cc, OPT_sysroot_eq);
  return arg && !isOwnSdk(arg->getValue(), context.places.share, context.files);
}

/// The user's SDK; empty when there is none.
std::string usersSdk(const Target &target, const PlanContext &context) {
  Result<DarwinSdk> sdk = findDarwinSdk(target, "", context); // an error in it is reported by links
  return sdk && !sdk->stubs ? sdk->root : std::string();
}

bool isObjectiveC(const Arguments &arguments) {
  return std::any_of(arguments.all().begin(), arguments.all().end(), [&](const Argument &argument) {
    std::string_view path = arguments.args()[argument.index];
    return argument.isInput() && argument.kind == InputKind::source &&
           (path.ends_with(".m") || path.ends_with(".mm"));
  });
}

} // namespace

std::string darwinTargetFlag(const Invocation &invocation, const Environment &environment) {
  const Target &target = *invocation.target;
  bool said = saysDeploymentTarget(*invocation.arguments);
  for (const std::string &name : invocation.arguments->values(OPT_target_eq))
    said |= staysAsTarget(name, target);
  std::string llvm(target.llvm);
  if (said) return "--target=" + llvm;
  // The version comes after the system: arm64-apple-ios14.0-simulator.
  size_t vendor = llvm.find('-'), system = llvm.find('-', vendor + 1);
  size_t end = std::min(llvm.find('-', system + 1), llvm.size());
  return fmt::format("--target={}{}{}", llvm.substr(0, end), deploymentTarget(target, environment),
                     llvm.substr(end));
}

void addDarwinHeaders(const Invocation &invocation, const PlanContext &context, LinkLine &line) {
  if (namesSdk(context, *invocation.arguments)) return;
  if (std::string sdk = usersSdk(*invocation.target, context); !sdk.empty())
    return line.addPair("-isysroot", std::move(sdk), "the user's SDK");
  std::string own = headerFolder(context), cxx = context.places.share + "/c++/v1";
  if (!context.files.status(own + "/usr/include").isDirectory())
    return line.add("-nostdlibinc", "no header of the host");
  if (context.files.status(cxx).isDirectory()) {
    for (const std::string &folder : {own + "/c++", cxx})
      line.addPair("-stdlib++-isystem", folder, "libc++'s headers; C does not look there");
  }
  line.addPair("-isysroot", std::move(own), "the C library's headers, none of the host");
}

std::string missingDarwinHeaders(const Invocation &invocation, const PlanContext &context) {
  const Target &target = *invocation.target;
  if (namesSdk(context, *invocation.arguments) || !usersSdk(target, context).empty()) return {};
  std::string own = headerFolder(context);
  if (!context.files.status(own + "/usr/include").isDirectory())
    return Failure{fmt::format("the C library's headers for {} are not installed", target.triple),
                   {{"looked for", own.empty() ? "share/linkshim" : own}},
                   fmt::format("{}, or {}", howToInstall(target, context.places.share, context.files),
                               howToNameSdk(target))}
        .text();
  if (!isObjectiveC(*invocation.arguments)) return {};
  return fmt::format("linkshim: note: only an SDK has the headers of frameworks: {}\n", howToNameSdk(target));
}

} // namespace linkshim
