#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "triples/Distribution.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <optional>
#include <string_view>

namespace linkshim {

/// A target as a user names it, with a floor where one is given. The floor is the oldest glibc that the
/// program has to run on: the 2.17 in aarch64-unknown-linux-gnu.2.17, or that of Debian 11 in
/// aarch64-unknown-linux-gnu.debian11.
struct TargetSpec {
  const Target *target = nullptr;
  std::optional<Version> floor;
  const Release *release = nullptr; ///< the distribution's release that the floor was named by
};

/// Reads `aarch64-unknown-linux-gnu`, `aarch64-unknown-linux-gnu.2.17`, or a GNU spelling; a floor is what
/// parseGlibc reads. Fails for an
/// unknown name (the failure names the nearest known one), and for a floor that the target cannot have.
Result<TargetSpec> parseTargetSpec(std::string_view text);

/// True when parseTargetSpec would find a target in the text, whether or not it accepts the floor. Cheaper
/// for an unknown name: no nearest name is looked for.
bool namesTarget(std::string_view text);

/// The floor to build for: the one that was given, else LINKSHIM_GLIBC, else the target's default; nullopt
/// for a target without glibc. Fails when LINKSHIM_GLIBC is no floor, or not one of the target's.
Result<std::optional<Version>> resolveFloor(const TargetSpec &spec, const Environment &environment);

} // namespace linkshim
