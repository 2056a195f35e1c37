#pragma once
#include "shim/base/FileSystem.h"
#include "shim/sysroot/Sysroot.h"
#include "triples/Target.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What an ELF link makes of the libraries of GCC and of C libraries that it names (GccLibrary.h).
struct ElfLibraries {
  const Target &target;
  const FileReader &files;
  const std::vector<std::string> &folders; ///< in which libraries are searched
  LinkMode mode = LinkMode::pie;
  bool onlyArchives = false; ///< -static: also for a shared library
  bool staticLibgcc = false; ///< -static-libgcc
  bool generated = false;    ///< stubs of the system's shared libraries are among the pieces
  bool atArchives = false;   ///< after -Bstatic, at this place of the line

  /// What -l`name` becomes: no words where it is left out.
  struct Replaced {
    std::vector<std::string> words;
    std::string why;
  };
  /// nullopt for a library that stays as it is.
  std::optional<Replaced> replaced(std::string_view name) const;

  /// True where the unwinder is the system's libgcc_s: the whole process then has one, so that exceptions can
  /// pass from one library to another.
  bool sharesUnwinder() const;
  /// The archive that has the functions of libgcc_s, as -l names it; empty where there is none.
  std::string_view unwinderArchive() const;
  bool hasArchive(std::string_view name) const;

private:
  bool hasShared(std::string_view name) const;
  std::optional<Replaced> unwinder(std::string_view name) const;
  std::optional<Replaced> absent(std::string_view name) const;
};

} // namespace linkshim
