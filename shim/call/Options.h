#pragma once
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include <string_view>

namespace linkshim {

/// The identifiers of Options.td.
enum OptionId : unsigned {
  OPT_INVALID = 0,
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "shim/call/Options.inc"
#undef OPTION
};

/// What becomes of an option; the head of Options.td explains each flag.
enum OptionFlags : unsigned {
  Dropped = (1 << 4),
  Translated = (1 << 5),
  Mode = (1 << 6),
  GccOnly = (1 << 7),
  ElfOnly = (1 << 8),
  LinkOnly = (1 << 9),
  Asks = (1 << 10)
};

/// Which tools have an option; the head of Options.td explains each.
enum OptionTools : unsigned {
  CCOption = (1 << 2),
  LDOption = (1 << 3),
  DarwinOption = (1 << 4),
  WasmOption = (1 << 5),
  Ld64Option = (1 << 6),
  MsvcOption = (1 << 7),
  AsOption = (1 << 8),
  WindresOption = (1 << 9),
  PkgConfigOption = (1 << 10),
  EveryOption = (1 << 11),
  DlltoolOption = (1 << 12),
  StripOption = (1 << 13)
};

/// The table of options, built from Options.td on first use.
const llvm::opt::OptTable &optionTable();
/// The same for link.exe, which does not distinguish upper and lower case.
const llvm::opt::OptTable &caselessOptionTable();

/// Why an option is dropped or translated: its own reason, or that of its group. Empty when it is kept.
std::string_view optionReason(const llvm::opt::Option &option);

} // namespace linkshim
