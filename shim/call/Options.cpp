#include "shim/call/Options.h"

namespace linkshim {
namespace {

#define OPTTABLE_STR_TABLE_CODE
#include "shim/call/Options.inc"
#undef OPTTABLE_STR_TABLE_CODE

#define OPTTABLE_PREFIXES_TABLE_CODE
#include "shim/call/Options.inc"
#undef OPTTABLE_PREFIXES_TABLE_CODE

#define OPTTABLE_PREFIXES_UNION_CODE
#include "shim/call/Options.inc"
#undef OPTTABLE_PREFIXES_UNION_CODE

using llvm::opt::DefaultVis;
using llvm::opt::OptTable;

constexpr OptTable::Info infoTable[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "shim/call/Options.inc"
#undef OPTION
};

/// With the prefixes that tblgen has gathered: gathering them takes a tenth of the time to plan a link.
class Table : public llvm::opt::PrecomputedOptTable {
public:
  explicit Table(bool ignoreCase)
      : PrecomputedOptTable(OptionStrTable, OptionPrefixesTable, infoTable, OptionPrefixesUnion, ignoreCase) {
  }
};

} // namespace

const OptTable &optionTable() {
  static const Table table(false);
  return table;
}

const OptTable &caselessOptionTable() {
  static const Table table(true);
  return table;
}

std::string_view optionReason(const llvm::opt::Option &option) {
  const OptTable &table = optionTable();
  if (option.hasFlag(Dropped) || option.hasFlag(Translated)) {
    llvm::StringRef text = table.getOptionHelpText(option.getID());
    return {text.data(), text.size()};
  }
  llvm::opt::Option group = option.getGroup();
  if (!group.isValid()) return {};
  llvm::StringRef text = table.getOptionHelpText(group.getID());
  return {text.data(), text.size()};
}

} // namespace linkshim
