#pragma once
#include "triples/Target.h"
#include "llvm/Option/ArgList.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What clang gets instead of an argument that only GCC understands; nothing where clang does the same by
/// default.
struct ClangSpelling {
  std::vector<std::string> args;
  std::string_view why;
};

/// nullopt for an argument that clang understands as it is. `args` are all arguments of the call.
std::optional<ClangSpelling> clangSpelling(const Target &target, const llvm::opt::Arg &arg,
                                           const llvm::opt::InputArgList &args);

} // namespace linkshim
