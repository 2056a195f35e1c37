#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Cache.h"
#include "triples/Target.h"
#include <string>
#include <vector>

namespace linkshim {

/// A data directory has headers, the C++ library's headers and sysroots/TARGET.pack, as scripts/sysroots
/// makes them. What a package brings is smaller: folders of headers are compressed, each a parts/NAME.pack.
/// More may be installed, in folders with parts/ and sysroots/ of their own: packs/VERSION/NAME in the data
/// directory itself, and in that of the user. VERSION is linkshim's: what was installed for another one is
/// not seen.
///
/// So that all of it is found in one place, openShare makes a folder of links in the cache, which is the data
/// directory of the call then.

/// The user's own folder with folders of packs for this version; empty where there is no place for one.
std::string userPacks(const Environment &environment);
/// The folder likewise in a data directory.
std::string sharedPacks(const std::string &share);

/// The folders with parts/ or sysroots/ that belong to a data directory, best first; the last is itself.
std::vector<std::string> packRoots(const std::string &share, const Environment &environment,
                                   const FileReader &files);

/// The folder to use as the data directory: `share` itself where all is in it and nothing compressed, else
/// the folder of links. What is missing in that, or no longer there, is brought up to date; a call that finds
/// it right looks at some folders and reads one link. Where it cannot be made, it is `share`: whatever needs
/// no headers still works.
std::string openShare(const std::string &share, const Environment &environment, FileSystem &files);

/// The data directory that was installed, of one that openShare returned.
std::string installedShare(const std::string &share, const FileReader &files);

/// Unpacks the headers of the target's C library, and of the C++ library where `cxx` is set, where a data
/// directory of links has them compressed.
std::expected<void, PiecesError> unpackHeaders(const Target &target, bool cxx, const std::string &share,
                                               FileSystem &files);

} // namespace linkshim
