#include "shim/compile/AppleCompile.h"
#include "shim/call/Options.h"
#include "shim/call/TargetOption.h"
#include "shim/link/Apple.h"
#include "shim/sysroot/DarwinSdk.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// Laid out as an SDK, with the headers of the C library in it.
std::string headerFolder(const PlanContext &context) {
  return context.places.share.empty() ? std::string() : context.places.share + "/headers/darwin";
}

bool namesSdk(const PlanContext &context, const CcArguments &args) {
  const llvm::opt::Arg *arg = args.list.getLastArg(OPT_sysroot_cc, OPT_sysroot_eq);
  return arg && headerFolder(context) != arg->getValue();
}

/// The user's SDK; empty when there is none.
std::string usersSdk(const Target &target, const PlanContext &context) {
  Result<DarwinSdk> sdk = findDarwinSdk(target, "", context); // a link says what is wrong with it
  return sdk && !sdk->stubs ? sdk->root : std::string();
}

bool isObjectiveC(const CcArguments &args) {
  return std::any_of(args.pieces.begin(), args.pieces.end(), [&](const CcArguments::Piece &piece) {
    std::string_view word = args.words[piece.index];
    return isSource(args, piece) && (word.ends_with(".m") || word.ends_with(".mm"));
  });
}

} // namespace

std::string darwinTargetWord(const Target &target, const CcArguments &args, const Environment &environment) {
  bool said = saysDeploymentTarget(args.words);
  for (const std::string &name : args.list.getAllArgValues(OPT_target_eq))
    said |= staysAsTarget(name, target);
  std::string llvm(target.llvm);
  if (said) return "--target=" + llvm;
  // The version stands behind the system: arm64-apple-ios14.0-simulator.
  size_t vendor = llvm.find('-'), system = llvm.find('-', vendor + 1);
  size_t end = std::min(llvm.find('-', system + 1), llvm.size());
  return fmt::format("--target={}{}{}", llvm.substr(0, end), deploymentTarget(target, {}, environment),
                     llvm.substr(end));
}

void addDarwinHeaders(const Target &target, const PlanContext &context, const CcArguments &args,
                      LinkLine &line) {
  if (namesSdk(context, args)) return;
  if (std::string sdk = usersSdk(target, context); !sdk.empty()) {
    line.add("-isysroot", "the user's SDK");
    return line.add(std::move(sdk), "");
  }
  std::string own = headerFolder(context), cxx = context.places.share + "/c++/v1";
  if (!context.files.status(own + "/usr/include").isDirectory())
    return line.add("-nostdlibinc", "no header of the host");
  if (context.files.status(cxx).isDirectory()) {
    for (const std::string &folder : {own + "/c++", cxx}) {
      line.add("-stdlib++-isystem", "libc++'s headers; C does not look there");
      line.add(folder, "");
    }
  }
  line.add("-isysroot", "the C library's headers, none of the host");
  line.add(std::move(own), "");
}

std::string missingDarwinHeaders(const Target &target, const PlanContext &context, const CcArguments &args) {
  if (namesSdk(context, args) || !usersSdk(target, context).empty()) return {};
  std::string own = headerFolder(context);
  if (!context.files.status(own + "/usr/include").isDirectory())
    return Failure{fmt::format("the C library's headers for {} are not installed", target.triple),
                   {{"looked for", own.empty() ? "share/linkshim" : own}},
                   fmt::format("scripts/sysroots {}, or {}", target.triple, howToNameSdk(target))}
        .text();
  if (!isObjectiveC(args)) return {};
  return fmt::format("linkshim: note: headers of frameworks are in an SDK alone: {}\n", howToNameSdk(target));
}

} // namespace linkshim
