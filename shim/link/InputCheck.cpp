#include "shim/link/InputCheck.h"
#include "shim/objects/CutInput.h"
#include "shim/objects/LlvmVersion.h"
#include "shim/objects/ObjectHead.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// True for a library of this machine's own programs: cargo did not make it.
bool isOfTheHost(std::string_view path) {
  constexpr std::string_view folders[] = {"/lib/",       "/lib32/",     "/lib64/",        "/usr/lib/",
                                          "/usr/lib32/", "/usr/lib64/", "/usr/local/lib/"};
  return std::any_of(std::begin(folders), std::end(folders),
                     [&](std::string_view folder) { return path.starts_with(folder); });
}

Failure foreign(const Target &target, const std::string &path, const std::string &found) {
  std::string wanted = describeMachine(target);
  bool host = isOfTheHost(path);
  std::string remedy =
      fmt::format("cargo clean --target {}, and build it again for that target", target.triple);
  if (host && target.libc == Libc::glibc)
    remedy =
        fmt::format("linkshim sysroot add {} PACKAGE, and leave {} out", target.triple, parentPath(path));
  else if (host)
    remedy = fmt::format("build that library for {}, and leave {} out", target.triple, parentPath(path));
  return {host ? "a library of this machine was given, and the target's architecture is another"
               : "an input file was made for another architecture than the target's",
          {{"file", path}, {"made for", found}, {"target", fmt::format("{}: {}", target.triple, wanted)}},
          remedy};
}

} // namespace

Failure bitcodeTooNew(const std::string &file, int bitcode, const std::string &linker, int reader) {
  // rustc's own; its rust-lld has the same LLVM.
  bool ofRust = file.ends_with(".rcgu.o") || file.ends_with(".rlib");
  std::string otherwise =
      ofRust ? "leave -C linker-plugin-lto out"
             : fmt::format("compile it with LINKSHIM_CLANG=clang-{} or without -flto", reader);
  return {"an input file is bitcode of a newer LLVM than the linker's",
          {{"file", file},
           {"made by", fmt::format("LLVM {}", bitcode)},
           {"linker", fmt::format("{}, of LLVM {}", linker, reader)}},
          fmt::format("{}, or set LINKSHIM_LLD to {} LLVM {}", otherwise,
                      ofRust ? "the rust-lld of that rustc, or another lld of" : "an lld of", bitcode)};
}

Result<void> checkInputs(const Target &target, const Provider &linker, const std::vector<std::string> &inputs,
                         const FileReader &files) {
  if (!canTellMachine(target)) return {};
  bool bitcode = false; // set at the first bitcode: then all members of archives are looked at
  int reader = 0;
  for (const std::string &path : inputs) {
    InputHead head = readInputHead(path, bitcode, files);
    std::string found = describeObject(head.object);
    if (!found.empty() && !isMadeFor(target, head.object)) return fail(foreign(target, path, found));
    if (target.format == ObjectFormat::machO)
      if (auto whole = checkWhole(path, files); !whole) return whole;
    if (!head.hasBitcode) continue;
    if (!bitcode && linker.isLld()) reader = linkerMajor(linker.path, files);
    bitcode = true;
    if (reader != 0 && head.bitcode > reader)
      return fail(bitcodeTooNew(path, head.bitcode, linker.path, reader));
  }
  return {};
}

} // namespace linkshim
