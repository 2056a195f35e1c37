#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Cache.h"
#include "shim/sysroot/Context.h"
#include "triples/Target.h"
#include <string>
#include <vector>

namespace linkshim {

/// The folders that can serve as the cache, best first: LINKSHIM_CACHE_DIR, else the user's cache folder;
/// then a private one below the folder for temporary files. A folder that another user may write is left out.
/// Links in the names are resolved.
std::vector<std::string> cacheCandidates(const Environment &environment, const FileSystem &files);

/// Why the folder that the user's variables name is no candidate, as a sentence; empty where it is one.
std::string cacheRefused(const Environment &environment, const FileSystem &files);

/// Unpacks the target's pack into `places.cache`, and returns `places` with its folder as `pack`, which stays
/// empty where there is no pack.
std::expected<SysrootPlaces, PiecesError> usePack(const Target &target, SysrootPlaces places,
                                                  FileSystem &files);

/// The places for a target, with the first cache folder into which its pack can be unpacked. Fails when there
/// is none, or the pack is damaged.
Result<SysrootPlaces> findPlaces(const Target &target, const Environment &environment,
                                 const std::string &share, FileSystem &files);

/// The folder to use as the data directory: `share` itself, or, where that holds a share.pack, the folder in
/// the cache into which it is unpacked. Where it cannot be unpacked anywhere, it is `share` as well: whatever
/// needs no headers still works. Fails when the pack is damaged.
Result<std::string> unpackShare(const std::string &share, const Environment &environment, FileSystem &files);

/// The failure when none of the folders could be written; `error` says why the last one could not.
Failure cacheFailure(const std::vector<std::string> &folders, const std::string &error);

} // namespace linkshim
