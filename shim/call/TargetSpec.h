#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "triples/Target.h"
#include "triples/Version.h"
#include <optional>
#include <string_view>

namespace linkshim {

/// A target as a person writes it: a row, and a glibc floor where one was given.
struct TargetSpec {
  const Target *target = nullptr;
  std::optional<Version> floor;
};

/// Reads `aarch64-unknown-linux-gnu`, `aarch64-unknown-linux-gnu.2.17`, or a GNU spelling. Fails for a name
/// that is none (the failure names the nearest one), and for a floor that the target cannot have.
Result<TargetSpec> parseTargetSpec(std::string_view text);

/// True when parseTargetSpec would find a target in the text, whether or not it takes the floor. Cheap for a
/// name that is none: nothing near is looked for.
bool namesTarget(std::string_view text);

/// The floor that holds: the one that was given, else LINKSHIM_GLIBC, else the target's default; nullopt for
/// a target without glibc. Fails when LINKSHIM_GLIBC is no version, or out of the target's range.
Result<std::optional<Version>> resolveFloor(const TargetSpec &spec, const Environment &environment);

} // namespace linkshim
