#pragma once
#include "triples/Version.h"
#include <span>
#include <string_view>

namespace linkshim {

/// A release of a Linux distribution, and the glibc that it has. Distributions.td names the sources.
struct Release {
  std::string_view name;     ///< debian11
  std::string_view codename; ///< bullseye; empty for none
  std::string_view title;    ///< Debian 11
  std::string_view glibc;    ///< 2.31
};

std::span<const Release> allReleases();

/// The release of that name or code name; null for none.
const Release *findRelease(std::string_view name);

/// The glibc that a text means: a version (`2.31`), a release (`debian11`, `bullseye`), or the tag of
/// Python's wheels for one (`manylinux_2_28`). nullopt for anything else.
std::optional<Version> parseGlibc(std::string_view text);

/// The release's name that is nearest to a text which is none; empty where none is near.
std::string_view nearestRelease(std::string_view text);

} // namespace linkshim
