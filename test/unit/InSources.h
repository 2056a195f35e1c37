#pragma once
#include <string>

namespace linkshim::test {

/// What messages say of installing a target where the data directory is /share: no sources are near it.
inline std::string inSources(const std::string &triple) {
  return "in linkshim's sources scripts/sysroots --prefix ~/linkshim-packs " + triple +
         ", then export LINKSHIM_SHARE=~/linkshim-packs/share/linkshim";
}

} // namespace linkshim::test
