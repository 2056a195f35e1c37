#include "shim/inspect/formats/CoffSystem.h"
#include "sysroots/windows/Windows.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

void describeLibrary(const NeededLibrary &library, const windows::Versions &table, BinaryFacts &facts) {
  if (windows::isUniversalRuntime(library.name))
    facts.libc = toString(Libc::ucrt);
  else if (llvm::StringRef(library.name).equals_insensitive("msvcrt.dll"))
    facts.libc = toString(Libc::msvcrt);
  if (!windows::runtimeOf(library.name).empty()) facts.runtimeDlls.push_back(library.name);
  std::vector<std::pair<Version, std::vector<std::string>>> wanted;
  auto add = [&](Version version, std::string name) {
    auto known = std::ranges::find(wanted, version, [](const auto &row) { return row.first; });
    if (known == wanted.end()) known = wanted.insert(wanted.end(), {version, {}});
    if (!name.empty()) known->second.push_back(std::move(name));
  };
  if (Version whole = table.since(library.name, {}); whole > windows::oldest) add(whole, {});
  for (const std::string &name : library.names)
    if (Version version = table.since(library.name, name); version > windows::oldest) add(version, name);
  bool delayed = !library.how.empty(); // found when it is called
  for (auto &[version, names] : wanted) {
    if (!delayed) facts.oldestWindows = std::max(facts.oldestWindows.value_or(version), version);
    facts.versions.push_back(
        {library.name, std::string(windowsFamily) + version.str(), std::move(names), delayed});
  }
}

} // namespace

void describeWindows(BinaryFacts &facts) {
  bool program = facts.kind == BinaryKind::executable || facts.kind == BinaryKind::sharedLibrary;
  if (facts.system != "windows" || !program) return;
  bool both = std::ranges::find(facts.abiFlags, "arm64x") != facts.abiFlags.end();
  facts.oldestWindows = windows::firstFor(both ? "arm64ec" : facts.architecture);
  windows::Versions table;
  for (const NeededLibrary &library : facts.needed)
    describeLibrary(library, table, facts);
  if (std::optional<Version> header = windows::parseVersion(facts.minimumSystem))
    facts.oldestWindows = std::max(*facts.oldestWindows, *header);
}

} // namespace linkshim
