#pragma once
#include "shim/call/DefaultTarget.h"
#include "shim/call/Invocation.h"
#include "shim/run/Planner.h"

namespace linkshim {

/// The same with an out-parameter for the failure.
template <typename T> bool into(Result<T> result, T &value, Failure &failure) {
  if (result)
    value = std::move(*result);
  else
    failure = std::move(result.error());
  return result.has_value();
}
inline bool parseTargetSpec(std::string_view text, TargetSpec &spec, Failure &failure) {
  return into(parseTargetSpec(text), spec, failure);
}
inline bool resolveFloor(const TargetSpec &spec, const Environment &environment,
                         std::optional<Version> &floor, Failure &failure) {
  return into(resolveFloor(spec, environment), floor, failure);
}
inline bool environmentTarget(const Environment &environment, TargetSpec &spec, Failure &failure) {
  return into(environmentTarget(environment), spec, failure);
}
inline bool defaultTarget(const Environment &environment, const FileReader &files, TargetSpec &spec,
                          Failure &failure) {
  return into(defaultTarget(environment, files), spec, failure);
}

} // namespace linkshim
