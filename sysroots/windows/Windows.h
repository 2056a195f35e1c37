#pragma once
#include "triples/Version.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Which DLLs, API sets and functions came with which Windows: `versions.txt`, which `scripts/make-data
/// windows-versions` writes.
namespace linkshim::windows {

/// The oldest that is told apart: what no table names is in Windows 7.
constexpr Version oldest = {6, 1, 0};
constexpr Version windows10 = {10, 0, 10240};

/// The version that a text means: a name (`7`, `8.1`, `10`, which is its first build, `10-1809`, `11-24H2`,
/// `server2019`), or numbers (`6.3`, `10.0.17763`). nullopt for anything else.
std::optional<Version> parseVersion(std::string_view text);

/// The name nearest to a text that is none, to try instead; empty where none is near.
std::string_view nearestName(std::string_view text);

/// As people call it: `Windows 10 1809`; of a version that has no name, its numbers: `Windows 10.0.20000`.
std::string titleOf(Version version);

/// The first Windows for a processor, by rustc's name of it.
Version firstFor(std::string_view architecture);

/// True for the C runtime that is a part of Windows from 10 on, and comes to older ones by an update.
bool isUniversalRuntime(std::string_view dll);

/// The product that brings a DLL which is the runtime of a compiler and no part of Windows, as in `Visual
/// C++`; empty for any other DLL.
std::string_view runtimeOf(std::string_view dll);

/// The table, unpacked.
class Versions {
public:
  Versions();

  /// The first Windows that has a DLL or API set, and a function of it, which may be empty. `oldest` where no
  /// table names it; so too the Universal C Runtime's, since an update brings it.
  Version since(std::string_view dll, std::string_view function) const;
  /// True for an API set that Windows 10 has no more.
  bool isGone(std::string_view dll) const;

private:
  struct Row {
    std::string_view name, dll; ///< of a whole DLL or API set, `dll` is empty
    Version version;
  };
  Version sinceSet(std::string_view set) const;
  const Row *find(std::string_view name, std::string_view dll) const;

  llvm::SmallVector<uint8_t, 0> bytes; ///< which the names refer to
  std::vector<Row> rows;               ///< sorted by name
  std::vector<std::string_view> gone;
};

} // namespace linkshim::windows
