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

/// The folders that may hold generated pieces, best first: LINKSHIM_CACHE_DIR, else the user's cache folder;
/// then a private one among the temporary files. A folder that another user may write is left out.
std::vector<std::string> cacheCandidates(const Environment &environment, const FileSystem &files);

/// `places` with the target's pack unpacked into `places.cache` and its folder as `pack`, which stays empty
/// where there is no pack.
std::expected<SysrootPlaces, PiecesError> usePack(const Target &target, SysrootPlaces places,
                                                  FileSystem &files);

/// The places for a target: the first cache folder that takes its pack. Fails when none does, or the pack is
/// damaged.
Result<SysrootPlaces> findPlaces(const Target &target, const Environment &environment,
                                 const std::string &share, FileSystem &files);

/// The folder that serves as share/linkshim: `share` itself, or, where that holds a share.pack, the folder of
/// its files in the first cache folder that takes them. Where no cache folder does, it is `share` all the
/// same: what needs no header still works. Fails when the pack is damaged.
Result<std::string> unpackShare(const std::string &share, const Environment &environment, FileSystem &files);

/// What to say when none of the folders could be written, and why the last one could not.
Failure cacheFailure(const std::vector<std::string> &folders, const std::string &error);

} // namespace linkshim
