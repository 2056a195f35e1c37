#pragma once
#include "shim/base/Environment.h"
#include "shim/base/Failure.h"
#include "shim/base/FileSystem.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <vector>

namespace linkshim {

/// The major versions of LLVM whose programs are looked for by name (clang-22), and the oldest clang for C
/// and for C++: libc++'s headers use builtins of clang 19.
constexpr int newestLlvm = 24, oldestLlvm = 14, oldestForC = 14, oldestForCxx = 19;

/// Which linker or compiler a provider is.
enum class ProviderKind : uint8_t { rustLld, lld, zig, mold, wild, bfd, clang, zigClang };

/// The program that does a call's work, a linker or a compiler, and how it is called.
struct Provider {
  ProviderKind kind = ProviderKind::lld;
  std::string path;                 ///< absolute
  std::vector<std::string> leading; ///< argv[0] and arguments that must come first, such as `-flavor gnu`
  bool named = false;               ///< the user named it, so LD_LIBRARY_PATH is left as it is for it

  bool isLld() const {
    return kind == ProviderKind::rustLld || kind == ProviderKind::lld || kind == ProviderKind::zig;
  }
};

std::string_view toString(ProviderKind kind);

/// Fails when the provider is lld and lld does not link the target.
Result<void> canLink(const Provider &provider, const Target &target);

/// Finds providers by looking at files only; no process is started. linkshim itself is never a result, also
/// when it is found by a link or as a copy.
class ProviderSearch {
public:
  /// `self` is the path of the running program; it may be empty.
  ProviderSearch(const Environment &environment, const FileReader &files, std::string self)
      : environment(environment), files(files), self(std::move(self)) {}

  /// The linker for `target` in lld's `flavor` (gnu, darwin, link, wasm): LINKSHIM_LLD; what `fuseLd` (the
  /// value of -fuse-ld=, or empty) names; the rust-lld below a `-B` folder in `prefixes`, on PATH, or beside
  /// the rustc on PATH; an installed lld; the rust-lld of a rustup toolchain; the lld inside a zig.
  Result<Provider> findLinker(const Target &target, std::string_view flavor, std::string_view fuseLd,
                              const std::vector<std::string> &prefixes) const;

  /// The clang of version `oldest` or newer: LINKSHIM_CLANG; `clang` on PATH; `clang-N`, the newest first;
  /// the clang inside a zig. One whose version cannot be seen from its path counts as new enough.
  Result<Provider> findCompiler(int oldest = oldestForC) const;

  /// An executable on PATH that is not linkshim itself; the folders that come after `after` are searched
  /// first.
  std::optional<std::string> findProgram(std::string_view name, std::string_view after = {}) const;

  /// The rust-lld of the toolchain that rustup would use, or of the rustc on PATH; empty when there is none.
  std::string rustToolchainLld() const;

  /// The zig program: on PATH, or inside its Python package; empty when there is none.
  std::string findZig() const;

private:
  bool isSelf(const std::string &path) const;
  bool usable(const std::string &path) const;
  std::string rustLldBelow(const std::string &sysroot) const;
  Provider namedLinker(const std::string &path, std::string_view flavor) const;
  /// The GNU ld for the target: each is built for one family of targets, and has the target in its name.
  std::optional<Provider> gnuLinker(const Target &target) const;
  Result<Provider> requestedLinker(const Target &target, std::string_view fuseLd) const;
  std::optional<Provider> installedLld(std::string_view flavor) const;
  std::string zigInPythonPackages(const std::string &libraryFolder) const;
  Result<Provider> namedCompiler(const std::string &named, int oldest) const;

  const Environment &environment;
  const FileReader &files;
  std::string self;
};

} // namespace linkshim
