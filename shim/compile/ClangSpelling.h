#pragma once
#include "triples/Target.h"
#include "llvm/Option/ArgList.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What clang is told in the place of an argument that only GCC understands: no words at all where clang does
/// so anyway.
struct ClangSpelling {
  std::vector<std::string> words;
  std::string_view why;
};

/// nullopt for an argument that clang understands as it is. `args` are all of the call's.
std::optional<ClangSpelling> clangSpelling(const Target &target, const llvm::opt::Arg &arg,
                                           const llvm::opt::InputArgList &args);

} // namespace linkshim
