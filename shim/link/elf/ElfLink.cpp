#include "shim/link/elf/ElfLink.h"
#include "shim/link/GccLibrary.h"
#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

LinkMode linkMode(const Arguments &arguments, const Target &target) {
  if (arguments.has(OPT_r)) return LinkMode::relocatable;
  if (arguments.has(OPT_shared)) return LinkMode::shared;
  const llvm::opt::Arg *said = arguments.last(OPT_pie, OPT_no_pie);
  bool saidPie = said && said->getOption().matches(OPT_pie), fixed = arguments.has(OPT_static);
  if (arguments.has(OPT_static_pie) || (fixed && saidPie)) return LinkMode::staticPie;
  if (fixed) return LinkMode::staticExecutable;
  return (said ? saidPie : target.pie) ? LinkMode::pie : LinkMode::executable;
}

Failure noStaticLibc(const Target &target, const Roots &roots) {
  const Target *sibling = findTarget(target.staticSibling);
  if (!target.stubAbi.empty())
    return {"a static link needs the C library itself, and linkshim brings stubs of the system's shared "
            "libraries only",
            {{"target", std::string(target.triple)},
             {"missing", "libc.a"},
             {"it is in", std::string(target.needsText)}},
            fmt::format("export {}=/path/to/it, or link without -static", platformVariable(target))};
  if (target.libc != Libc::glibc)
    return {"a static link needs the C library itself, and the given system has it as a shared library only",
            {{"target", std::string(target.triple)}, {"missing", "libc.a"}, {"system", roots.system}},
            "link without -static"};
  return {"a static link needs the C library itself, and linkshim brings stubs of glibc only",
          {{"target", std::string(target.triple)},
           {"static", fmt::format("use musl, or give a system with a real libc.a by --sysroot= or "
                                  "LINKSHIM_SYSROOT_{}, or its folder by -L",
                                  target.triple)}},
          sibling ? fmt::format("cargo build --target {}", sibling->triple) : "link dynamically"};
}

/// True where all libraries are archives: in a static program, and in a shared library made with -static.
bool linksStatically(LinkMode mode, const Arguments &arguments) {
  return isStatic(mode) || (mode == LinkMode::shared && arguments.has(OPT_static));
}

/// The folder of the user's libc.a in a static glibc link; empty for every other link.
Result<std::string> findStaticLibc(const LinkRequest &request, LinkMode mode,
                                   const std::vector<std::string> &folders) {
  const Target &target = request.target();
  const Arguments &arguments = request.arguments();
  const Roots &roots = request.context.roots;
  bool checked = target.libc == Libc::glibc || !target.stubAbi.empty() ||
                 (target.startFiles == StartFiles::user && !roots.system.empty());
  if (!checked || !linksStatically(mode, arguments)) return std::string();
  std::vector<std::string> named = arguments.values(OPT_l);
  bool asked = std::any_of(named.begin(), named.end(),
                           [](const std::string &name) { return gccLibrary(name) == GccLibrary::libc; });
  if (!asked && arguments.has(OPT_nostdlib, OPT_nolibc)) return std::string();
  std::string folder = folderWith("libc.a", folders, request.context.files);
  bool needed = asked || !arguments.has(OPT_nodefaultlibs);
  if (folder.empty() && needed) return fail(noStaticLibc(target, roots));
  return target.libc == Libc::glibc ? folder : std::string();
}

/// Whether -l`name` may be a shared library: not one of GCC's archives, nor where the user's own folders,
/// which are searched first, have an archive.
bool mayBeShared(std::string_view name, const std::vector<std::string> &folders, const FileReader &files) {
  if (name.starts_with(':')) return !name.ends_with(".a");
  if (gccLibrary(name) == GccLibrary::builtins) return false;
  if (gccLibrary(name) != GccLibrary::other) return true;
  std::string archive = fmt::format("lib{}.a", name), shared = fmt::format("lib{}.so", name);
  auto has = [&](const std::string &folder, const std::string &file) {
    return files.status(joinPath(folder, file)).isFile();
  };
  for (const std::string &folder : folders)
    if (has(folder, shared) || has(folder, archive)) return has(folder, shared);
  return true;
}

} // namespace

Result<ElfLink> prepareElfLink(const LinkRequest &request) {
  const PlanContext &context = request.context;
  const Target &target = request.target();
  ElfLink link{request, linkMode(request.arguments(), target), {}, {}, {}, {}, {}, {}, {}};
  Result<Provider> linker = findLinker(request, target.lldFlavor);
  if (!linker) return failed(linker);
  link.linker = std::move(*linker);
  link.sysroot =
      findSysroot(target, request.invocation.floor, link.mode, context.places, context.roots, context.files);
  link.named = request.arguments().values(OPT_L);
  link.folders = searchedFolders(request, link.sysroot);
  if (Result<void> tables = checkTables(target); !tables) return failed(tables);
  Result<std::string> libc = findStaticLibc(request, link.mode, link.folders);
  if (!libc) return failed(libc);
  link.staticLibc = std::move(*libc);
  Result<Runtimes> runtimes = findRuntimes(request.invocation, context, link.mode, link.folders);
  if (!runtimes) return failed(runtimes);
  link.runtimes = std::move(*runtimes);
  Result<Allocator> allocator = findAllocator(request, link.mode, link.sysroot, link.folders);
  if (!allocator) return failed(allocator);
  link.allocator = std::move(*allocator);
  return link;
}

ElfLibraries ElfLink::libraries() const {
  const Arguments &arguments = request.arguments();
  ElfLibraries all{request.target(), request.context.files, folders};
  all.mode = mode;
  all.onlyArchives = linksStatically(mode, arguments);
  all.staticLibgcc = arguments.has(OPT_static_libgcc);
  all.generated = !sysroot.pieces.empty();
  return all;
}

std::string findStartFile(const ElfLink &link, const std::string &name) {
  const FileReader &files = link.request.context.files;
  const Sysroot &sysroot = link.sysroot;
  if (!link.staticLibc.empty() && files.status(joinPath(link.staticLibc, name)).isFile())
    return joinPath(link.staticLibc, name);
  if (link.request.target().startFiles == StartFiles::user && sysroot.startFolder.empty())
    if (std::string folder = folderWith(name, sysroot.userFolders, files); !folder.empty())
      return joinPath(folder, name);
  if (sysroot.startFolder.empty()) return {};
  std::string path = joinPath(sysroot.startFolder, name);
  bool generated = !sysroot.pieces.empty() && sysroot.pieces.front().path == sysroot.startFolder;
  return generated || files.status(path).isFile() ? path : "";
}

bool isStartFile(std::string_view name) {
  constexpr std::string_view names[] = {"crt1.o", "Scrt1.o", "rcrt1.o", "crti.o", "crtn.o", "crtbegin.o",
                                        "crtbeginS.o", "crtbeginT.o", "crtend.o", "crtendS.o",
                                        // L4Re's
                                        "crt1.s.o", "crt1.p.o", "crti.s.o", "crtn.s.o", "crtendT.o"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool isProfiled(const LinkRequest &request) {
  return request.arguments().has(OPT_pg, OPT_p) && request.target().libc == Libc::glibc;
}

void addOwnLibcFirst(const Sysroot &sysroot, const std::vector<std::string> &folders, const FileReader &files,
                     LinkLine &line) {
  if (sysroot.startFolder.empty()) return;
  bool another = std::any_of(folders.begin(), folders.end(), [&](const std::string &folder) {
    if (baseName(folder) == "self-contained")
      return false; // Rust's own musl, with the start files that fit it
    return files.status(joinPath(folder, "libc.so")).isFile() ||
           files.status(joinPath(folder, "libc.a")).isFile();
  });
  if (another)
    line.addPair("-L", sysroot.startFolder,
                 "the C library is the target's, also where a folder of the user has one");
}

bool mayLinkShared(const LinkRequest &request, LinkMode mode) {
  constexpr std::string_view objects[] = {".o", ".a", ".rlib", ".obj"};
  const Arguments &arguments = request.arguments();
  if (mode == LinkMode::pie) return true;
  std::vector<std::string> names = arguments.values(OPT_l);
  if (arguments.isDriver()) {
    std::vector<std::string> more = arguments.linkerList().getAllArgValues(OPT_l);
    names.insert(names.end(), more.begin(), more.end());
  }
  std::vector<std::string> folders = arguments.values(OPT_L);
  if (std::ranges::any_of(
          names, [&](std::string_view name) { return mayBeShared(name, folders, request.context.files); }))
    return true;
  return std::ranges::any_of(inputsOf(request), [&](std::string_view input) {
    return std::ranges::none_of(objects, [&](std::string_view end) { return input.ends_with(end); });
  });
}

} // namespace linkshim
