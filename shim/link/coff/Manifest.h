#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"
#include "shim/provider/Provider.h"
#include <vector>

namespace linkshim {

/// Puts the manifest that a call of link.exe names by /manifestinput: into a resource, which becomes an input
/// in its place. lld merges it with what the other options say of the manifest by libxml2, which the lld of
/// the Rust toolchain lacks: that one would start Microsoft's mt.exe. A line without one is left as it is.
/// Fails for a manifest that cannot be read or that contradicts the options.
Result<void> embedManifest(const LinkRequest &request, const Provider &linker, LinkLine &line,
                           std::vector<PieceFolder> &pieces);

} // namespace linkshim
