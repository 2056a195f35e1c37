#pragma once
#include "shim/base/Environment.h"
#include "shim/base/FileSystem.h"
#include "shim/commands/text/Toml.h"
#include "triples/Target.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What the user's cargo configuration holds, as far as linkshim has to know: whether a thing is set
/// somewhere. Which of several settings wins is cargo's business.
class CargoConfig {
public:
  /// Reads `--config` values in `arguments` (a file, or TOML itself), .cargo/config.toml or .cargo/config
  /// from `folder` upward, and the one in CARGO_HOME, with the files that they include. What cannot be read
  /// or parsed is left out: cargo says so.
  static CargoConfig read(const std::string &folder, const std::vector<std::string> &arguments,
                          const Environment &environment, const FileReader &files);

  /// `target.<triple>.<key>`, or that of a `cfg(...)` that holds for the target.
  bool setsForTarget(const Target &target, std::string_view key) const;
  /// The linker that the first configuration sets for the triple itself; empty when none does.
  std::string linker(const Target &target) const;
  bool sets(std::string_view table, std::string_view key) const;
  /// The values of `table.key` of the first configuration that has it, in cargo's order of precedence.
  std::vector<std::string> values(std::string_view table, std::string_view key) const;
  /// Any `rustflags` that may hold for the target, one word each.
  std::vector<std::string> rustflags(const Target &target) const;

private:
  using Document = std::vector<TomlValue>;
  void add(std::string_view text, const std::string &folder, const FileReader &files, int depth);
  void addFile(const std::string &path, const FileReader &files, int depth);
  std::vector<Document> documents; ///< the strongest first
};

} // namespace linkshim
