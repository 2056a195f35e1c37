#include "shim/link/elf/Allocator.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr std::string_view ofLibrary = "a library uses the allocator of the program that loads it",
                           ofDynamic = "a dynamic program uses that of its system's C library";

/// Why no program of the target can have it; empty where a static one can.
std::string_view whyNoAllocator(const Target &target) {
  if (target.libc == Libc::glibc)
    return "glibc's allocator is as fast, and a dynamic program uses its system's";
  if (target.muslArch.empty()) return "it takes the place of the allocator in musl's libc.a";
  return {};
}

/// Why a link of this kind keeps its allocator; empty where it need not.
std::string_view whyNotHere(const Target &target, LinkMode mode) {
  if (std::string_view why = whyNoAllocator(target); !why.empty()) return why;
  if (mode == LinkMode::shared) return ofLibrary;
  return isStatic(mode) ? std::string_view() : ofDynamic;
}

/// True for -lmimalloc that means linkshim's: no folder of the user has a library of that name.
bool namesAllocator(const LinkRequest &request, const std::vector<std::string> &folders) {
  const FileReader &files = request.context.files;
  std::vector<std::string> named = request.arguments().values(OPT_l);
  return std::ranges::find(named, mimalloc) != named.end() &&
         folderWith(fmt::format("lib{}.a", mimalloc), folders, files).empty() &&
         folderWith(fmt::format("lib{}.so", mimalloc), folders, files).empty();
}

Failure notForLink(const Target &target, std::string_view why) {
  const Target *sibling = findTarget(target.staticSibling);
  return {fmt::format("{} is for static programs of musl's targets", mimalloc),
          {{"target", std::string(target.triple)}, {"reason", std::string(why)}},
          sibling ? fmt::format("cargo linkshim build --malloc {} --target {}", mimalloc, sibling->triple)
                  : fmt::format("leave {} out", mimalloc)};
}

Failure notInstalled(const LinkRequest &request) {
  const Target &target = request.target();
  return {fmt::format("{} is not installed for {}", mimalloc, target.triple),
          {{"missing", fmt::format("{}.o of the target's pack", mimalloc)}},
          howToInstall(target, request.context.places.share, request.context.files)};
}

/// The text after `start` up to the end of the line; empty where it is not there.
std::string_view after(std::string_view text, std::string_view start) {
  size_t at = text.find(start);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + start.size());
  return text.substr(0, text.find('\n'));
}

} // namespace

Result<void> checkAllocatorName(std::string_view name) {
  if (name == mimalloc) return {};
  return fail({fmt::format("linkshim has no allocator {}", name),
               {{"known", std::string(mimalloc)}},
               fmt::format("export {}={}", allocatorVariable, mimalloc)});
}

Result<void> checkAllocatorTarget(const Target &target) {
  std::string_view why = whyNoAllocator(target);
  return why.empty() ? Result<void>() : fail(notForLink(target, why));
}

Result<Allocator> findAllocator(const LinkRequest &request, LinkMode mode, const Sysroot &sysroot,
                                const std::vector<std::string> &folders) {
  const Target &target = request.target();
  std::string_view named = request.context.environment.value(allocatorVariable);
  bool library = namesAllocator(request, folders);
  if (mode == LinkMode::relocatable || (named.empty() && !library)) return Allocator();
  if (!named.empty())
    if (Result<void> known = checkAllocatorName(named); !known) return failed(known);
  if (std::string_view why = whyNotHere(target, mode); !why.empty()) {
    if (library) return fail(notForLink(target, why));
    return Allocator{
        {},
        {},
        fmt::format("linkshim: note: {}={} changes nothing here: {}\n", allocatorVariable, named, why)};
  }
  const FileReader &files = request.context.files;
  std::string object = joinPath(sysroot.startFolder, fmt::format("{}.o", mimalloc));
  if (sysroot.startFolder.empty() || !files.status(object).isFile()) return fail(notInstalled(request));
  std::string atomics = joinPath(sysroot.startFolder, "libatomic.a");
  return Allocator{std::move(object), files.status(atomics).isFile() ? atomics : std::string(), {}};
}

std::string secondAllocatorNote(std::string_view messages) {
  size_t at = messages.find("duplicate symbol: malloc\n");
  if (at == std::string_view::npos) return {};
  std::string_view there = messages.substr(at), archive = after(there, " in archive ");
  std::string_view other = archive.empty() ? after(there, ">>> defined at ") : baseName(archive);
  return fmt::format(
      "linkshim: note: the program has two allocators: {}, which was asked for, and that of {}; leave one "
      "of them out: {}= turns the first off\n",
      mimalloc, other, allocatorVariable);
}

} // namespace linkshim
