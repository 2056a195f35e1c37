#include "shim/link/GccLibrary.h"
#include "shim/sysroot/CxxLibrary.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

struct Named {
  std::string_view name;
  GccLibrary kind;
  std::string_view advice; ///< of those that are absent
};

constexpr std::string_view quadAdvice =
    "only GCC has it; long double on Arm, RISC-V and others is such a type, and its "
    "functions are in libm";
constexpr std::string_view sanitizerAdvice = "clang brings the sanitizer's runtime by itself: -fsanitize=";
constexpr std::string_view gccAdvice = "only GCC has it; give the folder of the target's own by -L";

constexpr Named names[] = {
    {"gcc", GccLibrary::builtins, {}},
    {"gcc_s", GccLibrary::unwinder, {}},
    {"gcc_eh", GccLibrary::unwinder, {}},
    {"atomic", GccLibrary::atomics, {}},
    {"ssp", GccLibrary::stackProtector, {}},
    {"ssp_nonshared", GccLibrary::stackProtector, {}},
    {"gcov", GccLibrary::profile, {}},
    {"gomp", GccLibrary::openMp, {}},
    {"c", GccLibrary::libc, {}},
    {"m", GccLibrary::libc, {}},
    {"pthread", GccLibrary::libc, {}},
    {"dl", GccLibrary::libc, {}},
    {"rt", GccLibrary::libc, {}},
    {"util", GccLibrary::libc, {}},
    {"resolv", GccLibrary::libc, {}},
    {"crypt", GccLibrary::libc, {}},
    {"xnet", GccLibrary::libc, {}},
    {"quadmath", GccLibrary::absent, quadAdvice},
    {"gfortran", GccLibrary::absent, gccAdvice},
    {"itm", GccLibrary::absent, gccAdvice},
    {"objc", GccLibrary::absent, gccAdvice},
    {"gccjit", GccLibrary::absent, gccAdvice},
    {"backtrace", GccLibrary::absent, gccAdvice},
    {"asan", GccLibrary::absent, sanitizerAdvice},
    {"hwasan", GccLibrary::absent, sanitizerAdvice},
    {"lsan", GccLibrary::absent, sanitizerAdvice},
    {"tsan", GccLibrary::absent, sanitizerAdvice},
    {"ubsan", GccLibrary::absent, sanitizerAdvice},
};

const Named *find(std::string_view name) {
  const auto *found =
      std::find_if(std::begin(names), std::end(names), [&](const Named &each) { return each.name == name; });
  return found == std::end(names) ? nullptr : found;
}

/// Where the target's pack or the user's own library is to be had.
std::string howToGet(const Target &target) {
  return target.runtime ? fmt::format("the target's pack has it: linkshim doctor {}", target.triple)
                        : "give the folder of the target's own by -L";
}

/// The operations of compiler-rt's arithmetic, without the modes of their operands.
constexpr std::string_view operations[] = {
    "abs",    "add",  "ashl",    "ashr",   "bswap", "clz",     "cmp",      "ctz",  "div",  "divmod", "eq",
    "extend", "ffs",  "fix",     "fixuns", "float", "floatun", "ge",       "gt",   "le",   "lshr",   "lt",
    "mod",    "mul",  "mulo",    "ne",     "neg",   "parity",  "popcount", "pow",  "powi", "sub",    "trunc",
    "ucmp",   "udiv", "udivmod", "umod",   "unord", "absv",    "addv",     "mulv", "negv", "subv",   "gcc_q"};

/// True for the modes of operands and a count, as in ti3, dfsi, tf2, dc3.
bool isModes(std::string_view text) {
  size_t modes = 0;
  while (text.size() >= 2 && std::string_view("qhsdtxkb").find(text[0]) != std::string_view::npos &&
         std::string_view("ifc").find(text[1]) != std::string_view::npos) {
    text.remove_prefix(2);
    ++modes;
  }
  bool count = text.size() == 1 && text[0] >= '2' && text[0] <= '4';
  return modes > 0 && (count || (text.empty() && modes > 1));
}

constexpr std::string_view families[] = {"__aeabi_",  "__aarch64_", "__arm_sme", "__arm_tpidr2", "__arm_sc_",
                                         "__mspabi_", "__hexagon_", "__riscv_s", "__riscv_r",    "__gcc_q"};
constexpr std::string_view alone[] = {"__clear_cache",
                                      "__cpu_model",
                                      "__cpu_features2",
                                      "__cpu_indicator_init",
                                      "__emutls_get_address",
                                      "__enable_execute_stack",
                                      "__gnu_f2h_ieee",
                                      "__gnu_h2f_ieee",
                                      "__chkstk",
                                      "___chkstk_ms",
                                      "__isOSVersionAtLeast",
                                      "__isPlatformVersionAtLeast",
                                      "__riscv_feature_bits",
                                      "__init_riscv_feature_bits",
                                      "__trampoline_setup"};

} // namespace

GccLibrary gccLibrary(std::string_view name) {
  const Named *found = find(name);
  return found ? found->kind : GccLibrary::other;
}

std::string leftOut(const Target &target, GccLibrary library) {
  switch (library) {
  case GccLibrary::builtins:
    return fmt::format("it is not installed, and Rust's crates have it in compiler_builtins; for C {}",
                       howToGet(target));
  case GccLibrary::unwinder: return "no unwinder is installed; " + howToGet(target);
  case GccLibrary::atomics:
    return target.format == ObjectFormat::elf && target.libc != Libc::none
               ? "clang has atomic operations inline; for the others " + howToGet(target)
               : "clang has atomic operations inline";
  case GccLibrary::stackProtector: return "the C library has these functions";
  case GccLibrary::profile: return "clang's own profile runtime is linked where it is asked for";
  default: return {};
  }
}

std::string libraryAdvice(const Target &target, std::string_view name) {
  if (isCxxLibrary(name) && !target.cxx)
    return fmt::format("lib{}: linkshim brings no C++ library for {}; give the folder of one by -L", name,
                       target.triple);
  const Named *found = find(name);
  if (!found) return {};
  switch (found->kind) {
  case GccLibrary::absent: return fmt::format("lib{}: {}", name, found->advice);
  case GccLibrary::openMp:
    return fmt::format("lib{}: clang's OpenMP is libomp; give the folder of the target's own by -L", name);
  case GccLibrary::libc:
    if (target.libc == Libc::none)
      return fmt::format("lib{}: {} has no C library of its own; give the folder of one by -L", name,
                         target.triple);
    if (target.format == ObjectFormat::coff)
      return fmt::format("lib{0}: Windows has no such library; leave -l{0} out", name);
    return fmt::format("lib{}: {}", name, howToGet(target));
  default: return fmt::format("lib{}: {}", name, howToGet(target));
  }
}

bool isBuiltin(std::string_view symbol) {
  if (std::find(std::begin(alone), std::end(alone), symbol) != std::end(alone)) return true;
  if (std::any_of(std::begin(families), std::end(families),
                  [&](std::string_view start) { return symbol.starts_with(start); }))
    return true;
  if (!symbol.starts_with("__")) return false;
  symbol.remove_prefix(2);
  return std::any_of(std::begin(operations), std::end(operations), [&](std::string_view operation) {
    return symbol.starts_with(operation) && isModes(symbol.substr(operation.size()));
  });
}

std::string builtinAdvice(const Target &target, std::string_view symbol) {
  if (!target.runtime)
    return fmt::format(
        "{} is a function of the compiler's runtime (libgcc or compiler-rt): give the folder of the target's "
        "own by -L, and -lgcc",
        symbol);
  return fmt::format(
      "{} is a function of the compiler's runtime, libgcc.a of the target's pack, which cc links by "
      "itself; add -lgcc to a call of ld or behind -nodefaultlibs, and see whether the pack is there: "
      "linkshim doctor {}",
      symbol, target.triple);
}

} // namespace linkshim
