#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace linkshim {

enum class Endian : uint8_t { little, big };

/// Which C library the target's programs are linked against.
enum class Libc : uint8_t { none, glibc, musl, msvcrt, ucrt, darwin, wasi, bionic, other };

enum class ObjectFormat : uint8_t { elf, coff, machO, wasm, xcoff, none };

/// How rustc talks to the linker of the target; rustc's `linker-flavor`, told apart where our plan differs.
enum class Dialect : uint8_t {
  gnuCc,    ///< a C compiler driver's options, ELF or MinGW (`gnu-cc`, `gnu-lld-cc`, `unix-cc`)
  gnuLd,    ///< raw GNU ld options (`gnu-lld`, `unix`)
  darwinCc, ///< Apple clang's options
  link,     ///< Microsoft's link.exe options (`msvc`, `msvc-lld`)
  wasmLd,   ///< raw wasm-ld options (`wasm-lld`)
  emCc,     ///< emscripten's driver
  foreign,  ///< a linker that lld cannot stand in for (`bpf`, `llbc`, `ptx`)
};

/// The way of linking a target: which linker's words a link is said in, and what is around it
/// (shim/link/Format.h).
enum class LinkFormatKind : uint8_t {
  elf,
  minGw, ///< Windows and Cygwin by lld's MinGW driver
  apple,
  wasm,
  msvc, ///< Windows and UEFI by lld-link
  other ///< by a linker of the platform's own
};

/// Which start files an executable or a shared library of the target begins and ends with.
enum class StartFiles : uint8_t { none, glibc, musl, mingw, msvc, user };

/// One row of Triples.td; its members are in the order of the table's Fields, and Columns.cpp lists them all.
/// All strings are constants of the program; an empty string means that there is none.
struct Target {
  std::string_view triple;      ///< rustc's name, the key
  std::string_view llvm;        ///< the triple that clang and LLVM understand (rustc's `llvm-target`)
  std::string_view gnu;         ///< as in `aarch64-linux-gnu-gcc`; empty where `triple` serves
  bool preferredGnu;            ///< `gnu` means this row and not another that shares it
  std::string_view arch;        ///< rustc's `target_arch`
  std::string_view system;      ///< rustc's `target_os`
  std::string_view environment; ///< rustc's `target_env`
  std::string_view abi;         ///< rustc's `target_abi`: eabihf, softfloat, x32, elfv2, sim, uwp
  std::string_view families;    ///< rustc's `target_family`, space separated: unix, windows, wasm
  Libc libc;
  Endian endian;
  uint8_t pointerBits;
  ObjectFormat format;
  Dialect dialect;
  std::string_view lldFlavor;   ///< what lld's `-flavor` takes: gnu, darwin, link, wasm
  bool lld;                     ///< lld links this target; if not, `emulation` is in its own ld's words
  std::string_view emulation;   ///< the machine: `-m` of GNU ld and wasm-ld, ld64 `-arch`, link `/machine:`
  uint16_t machine;             ///< ELF e_machine, COFF Machine, Mach-O cputype (less the 64-bit mark)
  std::string_view fileAbi;     ///< the ABI that its files name in their headers: lp64d, elfv2, n32, arm64
  std::string_view floatAbi;    ///< how Arm's and MIPS' files pass floating point arguments: hard, soft
  bool mipsR6;                  ///< for release 6 of MIPS, which runs no code for earlier releases
  std::string_view interpreter; ///< the dynamic loader's path (glibc, or the system's own)
  std::string_view entry;       ///< executables start here, where the linker's default does not serve
  StartFiles startFiles;
  std::string_view glibcAbi;   ///< name of the symbol table under sysroots/glibc/abi
  std::string_view glibcFirst; ///< the oldest floor: 2.17, or the first glibc with the architecture
  std::string_view muslArch;   ///< as in musl's loader's name (armhf, mipsel-sf), where we bring musl
  std::string_view linuxArch;  ///< the Linux kernel's name of the architecture: x86, arm64, powerpc
  bool cxx;                    ///< its pack has LLVM's C++ library
  bool crtStatic;              ///< programs are linked statically unless the user says otherwise
  bool pie;                    ///< executables are position independent unless the user says otherwise
  std::string_view linkFlags;  ///< linker options that the platform's own drivers pass, space separated
  std::string_view clangFlags; ///< code generation flags for clang, space separated
  /// Of a platform whose own headers the user brings: further flags for C and for C++ that is compiled
  /// against mingw-w64's headers in their place.
  std::string_view minGwC, minGwCxx;
  std::string_view cxxCode;     ///< the target, for clang, of the code of that C++; empty: what the flags say
  std::string_view cmakeSystem; ///< CMAKE_SYSTEM_NAME
  std::string_view cmakeProcessor; ///< CMAKE_SYSTEM_PROCESSOR
  std::string_view mesonSystem;    ///< meson's name of the system
  std::string_view mesonFamily;    ///< meson's cpu_family
  std::string_view goSystem;       ///< GOOS; empty where cgo cannot go through linkshim
  std::string_view goArch;         ///< GOARCH; empty where Go has none
  std::string_view goVariant;      ///< what Go asks beside it, as in GOARM=7
  std::string_view platform;       ///< Apple: for ld64's `-platform_version`, as in ios-simulator
  std::string_view osFloor; ///< the system's oldest version: Apple's deployment target, Android's API level
  std::string_view osFirst; ///< Apple: the oldest version that has the processor; empty where all have it
  std::string_view runner;  ///< runs the executables elsewhere: qemu-aarch64, wine64, node
  std::string_view wasiPreview; ///< the WASI that its programs may import from: preview1
  bool components;              ///< its programs are WebAssembly components, not modules
  bool sharedMemory;            ///< its programs' memory is shared between threads (WebAssembly)
  std::string_view rustcTools;  ///< programs that rustc and build scripts look for on PATH, space separated
  std::string_view debian;      ///< the distribution's architecture, as in arm64
  bool debianCrossLibraries;    ///< Debian has packages of its glibc and libgcc for other machines
  std::string_view needs;       ///< variable that names what the user has to bring: ANDROID_NDK_HOME
  std::string_view needsText;   ///< that thing in words, for the error message
  std::string_view needsOthers; ///< further variables that may name it, space separated
  bool needsOptional;           ///< Rust programs link without that thing
  /// Where its libraries and headers are below that folder, space separated. A part `*` is any folder, the
  /// newest by its name; `%api` is the system's version (osFloor, or the user's).
  std::string_view platformLibraries, platformHeaders;
  /// The platform's start files where they are not called as on Linux, space separated: of a program, a
  /// static one and a shared library; then those behind the objects.
  std::string_view startProgram, startStatic, startLibrary, endProgram, endLibrary;
  std::string_view binutils;     ///< whose GNU ld links it where lld does not: sparc64-linux-gnu
  std::string_view stubAbi;      ///< name of the system's symbol tables under sysroots/bsd: freebsd-x86_64
  std::string_view headerDefine; ///< what tells the headers that linkshim brings for it the system's version
  std::string_view otherLinker;  ///< dialects foreign and emCc: the program that links
  std::string_view otherLinkerFrom; ///< the command that installs it
  std::string_view unlinked; ///< why no program of it is linked, with whatever is installed; else empty
  LinkFormatKind linkFormat;
  bool widths; ///< its compilers make code of two widths, by -m32 and -m64
  std::string_view sibling32, siblingX32, sibling64; ///< the row that -m32, -mx32, -m64 asks for
  std::string_view
      staticSibling;         ///< the row of static programs where it has no C library for them; may be none
  std::string_view dllEntry; ///< Windows: where a DLL starts
  std::string_view systemLibraries; ///< Windows: the C library of a program, space separated, without -l
  std::string_view linker; ///< what links it, for people: rust-lld, GNU ld, or `otherLinker`; else empty
  std::string_view
      ownWidth; ///< the driver's flag for its own width: m32, mx32 or m64; empty for 16-bit processors
  std::string_view multiarch;   ///< Debian's name of its library folders: x86_64-linux-gnu, i386-linux-gnu
  std::string_view runtimeArch; ///< clang's name of the architecture in the file names of its runtimes
  std::string_view configName;  ///< GNU's config.sub knows it by this: for --host= and -dumpmachine
  bool runtime;                 ///< scripts/sysroots makes a pack with the compiler's runtime
  /// The first and the last release of rustc that have it, of those that the table is of (Releases.td): the
  /// first may be older than the table; the last is empty where the newest has it.
  std::string_view rustFirst, rustLast;
  std::string_view rustupFirst; ///< the first of them whose std rustup installs; empty where none is
  std::string_view pack;        ///< the row whose pack serves it; its own in most cases
  std::string_view
      plannedAs; ///< of a target that the table lacks: the row that its specification is nearest to
};

/// Every target, sorted by `triple`.
std::span<const Target> allTargets();

/// The GNU spelling of a row's name: its own column, or the triple where that serves.
inline std::string_view gnuSpelling(const Target &target) {
  return target.gnu.empty() ? target.triple : target.gnu;
}

/// A further name of a target: a GNU spelling with a vendor, or what another toolchain calls it.
struct TargetAlias {
  std::string_view name;
  std::string_view triple;
  bool linked; ///< build tools look on PATH for a compiler of this name
};

/// Every further name, sorted by `name`.
std::span<const TargetAlias> allAliases();

/// The row of a rustc triple, else of a GNU spelling, else of a further name; null when there is none. A GNU
/// spelling that several rows share names the preferred one.
const Target *findTarget(std::string_view name);

/// The known spelling nearest to `name` by edit distance, or empty when nothing is near: when more than a
/// third of its characters differ.
std::string_view nearestTarget(std::string_view name);

/// The target's C library and the like in words, for messages.
std::string_view toString(Libc libc);
std::string_view toString(ObjectFormat format);

/// True where links of the target are those of mingw-w64.
inline bool isMinGw(const Target &target) {
  return target.startFiles == StartFiles::mingw;
}

/// True where linkshim has a runtime and import libraries for programs of Windows: mingw-w64's, or its own in
/// the place of Microsoft's.
inline bool isOfWindows(const Target &target) {
  return isMinGw(target) || target.startFiles == StartFiles::msvc;
}

/// True for Cygwin: the linker and its options are those of mingw-w64, start file and libraries are its own.
inline bool isCygwin(const Target &target) {
  return target.format == ObjectFormat::coff && target.startFiles == StartFiles::user;
}

} // namespace linkshim
