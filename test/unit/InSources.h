#pragma once
#include <string>

namespace linkshim::test {

/// What messages say of installing a target where the data directory is /share: no sources are near it, and
/// it is no wheel's.
inline std::string inSources(const std::string &triple) {
  return "linkshim sysroot install " + triple;
}

} // namespace linkshim::test
