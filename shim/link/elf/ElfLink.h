#pragma once
#include "shim/link/Format.h"
#include "shim/link/Runtimes.h"
#include "shim/link/StartFiles.h"
#include "shim/link/elf/Allocator.h"
#include "shim/link/elf/ElfLibraries.h"
#include "shim/plan/LinkLine.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Sysroot.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What a compiler driver's link for ELF needs, found before its command line is built.
struct ElfLink {
  const LinkRequest &request;
  LinkMode mode = LinkMode::pie;
  Provider linker;
  Sysroot sysroot;
  std::vector<std::string> named;   ///< library folders that the user names by -L
  std::vector<std::string> folders; ///< those, then the sysroot's: where libraries are searched
  std::string staticLibc;           ///< the folder of the user's libc.a, in a static glibc link; else empty
  Runtimes runtimes;
  Allocator allocator;

  /// What becomes of libraries at the begin of the line.
  ElfLibraries libraries() const;
};

/// Fails where something that the link needs is missing: a linker, the C library's symbol tables, the libc.a
/// of a static glibc link, a runtime.
Result<ElfLink> prepareElfLink(const LinkRequest &request);

/// The path of a start file, which may exist only once the plan's pieces are made; empty when it is not
/// installed.
std::string findStartFile(const ElfLink &link, const std::string &name);

/// True for a start file without a folder, as rustc names it where Rust's own copy is not installed.
bool isStartFile(std::string_view name);

/// True for a program that -pg profiles. musl has no profiler, so its programs get the usual start file, as
/// with musl-gcc.
bool isProfiled(const LinkRequest &request);

/// Puts the target's C library first in the search order where one of the user's folders has another one.
void addOwnLibcFirst(const Sysroot &sysroot, const std::vector<std::string> &folders, const FileReader &files,
                     LinkLine &line);

/// Whether a shared library may be among the inputs of a program. Without one GNU ld makes a program without
/// a loader, which runs where there is none; lld does so when it is told no loader, and else a program that
/// its loader cannot start.
bool mayLinkShared(const LinkRequest &request, LinkMode mode);

/// The plan of a call of ld for ELF.
Result<Plan> planElfLinker(const LinkRequest &request, std::string_view flavor);

} // namespace linkshim
