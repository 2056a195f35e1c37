#include "shim/compile/ClangSpelling.h"
#include "shim/call/Options.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

using llvm::opt::Arg;
using llvm::opt::InputArgList;

/// Values that clang refuses and that ask for what it does by default.
struct OwnWay {
  OptionId option;
  std::string_view arch; ///< empty: all
  std::string_view value;
};
constexpr OwnWay ownWays[] = {{OPT_mfpu_eq, "arm", "auto"},
                              {OPT_mabi_eq, "aarch64", "lp64"},
                              {OPT_mtls_dialect_eq, "aarch64", "desc"},
                              {OPT_mtls_dialect_eq, "arm", "gnu"},
                              {OPT_mfp16_format_eq, "arm", "ieee"}};

/// Extensions that GCC has in -march= on Arm and clang only in -mfpu=.
struct FloatUnit {
  std::string_view extension, unit;
};
constexpr FloatUnit floatUnits[] = {{"vfpv3", "vfpv3"},
                                    {"vfpv3-d16", "vfpv3-d16"},
                                    {"vfpv3-fp16", "vfpv3-fp16"},
                                    {"vfpv3-d16-fp16", "vfpv3-d16-fp16"},
                                    {"vfpv4", "vfpv4"},
                                    {"vfpv4-d16", "vfpv4-d16"},
                                    {"neon", "neon"},
                                    {"neon-vfpv3", "neon"},
                                    {"neon-fp16", "neon-fp16"},
                                    {"neon-vfpv4", "neon-vfpv4"}};

bool isNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<ClangSpelling> floatUnitOf(std::string_view value, const InputArgList &args) {
  size_t plus = value.find('+');
  if (plus == std::string_view::npos) return std::nullopt;
  for (const FloatUnit &unit : floatUnits) {
    if (value.substr(plus + 1) != unit.extension) continue;
    ClangSpelling spelling{{fmt::format("-march={}", value.substr(0, plus))},
                           "clang takes the float unit by -mfpu="};
    const Arg *own = args.getLastArg(OPT_mfpu_eq);
    if (!own || std::string_view(own->getValue()) == "auto")
      spelling.args.push_back(fmt::format("-mfpu={}", unit.unit));
    return spelling;
  }
  return std::nullopt;
}

/// For -mpreferred-stack-boundary=, where GCC takes the power of two.
std::optional<ClangSpelling> stackAlignment(const Target &target, std::string_view power) {
  unsigned exponent = 0;
  std::from_chars_result read = std::from_chars(power.data(), power.data() + power.size(), exponent);
  bool x86 = target.arch == "x86" || target.arch == "x86_64";
  if (!x86 || read.ptr != power.data() + power.size() || exponent < 2 || exponent > 12) return std::nullopt;
  return ClangSpelling{{fmt::format("-mstack-alignment={}", 1U << exponent)}, "clang's option for it"};
}

/// For -mcpu=cortex-a57.cortex-a53 and the like, where GCC uses the instructions of both: the first one.
std::optional<ClangSpelling> firstOfTwo(std::string_view option, std::string_view value) {
  size_t dot = value.find('.');
  if (dot == std::string_view::npos || !value.starts_with("cortex-")) return std::nullopt;
  size_t plus = std::min(value.find('+'), value.size());
  return ClangSpelling{{fmt::format("{}{}{}", option, value.substr(0, dot), value.substr(plus))},
                       "clang knows one processor at a time"};
}

bool isPositionIndependence(std::string_view option) {
  return option == "PIC" || option == "pic" || option == "PIE" || option == "pie";
}

} // namespace

std::optional<ClangSpelling> clangSpelling(const Target &target, const Arg &arg, const InputArgList &args) {
  const llvm::opt::Option option = arg.getOption();
  if (arg.getNumValues() != 1) return std::nullopt;
  std::string_view value = arg.getValue();
  for (const OwnWay &way : ownWays)
    if (option.matches(way.option) && value == way.value && target.arch == way.arch)
      return ClangSpelling{{}, "clang does so by default"};
  if (option.matches(OPT_f_Group) && !target.minGwC.empty() && isPositionIndependence(value))
    return ClangSpelling{{}, "clang refuses it: all code of Windows is position independent"};
  if (option.matches(OPT_flto_eq) && isNumber(value))
    return ClangSpelling{{"-flto"}, "lld counts its own threads"};
  if (option.matches(OPT_mpreferred_stack_boundary_eq)) return stackAlignment(target, value);
  bool arm = target.arch == "arm";
  if (!arm && target.arch != "aarch64") return std::nullopt;
  if (option.matches(OPT_mcpu_eq) && arm && value.starts_with("generic-"))
    return ClangSpelling{{fmt::format("-march={}", value.substr(value.find('-') + 1))},
                         "clang's option for it"};
  if (option.matches(OPT_march_eq) && arm) return floatUnitOf(value, args);
  if (option.matches(OPT_mcpu_eq)) return firstOfTwo("-mcpu=", value);
  if (option.matches(OPT_mtune_eq)) return firstOfTwo("-mtune=", value);
  return std::nullopt;
}

} // namespace linkshim
