#pragma once
#include "shim/base/Failure.h"

namespace linkshim::test {

/// Puts the value or the failure where a test looks for it; true when there was a value.
template <typename T> bool into(Result<T> result, T &value, Failure &failure) {
  if (result)
    value = std::move(*result);
  else
    failure = std::move(result.error());
  return result.has_value();
}

} // namespace linkshim::test
