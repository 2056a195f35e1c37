#pragma once
#include "shim/call/Arguments.h"
#include <map>
#include <string>
#include <vector>

namespace linkshim {

/// What a compile is told about dependency files: by the driver's options, and by those of GCC's preprocessor
/// behind -Wp, and -Xpreprocessor, where -MD and -MMD take the file as their value. clang's preprocessor has
/// none of these.
struct DependencyOptions {
  bool writes = false;      ///< -MD or -MMD
  bool namesFile = false;   ///< -MF, or the file behind a preprocessor's -MD
  bool namesTarget = false; ///< -MT or -MQ
  /// The driver's options that take the place of a -Wp, or -Xpreprocessor, by its index among the arguments.
  std::map<size_t, std::vector<std::string>> replaced;
};
DependencyOptions dependencyOptions(const Arguments &arguments);

} // namespace linkshim
