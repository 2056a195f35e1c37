#pragma once
#include "shim/inspect/BinaryFacts.h"
#include "triples/Distribution.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A property that `--require` takes by its name.
struct Property {
  std::string_view name;
  std::string_view summary;
  /// Empty when it holds, else the clause that follows the file's name.
  std::string (*fault)(const BinaryFacts &facts);
};
std::span<const Property> allProperties();

/// The requirements on a file. Names of libraries may contain `*` and `?`, and match a whole name or the last
/// part of a path; for Windows, upper and lower case are the same.
struct Requirements {
  const Target *target = nullptr;
  std::optional<Version> maxGlibc;
  const Release *release = nullptr;  ///< the distribution's release that maxGlibc was named by
  std::optional<Version> maxWindows; ///< the oldest Windows that the file has to run on
  std::optional<uint64_t> maxSize;
  bool isStatic = false;
  std::vector<std::string> forbidNeeded;
  std::optional<std::vector<std::string>> neededOnly;
  std::vector<const Property *> properties;
};

/// One clause for each thing that does not hold, which follows the file's name: "is dynamic and not static".
/// A part of a universal file or an archive is named in it. Empty when all holds.
std::vector<std::string> check(const BinaryFacts &facts, const Requirements &requirements);

/// What contradicts the target; in `TargetCheck.cpp`.
std::vector<std::string> checkTarget(const BinaryFacts &facts, const Target &target);

/// `10485760`, `10M`, `10MiB`, `10MB`, `2.5G`: M and MiB are 1024 x 1024 bytes, MB is 1000 x 1000. nullopt
/// for anything else.
std::optional<uint64_t> parseSize(std::string_view text);

} // namespace linkshim
