#pragma once
#include "shim/link/Format.h"
#include "shim/link/Runtimes.h"
#include "shim/link/StartFiles.h"
#include "shim/plan/LinkLine.h"
#include "shim/provider/Provider.h"
#include "shim/sysroot/Sysroot.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What a link for ELF in a driver's words is made from, found before its line is put together.
struct ElfLink {
  const LinkRequest &request;
  LinkMode mode = LinkMode::pie;
  Provider linker;
  Sysroot sysroot;
  std::vector<std::string> named;   ///< library folders that the user names
  std::vector<std::string> folders; ///< those and the sysroot's: where libraries are looked for
  std::string staticLibc;           ///< holds the user's own libc.a, in a static glibc link
  Runtimes runtimes;
};

/// Fails where something that the link needs is not there: a linker, tables of the C library, the libc.a of a
/// static glibc link, a runtime.
Result<ElfLink> prepareElfLink(const LinkRequest &request);

/// Where a start file is, or will be once the plan's pieces are made; empty when it is not installed.
std::string findStartFile(const ElfLink &link, const std::string &name);

/// True for the name, without a folder, of a start file that rustc passes when Rust's own copy is not
/// installed.
bool isStartFile(std::string_view name);

/// True for a program whose calls are counted (-pg). musl has no profiler: its programs start as ever, as
/// with its own compiler.
bool isProfiled(const LinkRequest &request);

/// Where one of the folders that the user names has a C library of its own: the target's goes first.
void addOwnLibcFirst(const Sysroot &sysroot, const std::vector<std::string> &folders, const FileReader &files,
                     LinkLine &line);

/// A link for ELF in the words of ld.
Result<Plan> planElfLinker(const LinkRequest &request, std::string_view flavor);

} // namespace linkshim
