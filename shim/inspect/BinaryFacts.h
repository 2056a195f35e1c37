#pragma once
#include "triples/Target.h"
#include "triples/Version.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

enum class BinaryFormat : uint8_t { elf, pe, coff, machO, universal, wasm, archive };

enum class BinaryKind : uint8_t {
  unknown,
  executable,
  sharedLibrary,
  object,
  plugin,    ///< a Mach-O bundle
  debugFile, ///< debug information alone, split from its program
  core,
  driver,    ///< a kernel module or driver
  module,    ///< WebAssembly without an entry point
  component, ///< WebAssembly of the component model
  archive,
};

/// How a program is linked; `none` for what is neither a program nor a library.
enum class Linkage : uint8_t { none, dynamic, fixed, staticPie };

enum class Relro : uint8_t { none, partial, full };

enum class Signature : uint8_t { none, adHoc, linkerSigned, cms, authenticode };

/// What is where a program says that its debug information is.
enum class DebugFile : uint8_t { missing, same, other };

/// A library that is loaded with the program; for WebAssembly, a module that it imports from.
struct NeededLibrary {
  std::string name;
  std::string_view how = {};           ///< weak, delayed, re-exported, upward, lazy; else empty
  std::optional<size_t> symbols = {};  ///< how many are taken from it, where the file says so
  std::vector<std::string> names = {}; ///< of PE: those that are taken by name
  bool operator==(const NeededLibrary &) const = default;
};

/// A symbol version that has to be in a library when the program starts.
struct WantedVersion {
  std::string library;
  std::string name;                 ///< GLIBC_2.34
  std::vector<std::string> symbols; ///< that need it
  bool weak = false;                ///< the program starts without it
  bool operator==(const WantedVersion &) const = default;
};

/// What a file says of itself. Empty, `none`, `unknown` and nullopt mean that it says nothing, or that the
/// format has no such thing.
struct BinaryFacts {
  BinaryFormat format = BinaryFormat::elf;
  BinaryKind kind = BinaryKind::unknown;
  std::string name;         ///< of a member or a slice
  uint64_t size = 0;        ///< in bytes
  std::string system;       ///< as rustc's `target_os`: linux, windows, macos, wasi
  std::string libc;         ///< glibc, musl, bionic and the like
  std::string architecture; ///< as rustc's `target_arch`
  Endian endian = Endian::little;
  uint8_t bits = 0;
  uint16_t machine = 0;              ///< as in the target table
  std::string abi;                   ///< as clang's `-mabi`: lp64d, elfv2, n32, x32; Apple's `-arch`
  std::string floatAbi;              ///< hard, soft, single
  std::vector<std::string> abiFlags; ///< what else the header says: EABI5, nan2008, RVC

  Linkage linkage = Linkage::none;
  std::string interpreter, soname;
  std::vector<NeededLibrary> needed;
  std::vector<WantedVersion> versions;
  std::vector<std::string> rpath, runpath;
  bool relr = false; ///< packed relative relocations, which old loaders do not know

  std::optional<bool> pie, nx, textRelocations;
  std::optional<Relro> relro;
  std::vector<std::string> protections; ///< ibt, shstk, bti, pac, gcs, cfg, high-entropy, cet

  std::optional<bool> stripped, debugInfo;
  std::string debugLink;              ///< the file that has the debug information
  std::optional<DebugFile> debugFile; ///< whether it is there, and of the same build: a PDB, once looked for
  std::string buildId;
  std::string allocator; ///< that linkshim put in the place of the C library's: mimalloc 2.3.2

  std::optional<Signature> signature;
  std::string subsystem;                ///< Windows: console, windows, efi-application
  std::string platform;                 ///< Apple's, as in `-platform_version`: macos, ios-simulator
  std::string minimumSystem, sdk;       ///< Apple's and Windows' versions
  std::optional<Version> oldestWindows; ///< that has all that it imports by name
  std::vector<std::string> runtimeDlls; ///< of those that it needs: compilers' runtimes, which Windows lacks
  std::string wasi;                     ///< preview1, preview2, preview3
  std::optional<bool> sharedMemory;
  std::vector<BinaryFacts> parts;          ///< of a universal file or an archive
  std::vector<std::string> contradictions; ///< why loaders refuse the file; clauses that follow its name
};

std::string_view toString(BinaryFormat format);
std::string_view toString(BinaryKind kind);
/// The format as it is called in a sentence: ELF, WebAssembly.
std::string_view formatName(BinaryFormat format);
std::string_view toString(Linkage linkage);
std::string_view toString(Relro relro);
std::string_view toString(Signature signature);
std::string_view toString(DebugFile file);

/// The family of the versions that a Windows program wants; the rest of their names is Windows' version.
constexpr std::string_view windowsFamily = "Windows_";
/// nullopt for a version of anything else.
std::optional<Version> windowsVersion(const WantedVersion &version);

/// GLIBC_2.34 taken apart: GLIBC and the numbers. Of a name without numbers, `family` is the whole name.
struct VersionName {
  std::string_view family;
  std::vector<uint32_t> numbers;
};
VersionName splitVersion(std::string_view name);

/// For each library and family of versions, the highest version that is needed, in the order of the file.
std::vector<WantedVersion> highestVersions(const BinaryFacts &facts);

/// True for what runs or is loaded as it is.
inline bool isLinked(const BinaryFacts &facts) {
  return facts.kind != BinaryKind::object && facts.kind != BinaryKind::archive &&
         facts.kind != BinaryKind::debugFile && facts.kind != BinaryKind::core &&
         facts.kind != BinaryKind::unknown;
}

} // namespace linkshim
