#include "shim/call/Options.h"
#include "shim/base/LlvmVersions.h"
#include <vector>

namespace linkshim {
namespace {

// The strings and prefixes of the options. The first three macros are those that tblgen of LLVM 20 and later
// asks for, the others those of LLVM 19, whose lists end in an empty string.
#define OPTTABLE_STR_TABLE_CODE
#define OPTTABLE_PREFIXES_TABLE_CODE
#define OPTTABLE_PREFIXES_UNION_CODE
#define PREFIX(name, list)                                                                                   \
  constexpr llvm::StringLiteral name##_list[] = list;                                                        \
  constexpr llvm::ArrayRef<llvm::StringLiteral> name(name##_list, std::size(name##_list) - 1);
#define PREFIX_UNION(list) constexpr llvm::StringLiteral OptionPrefixesUnion[] = list;
#include "shim/call/Options.inc"
#undef OPTTABLE_STR_TABLE_CODE
#undef OPTTABLE_PREFIXES_TABLE_CODE
#undef OPTTABLE_PREFIXES_UNION_CODE
#undef PREFIX
#undef PREFIX_UNION

using llvm::opt::DefaultVis;
using llvm::opt::OptTable;

constexpr OptTable::Info infoTable[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "shim/call/Options.inc"
#undef OPTION
};

/// Whether an option can begin with a slash, as link.exe's do. In all other sets such an argument is a path:
/// looking each up among all options would take longer than the rest of the planning.
enum class Slash : uint8_t { path, option };

/// The prefixes of options, as tblgen has collected them: collecting them here would take a tenth of the time
/// to plan a link.
std::vector<OptionPrefix> prefixes(Slash slash) {
  std::vector<OptionPrefix> all;
  for (OptionPrefix prefix : OptionPrefixesUnion) {
    llvm::StringRef text = OptionStrTable[prefix];
    if (!text.empty() && (slash == Slash::option || !text.starts_with("/"))) all.push_back(prefix);
  }
  return all;
}

class Table : public PrecomputedOptTable {
public:
  Table(Slash slash, bool ignoreCase)
      : PrecomputedOptTable(OptionStrTable, OptionPrefixesTable, infoTable, prefixes(slash), ignoreCase) {}
};

} // namespace

const OptTable &optionTable() {
  static const Table table(Slash::path, false);
  return table;
}

const OptTable &caselessOptionTable() {
  static const Table table(Slash::option, true);
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
