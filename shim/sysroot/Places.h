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

/// Unpacks the target's pack and that of its processor into `places.cache`, and returns `places` with their
/// folders as `pack` and `common`, which stay empty where there is no such pack.
std::expected<SysrootPlaces, PiecesError> usePack(const Target &target, SysrootPlaces places,
                                                  FileSystem &files);

/// The places for a target, with the first cache folder into which its pack can be unpacked; its headers are
/// unpacked too. Fails when there is none, or a pack is damaged.
Result<SysrootPlaces> findPlaces(const Target &target, const Environment &environment,
                                 const std::string &share, FileSystem &files);

/// The failure when none of the folders could be written; `error` says why the last one could not.
Failure cacheFailure(const std::vector<std::string> &folders, const std::string &error);

} // namespace linkshim
