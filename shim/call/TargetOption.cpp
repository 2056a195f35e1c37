#include "shim/call/TargetOption.h"
#include "shim/call/Specification.h"
#include "shim/objects/ObjectHead.h"
#include <algorithm>
#include <fmt/ranges.h>

namespace linkshim {
namespace {

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

/// Names that Apple's tools and users have, and the table's name for the same.
struct AppleSpelling {
  std::string_view given, own;
};
constexpr AppleSpelling appleSpellings[] = {
    {"aarch64", "arm64"}, {"macos", "macosx"}, {"darwin", "macosx"}, {"visionos", "xros"}};

/// The LLVM name of one of Apple's targets for a triple that may have the system's version in it:
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
    for (const AppleSpelling &word : appleSpellings)
      if (parts[i] == word.given) parts[i] = word.own;
  return fmt::format("{}", fmt::join(parts, "-"));
}

/// True for two targets on the same platform, which differ only in how Rust builds for them.
bool samePlatform(const Target &a, const Target &b) {
  return a.arch == b.arch && a.system == b.system && a.libc == b.libc && a.endian == b.endian &&
         a.pointerBits == b.pointerBits && a.abi == b.abi && a.platform == b.platform;
}

Result<void> setTarget(const TargetSpec &spec, const Environment &environment, Invocation &invocation) {
  Result<std::optional<Version>> floor = resolveFloor(spec, environment);
  if (!floor) return failed(floor);
  invocation.target = spec.target;
  invocation.floor = *floor;
  return {};
}

Result<void> applyTargetOption(std::string_view value, bool bare, const Environment &environment,
                               Invocation &invocation) {
  if (value.find(specificationEnding) != std::string_view::npos) return {}; // readInvocation has read it
  if (!bare && value == invocation.target->llvm)
    return {}; // as cc-rs passes it; other targets may have the same LLVM name
  TargetSpec asked = targetOfOption(value);
  if (!asked.target) {
    if (!bare) return {}; // clang reports what it does not know
    Result<TargetSpec> none = parseTargetSpec(value);
    return none ? Result<void>() : Result<void>(failed(none));
  }
  if (!bare && !samePlatform(*asked.target, *invocation.target))
    return fail(
        {fmt::format("{} makes code for one target, and --target= names another", invocation.name),
         {{"tool", std::string(invocation.target->triple)}, {"asked for", std::string(asked.target->triple)}},
         fmt::format("{}-{}", asked.target->triple, invocation.tool == Tool::cxx ? "c++" : "cc")});
  if (!bare) return {};
  if (asked.floor)
    if (Result<TargetSpec> whole = parseTargetSpec(value); !whole) return failed(whole);
  if (asked.target == invocation.target && !asked.floor) return {};
  return setTarget(asked, environment, invocation);
}

/// An option that asks for code of a width: m16, m32, mx32 or m64.
struct AskedWidth {
  const llvm::opt::Arg *arg = nullptr;
  OptionId width = OPT_INVALID;
};

/// The width that the call asks for: by -m32 and the like, or by a processor or an ABI that has another one.
AskedWidth askedWidth(const Arguments &arguments, const Target &target) {
  if (const llvm::opt::Arg *arg = arguments.last(OPT_m16, OPT_m32, OPT_mx32, OPT_m64))
    return {arg, static_cast<OptionId>(arg->getOption().getID())};
  const llvm::opt::Arg *march = arguments.last(OPT_march_eq), *mabi = arguments.last(OPT_mabi_eq);
  std::string_view processor = march ? march->getValue() : "", abi = mabi ? mabi->getValue() : "";
  if (target.arch.starts_with("riscv") && processor.starts_with("rv32")) return {march, OPT_m32};
  if (target.arch.starts_with("riscv") && processor.starts_with("rv64")) return {march, OPT_m64};
  if (target.arch.starts_with("mips") && abi == "32") return {mabi, OPT_m32};
  if (target.arch.starts_with("mips") && abi == "64") return {mabi, OPT_m64};
  return {};
}

std::string_view siblingOf(const Target &target, OptionId width) {
  return width == OPT_mx32 ? target.siblingX32 : width == OPT_m64 ? target.sibling64 : target.sibling32;
}

bool isOwnWidth(const Target &target, OptionId width) {
  std::string_view name = width == OPT_mx32 ? "mx32" : width == OPT_m64 ? "m64" : "m32";
  return name == target.ownWidth;
}

Failure otherCode(const Invocation &invocation, std::string what, const llvm::opt::Arg &arg) {
  std::string option = arg.getAsString(invocation.arguments->list());
  return {fmt::format("{} has no target of the {} that {} asks for", invocation.target->triple, what, option),
          {{"tool", invocation.name}},
          fmt::format("leave {} out, or call the tool of another target", option)};
}

Result<void> setSibling(const Target &sibling, const Environment &environment, Invocation &invocation) {
  return setTarget({&sibling, sibling.libc == Libc::glibc ? invocation.floor : std::nullopt}, environment,
                   invocation);
}

Result<void> applyWidthOption(const Environment &environment, Invocation &invocation) {
  const Target &target = *invocation.target;
  AskedWidth asked = askedWidth(*invocation.arguments, target);
  if (!asked.arg || isOwnWidth(target, asked.width)) return {};
  std::string_view name = siblingOf(target, asked.width);
  const Target *sibling = name.empty() ? nullptr : findTarget(name);
  if (!sibling) return fail(otherCode(invocation, "width", *asked.arg));
  return setSibling(*sibling, environment, invocation);
}

/// The row that differs in byte order alone; null when there is none.
const Target *otherByteOrder(const Target &target) {
  for (const Target &other : allTargets())
    if (other.endian != target.endian && other.arch == target.arch && other.system == target.system &&
        other.environment == target.environment && other.pointerBits == target.pointerBits &&
        other.floatAbi == target.floatAbi && other.format == target.format)
      return &other;
  return nullptr;
}

/// -EB, -mbig-endian and the like.
Result<void> applyByteOrder(const Environment &environment, Invocation &invocation) {
  const llvm::opt::Arg *big = nullptr;
  const llvm::opt::Arg *asked = invocation.arguments->last(OPT_EL, OPT_EB, OPT_little_mlittle_endian,
                                                           OPT_little_mel, OPT_big_mbig_endian, OPT_big_meb);
  if (!asked) return {};
  for (OptionId option : {OPT_EB, OPT_big_mbig_endian, OPT_big_meb})
    if (asked->getOption().matches(option)) big = asked;
  if ((big ? Endian::big : Endian::little) == invocation.target->endian) return {};
  const Target *other = otherByteOrder(*invocation.target);
  if (!other) return fail(otherCode(invocation, "byte order", *asked));
  return setSibling(*other, environment, invocation);
}

} // namespace

TargetSpec targetOfOption(std::string_view value) {
  if (value.empty()) return {};
  if (namesTarget(value))
    if (Result<TargetSpec> spec = parseTargetSpec(value)) return *spec; // else its floor is wrong
  for (const std::string &name :
       {std::string(value), withVendor(value, "-unknown"), withVendor(value, ""), appleName(value)}) {
    if (const Target *target = byLlvmName(name)) return {target, std::nullopt};
    if (const Target *target = byLlvmName(withoutDigits(name))) return {target, std::nullopt};
  }
  return {};
}

bool staysAsTarget(std::string_view value, const Target &target) {
  if (value.find(specificationEnding) != std::string_view::npos) return false;
  if (!targetOfOption(value).target) return true;
  bool known = findTarget(value) != nullptr || value == target.llvm || target.libc == Libc::glibc;
  return !known && (target.libc == Libc::darwin || withoutDigits(value) != value);
}

Result<void> chooseTarget(bool bare, const Environment &environment, Invocation &invocation) {
  const Arguments &arguments = *invocation.arguments;
  if (const llvm::opt::Arg *arg = arguments.last(OPT_target_eq))
    if (Result<void> done = applyTargetOption(arg->getValue(), bare, environment, invocation); !done)
      return done;
  if (Result<void> done = applyByteOrder(environment, invocation); !done) return done;
  return applyWidthOption(environment, invocation);
}

const Target &targetOfLinkExe(const Arguments &arguments, const FileReader &files) {
  std::string_view machine = arguments.lastValue(OPT_msvc_machine);
  auto find = [](auto &&fits) {
    std::span<const Target> all = allTargets();
    auto found = std::find_if(all.begin(), all.end(), [&](const Target &target) {
      return target.linkFormat == LinkFormatKind::msvc && target.environment == "msvc" && fits(target);
    });
    return found == all.end() ? nullptr : &*found;
  };
  auto named = [&](const Target &target) {
    return llvm::StringRef(target.emulation).equals_insensitive(machine);
  };
  if (const Target *target = machine.empty() ? nullptr : find(named)) return *target;
  for (const Argument &argument : arguments.all()) {
    if (!argument.isInput()) continue;
    std::string object = readInputHead(arguments.args()[argument.index], false, files).object;
    auto fits = [&](const Target &target) { return isMadeFor(target, object); };
    if (const Target *target = object.empty() ? nullptr : find(fits)) return *target;
  }
  return *find([](const Target &target) { return target.arch == "x86_64"; });
}

Result<void> chooseByEmulation(const Environment &environment, Invocation &invocation) {
  const Target &target = *invocation.target;
  std::string_view asked = invocation.arguments->lastValue(OPT_m);
  if (asked.empty() || asked == target.emulation) return {};
  for (std::string_view name : {target.sibling32, target.siblingX32, target.sibling64})
    if (const Target *sibling = name.empty() ? nullptr : findTarget(name))
      if (sibling->emulation == asked) return setSibling(*sibling, environment, invocation);
  return {};
}

} // namespace linkshim
