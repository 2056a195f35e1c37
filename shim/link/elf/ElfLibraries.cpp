#include "shim/link/elf/ElfLibraries.h"
#include "shim/link/GccLibrary.h"
#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

namespace linkshim {

using Replaced = ElfLibraries::Replaced;

bool ElfLibraries::hasArchive(std::string_view name) const {
  return !folderWith(fmt::format("lib{}.a", name), folders, files).empty();
}

bool ElfLibraries::hasShared(std::string_view name) const {
  return !folderWith(fmt::format("lib{}.so", name), folders, files).empty();
}

bool ElfLibraries::sharesUnwinder() const {
  if (onlyArchives || isStatic(mode)) return false;
  return !staticLibgcc || unwinderArchive().empty();
}

std::string_view ElfLibraries::unwinderArchive() const {
  // A static glibc has been tried with GCC's; that of LLVM is linkshim's own elsewhere.
  std::string_view first = target.libc == Libc::glibc ? "gcc_eh" : "unwind";
  for (std::string_view name : {first, std::string_view("unwind"), std::string_view("gcc_eh")})
    if (hasArchive(name)) return name;
  return {};
}

std::optional<Replaced> ElfLibraries::unwinder(std::string_view name) const {
  if (!sharesUnwinder()) {
    std::string_view archive = unwinderArchive();
    if (archive.empty()) return absent(name);
    if (archive == name) return std::nullopt;
    return Replaced{{fmt::format("-l{}", archive)}, "the unwinder that is there as an archive"};
  }
  constexpr const char *why = "a process has one unwinder";
  if (!generated && !hasShared("gcc_s")) return absent(name);
  if (atArchives) return Replaced{{"-Bdynamic", "-lgcc_s", "-Bstatic"}, why};
  return name == "gcc_s" ? std::optional<Replaced>() : Replaced{{"-lgcc_s"}, why};
}

/// A library that no folder has: the link does without most of them.
std::optional<Replaced> ElfLibraries::absent(std::string_view name) const {
  GccLibrary kind = gccLibrary(name);
  if (hasArchive(name)) return std::nullopt;
  bool shared = !atArchives && !onlyArchives && !isStatic(mode);
  if (shared && hasShared(name)) return std::nullopt;
  bool users = !target.needs.empty() && !generated; // whoever brings the system has to bring these too
  bool stub = shared && generated && target.libc == Libc::glibc;
  if (kind == GccLibrary::libc)
    return target.libc == Libc::musl && name != "c" ? Replaced{{}, "musl's libc has it"}
                                                    : std::optional<Replaced>();
  if ((kind == GccLibrary::unwinder || kind == GccLibrary::atomics) && (users || stub)) return std::nullopt;
  std::string why = leftOut(target, kind);
  return why.empty() ? std::optional<Replaced>() : Replaced{{}, std::move(why)};
}

std::optional<Replaced> ElfLibraries::replaced(std::string_view name) const {
  std::string cxx = cxxLibrary(name, folders, files);
  if (!cxx.empty() && cxx != name) return Replaced{{"-l" + cxx}, "the C++ library that is there"};
  if (mode == LinkMode::relocatable && cxx.empty() && isCxxLibrary(name) && generated)
    return Replaced{{}, "a relocatable file needs no C++ library yet"};
  switch (gccLibrary(name)) {
  case GccLibrary::other:
  case GccLibrary::absent: return std::nullopt;
  case GccLibrary::openMp:
    if (hasArchive(name) || hasShared(name) || !(hasArchive("omp") || hasShared("omp"))) return std::nullopt;
    return Replaced{{"-lomp"}, "clang's OpenMP"};
  default: break;
  }
  if (mode == LinkMode::relocatable && !hasArchive(name) && (generated || hasShared(name)))
    return Replaced{{}, "a relocatable file takes in no shared library"};
  if (mode != LinkMode::relocatable && gccLibrary(name) == GccLibrary::unwinder) return unwinder(name);
  return absent(name);
}

} // namespace linkshim
