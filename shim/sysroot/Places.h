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

/// Unpacks the target's pack into `places.cache` and names its folder in `places.pack`, which stays empty
/// where there is no pack. False and `error` as above; `failure` is set too when the pack is damaged, so that
/// no other cache folder can help.
bool usePack(const Target &target, SysrootPlaces &places, FileSystem &files, std::string &error,
             Failure &failure);

/// The places for a target: the first cache folder that takes its pack. False and `failure` when none does,
/// or the pack is damaged.
bool findPlaces(const Target &target, const Environment &environment, const std::string &share,
                FileSystem &files, SysrootPlaces &places, Failure &failure);

/// Unpacks a share/linkshim that is a share.pack into the first cache folder that takes it, and names it in
/// LINKSHIM_SHARE. Where no folder does, all stays as it is: what needs no header still works. False and
/// `failure` when the pack is damaged.
bool useShare(Environment &environment, const std::string &share, FileSystem &files, Failure &failure);

/// What to say when none of the folders could be written, and why the last one could not.
Failure cacheFailure(const std::vector<std::string> &folders, const std::string &error);

} // namespace linkshim
