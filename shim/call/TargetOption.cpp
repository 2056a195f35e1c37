#include "shim/call/TargetOption.h"
#include "shim/compile/Compile.h"
#include "shim/call/Options.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// A target's sibling of another width, by the driver's flag for it.
struct Sibling {
  std::string_view triple;
  OptionId flag;
  std::string_view sibling;
};
constexpr Sibling siblings[] = {
    {"x86_64-unknown-linux-gnu", OPT_m32, "i686-unknown-linux-gnu"},
    {"x86_64-unknown-linux-gnu", OPT_mx32, "x86_64-unknown-linux-gnux32"},
    {"x86_64-unknown-linux-musl", OPT_m32, "i686-unknown-linux-musl"},
    {"x86_64-unknown-linux-gnux32", OPT_m32, "i686-unknown-linux-gnu"},
    {"x86_64-unknown-linux-gnux32", OPT_m64, "x86_64-unknown-linux-gnu"},
    {"i586-unknown-linux-gnu", OPT_m64, "x86_64-unknown-linux-gnu"},
    {"i586-unknown-linux-musl", OPT_m64, "x86_64-unknown-linux-musl"},
    {"i686-unknown-linux-gnu", OPT_m64, "x86_64-unknown-linux-gnu"},
    {"i686-unknown-linux-musl", OPT_m64, "x86_64-unknown-linux-musl"},
    {"powerpc64-unknown-linux-gnu", OPT_m32, "powerpc-unknown-linux-gnu"},
    {"powerpc-unknown-linux-gnu", OPT_m64, "powerpc64-unknown-linux-gnu"},
    {"sparc64-unknown-linux-gnu", OPT_m32, "sparc-unknown-linux-gnu"},
    {"x86_64-pc-windows-gnu", OPT_m32, "i686-pc-windows-gnu"},
    {"i686-pc-windows-gnu", OPT_m64, "x86_64-pc-windows-gnu"},
    {"x86_64-pc-windows-gnullvm", OPT_m32, "i686-pc-windows-gnullvm"},
    {"i686-pc-windows-gnullvm", OPT_m64, "x86_64-pc-windows-gnullvm"},
};

const Target *byLlvmName(std::string_view name) {
  if (const Target *target = findTarget(name)) return target;
  for (const Target &target : allTargets())
    if (target.llvm == name) return &target;
  return nullptr;
}

std::string_view withoutDigits(std::string_view name) {
  size_t end = name.find_last_not_of("0123456789.");
  return end == std::string_view::npos ? name : name.substr(0, end + 1);
}

/// arch-VENDOR-os-env or arch-os-env with `unknown` for its vendor, or with none.
std::string withVendor(std::string_view name, std::string_view vendor) {
  size_t first = name.find('-');
  if (first == std::string_view::npos) return {};
  size_t second = name.find('-', first + 1);
  bool four = second != std::string_view::npos && name.find('-', second + 1) != std::string_view::npos;
  return fmt::format("{}{}{}", name.substr(0, first), vendor, name.substr(four ? second : first));
}

/// Names that Apple's tools and users have for what a row calls otherwise.
struct AppleWord {
  std::string_view given, own;
};
constexpr AppleWord appleWords[] = {
    {"aarch64", "arm64"}, {"macos", "macosx"}, {"darwin", "macosx"}, {"visionos", "xros"}};

/// The LLVM name of one of Apple's rows, of a triple with the system's version in it:
/// aarch64-apple-macos12.3, arm64-apple-ios14.0-simulator. Empty for anything else.
std::string appleName(std::string_view name) {
  std::vector<std::string_view> parts;
  for (size_t start = 0; start <= name.size();) {
    size_t end = std::min(name.find('-', start), name.size());
    parts.push_back(name.substr(start, end - start));
    start = end + 1;
  }
  if (parts.size() < 3 || parts[1] != "apple") return {};
  parts[2] = withoutDigits(parts[2]);
  for (size_t i : {size_t(0), size_t(2)})
    for (const AppleWord &word : appleWords)
      if (parts[i] == word.given) parts[i] = word.own;
  return fmt::format("{}", fmt::join(parts, "-"));
}

/// Two rows that a user may take for one: they differ in what Rust builds, not in the platform.
bool samePlatform(const Target &a, const Target &b) {
  return a.arch == b.arch && a.system == b.system && a.libc == b.libc && a.endian == b.endian &&
         a.pointerBits == b.pointerBits && a.abi == b.abi && a.platform == b.platform;
}

bool takeTarget(std::string_view value, bool bare, const Environment &environment, Invocation &invocation,
                Failure &failure) {
  if (!bare && value == invocation.target->llvm) return true; // as cc-rs calls it; other rows may, too
  std::optional<Version> floor;
  const Target *asked = targetOfOption(value, floor);
  if (!asked) {
    TargetSpec none;
    return !bare || parseTargetSpec(value, none, failure); // for its message; else clang will judge
  }
  if (!bare && !samePlatform(*asked, *invocation.target)) {
    failure = {fmt::format("{} makes code for one target, and --target= names another", invocation.name),
               {{"tool", std::string(invocation.target->triple)}, {"asked for", std::string(asked->triple)}},
               fmt::format("{}-{}", asked->triple, invocation.tool == Tool::cxx ? "c++" : "cc")};
    return false;
  }
  if (!bare) return true;
  TargetSpec spec{asked, floor};
  if (floor && !parseTargetSpec(value, spec, failure)) return false;
  if (asked == invocation.target && !floor) return true;
  invocation.target = asked;
  return resolveFloor(spec, environment, invocation.floor, failure);
}

/// Nothing to change: the target has that width, or no C library that would have to be another.
bool isOwnWidth(const Target &target, const llvm::opt::Arg &width) {
  bool hosted = target.libc == Libc::glibc || target.libc == Libc::musl;
  if (width.getOption().matches(OPT_mx32)) return !hosted || target.abi == "x32";
  return !hosted || (width.getOption().matches(OPT_m64) ? 64 : 32) == target.pointerBits;
}

bool noSibling(const Invocation &invocation, const llvm::opt::Arg &width, Failure &failure) {
  failure = {
      fmt::format("{} has no target of the width that {} asks for", invocation.target->triple,
                  invocation.args[width.getIndex()]),
      {{"tool", invocation.name}},
      fmt::format("leave {} out, or call the tool of another target", invocation.args[width.getIndex()])};
  return false;
}

} // namespace

const Target *targetOfOption(std::string_view value, std::optional<Version> &floor) {
  TargetSpec spec;
  Failure ignored;
  if (namesTarget(value) && parseTargetSpec(value, spec, ignored)) {
    floor = spec.floor;
    return spec.target;
  }
  for (const std::string &name :
       {std::string(value), withVendor(value, "-unknown"), withVendor(value, ""), appleName(value)}) {
    if (const Target *target = byLlvmName(name)) return target;
    if (const Target *target = byLlvmName(withoutDigits(name))) return target;
  }
  return nullptr;
}

bool staysAsTarget(std::string_view value, const Target &target) {
  std::optional<Version> floor;
  if (!targetOfOption(value, floor)) return true;
  bool known = findTarget(value) != nullptr || value == target.llvm || target.libc == Libc::glibc;
  return !known && (target.libc == Libc::darwin || withoutDigits(value) != value);
}

bool chooseTarget(bool bare, const Environment &environment, Invocation &invocation, Failure &failure) {
  bool wide = invocation.target->pointerBits == 64; // rustc gives -m64 in every link for x86_64
  bool any = std::any_of(invocation.args.begin(), invocation.args.end(), [wide](std::string_view arg) {
    return arg.starts_with("--target") || arg == "-target" || arg == "-m32" || (arg == "-m64" && !wide) ||
           arg == "-mx32";
  });
  if (!any) return true;
  CcArguments args(invocation.args);
  if (const llvm::opt::Arg *arg = args.list.getLastArg(OPT_target_eq))
    if (!takeTarget(arg->getValue(), bare, environment, invocation, failure)) return false;
  const llvm::opt::Arg *width = args.list.getLastArg(OPT_m32, OPT_mx32, OPT_m64);
  if (!width) return true;
  for (const Sibling &s : siblings) {
    if (s.triple != invocation.target->triple || !width->getOption().matches(s.flag)) continue;
    const Target *sibling = findTarget(s.sibling);
    TargetSpec spec{sibling, sibling->libc == Libc::glibc ? invocation.floor : std::nullopt};
    invocation.target = sibling;
    return resolveFloor(spec, environment, invocation.floor, failure);
  }
  return isOwnWidth(*invocation.target, *width) || noSibling(invocation, *width, failure);
}

} // namespace linkshim
