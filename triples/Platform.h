#pragma once
#include <span>
#include <string>
#include <string_view>

namespace linkshim {

/// A container platform, and its rustc triples. Both are the same where the system has one C library only.
struct Platform {
  std::string_view name;     ///< `linux/arm64`: what build engines put into TARGETPLATFORM, less a variant
  std::string_view variants; ///< those that mean this row, one word each; `v8*` is all that begin so
  std::string_view gnu;
  std::string_view musl;
};

/// Of several rows of one name, the first is what is meant without a variant.
std::span<const Platform> allPlatforms();

/// The row for `linux/arm64`, `linux/arm/v7` or `linux/amd64/v2`, in the spellings that build engines read as
/// the same; nullptr when there is none.
const Platform *findPlatform(std::string_view text);

/// All platforms that findPlatform knows, comma separated, for messages; the one nearest to `text` first.
std::string knownPlatforms(std::string_view text);

} // namespace linkshim
