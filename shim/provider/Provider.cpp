#include "shim/provider/Provider.h"
#include "shim/objects/LlvmVersion.h"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// lld's flavours, and the program that is lld with that flavour.
struct Flavor {
  std::string_view name;
  std::string_view program;
};
constexpr Flavor flavors[] = {
    {"gnu", "ld.lld"}, {"darwin", "ld64.lld"}, {"link", "lld-link"}, {"wasm", "wasm-ld"}};

std::string_view programOf(std::string_view flavor) {
  for (const Flavor &f : flavors)
    if (f.name == flavor) return f.program;
  return "ld.lld";
}

Provider makeLld(ProviderKind kind, std::string path, std::string_view flavor, bool named) {
  switch (kind) {
  case ProviderKind::zig: return {kind, std::move(path), {"zig", std::string(programOf(flavor))}, named};
  case ProviderKind::rustLld:
    return {kind, std::move(path), {"rust-lld", "-flavor", std::string(flavor)}, named};
  default: return {kind, std::move(path), {std::string(programOf(flavor))}, named};
  }
}

/// The kind of a linker by the name of its file, without a version such as `-22`.
std::optional<ProviderKind> kindOfLinker(std::string_view file) {
  struct Row {
    std::string_view name;
    ProviderKind kind;
  };
  constexpr Row rows[] = {{"rust-lld", ProviderKind::rustLld}, {"lld", ProviderKind::rustLld},
                          {"ld.lld", ProviderKind::lld},       {"ld64.lld", ProviderKind::lld},
                          {"lld-link", ProviderKind::lld},     {"wasm-ld", ProviderKind::lld},
                          {"zig", ProviderKind::zig},          {"python-zig", ProviderKind::zig},
                          {"mold", ProviderKind::mold},        {"ld.mold", ProviderKind::mold},
                          {"wild", ProviderKind::wild},        {"ld.wild", ProviderKind::wild}};
  for (const Row &row : rows) {
    if (file == row.name) return row.kind;
    if (file.starts_with(row.name) && file.size() > row.name.size() + 1 && file[row.name.size()] == '-' &&
        file.find_first_not_of("0123456789.", row.name.size() + 1) == std::string_view::npos)
      return row.kind;
  }
  return std::nullopt;
}

Failure noLinker() {
  return {"no linker was found",
          {{"looked for",
            "rust-lld of the Rust toolchain, ld.lld or lld on PATH, zig on PATH or in a Python package"}},
          "apt-get install lld, or set LINKSHIM_LLD=/path/to/rust-lld"};
}

} // namespace

std::string_view toString(ProviderKind kind) {
  switch (kind) {
  case ProviderKind::rustLld: return "rust-lld";
  case ProviderKind::lld: return "lld";
  case ProviderKind::zig: return "zig";
  case ProviderKind::mold: return "mold";
  case ProviderKind::wild: return "wild";
  case ProviderKind::bfd: return "GNU ld";
  case ProviderKind::clang: return "clang";
  case ProviderKind::zigClang: return "zig clang";
  }
  return "";
}

Result<void> canLink(const Provider &provider, const Target &target) {
  if (target.lld || !provider.isLld()) return {};
  return fail({fmt::format("lld does not link for {}", target.triple),
               {{"linker", provider.path}, {"links it", "GNU ld, or mold where it knows the processor"}},
               target.binutils.empty() ? fmt::format("put GNU ld on PATH as {}-ld", gnuSpelling(target))
                                       : fmt::format("apt-get install binutils-{}", target.binutils)});
}

bool ProviderSearch::isSelf(const std::string &path) const {
  if (self.empty()) return false;
  FileStatus own = files.status(self), other = files.status(path);
  if (own.sameFile(other)) return true;
  // A copy: same size, and then the same bytes.
  if (own.size != other.size || own.size == 0) return false;
  return files.read(self) == files.read(path);
}

bool ProviderSearch::usable(const std::string &path) const {
  return files.status(path).executable && !isSelf(path);
}

std::optional<std::string> ProviderSearch::findProgram(std::string_view name, std::string_view after) const {
  std::vector<std::string> folders = environment.searchPath();
  if (auto at = std::find(folders.begin(), folders.end(), after); at != folders.end())
    std::rotate(folders.begin(), at + 1, folders.end());
  for (const std::string &folder : folders)
    if (std::string path = joinPath(folder, name); usable(path)) return path;
  return std::nullopt;
}

std::string ProviderSearch::rustLldBelow(const std::string &sysroot) const {
  std::string rustlib = joinPath(sysroot, "lib/rustlib");
  for (const std::string &host : files.list(rustlib))
    if (std::string path = fmt::format("{}/{}/bin/rust-lld", rustlib, host); usable(path)) return path;
  return {};
}

std::string ProviderSearch::rustToolchainLld() const {
  std::string home(environment.value("RUSTUP_HOME"));
  if (home.empty() && !environment.value("HOME").empty())
    home = joinPath(environment.value("HOME"), ".rustup");
  std::string toolchain(environment.value("RUSTUP_TOOLCHAIN"));
  if (toolchain.empty() && !home.empty()) {
    constexpr std::string_view key = "default_toolchain = \"";
    std::string settings = files.read(joinPath(home, "settings.toml")).value_or("");
    if (size_t at = settings.find(key); at != std::string::npos)
      toolchain = settings.substr(at + key.size(), settings.find('"', at + key.size()) - at - key.size());
  }
  if (!toolchain.empty()) {
    std::string folder =
        toolchain.starts_with('/') ? toolchain : fmt::format("{}/toolchains/{}", home, toolchain);
    if (std::string path = rustLldBelow(folder); !path.empty()) return path;
  }
  if (auto rustc = findProgram("rustc"))
    if (auto real = files.realPath(*rustc)) return rustLldBelow(parentPath(parentPath(*real)));
  return {};
}

std::string ProviderSearch::zigInPythonPackages(const std::string &libraryFolder) const {
  for (const std::string &name : files.list(libraryFolder)) {
    if (!name.starts_with("python3")) continue;
    for (const char *packages : {"site-packages", "dist-packages"})
      if (std::string path = fmt::format("{}/{}/{}/ziglang/zig", libraryFolder, name, packages); usable(path))
        return path;
  }
  return {};
}

std::string ProviderSearch::findZig() const {
  if (auto path = findProgram("zig")) return *path;
  if (auto script = findProgram("python-zig"))
    if (std::string path = zigInPythonPackages(joinPath(parentPath(parentPath(*script)), "lib"));
        !path.empty())
      return path;
  std::vector<std::string> roots;
  if (auto venv = environment.value("VIRTUAL_ENV"); !venv.empty()) roots.push_back(joinPath(venv, "lib"));
  if (auto home = environment.value("HOME"); !home.empty()) roots.push_back(joinPath(home, ".local/lib"));
  roots.emplace_back("/usr/local/lib");
  for (const std::string &root : roots)
    if (std::string path = zigInPythonPackages(root); !path.empty()) return path;
  return {};
}

Provider ProviderSearch::namedLinker(const std::string &path, std::string_view flavor) const {
  std::optional<ProviderKind> kind = kindOfLinker(baseName(path));
  if (!kind)
    if (auto real = files.realPath(path)) kind = kindOfLinker(baseName(*real));
  switch (ProviderKind k = kind.value_or(ProviderKind::bfd)) {
  case ProviderKind::rustLld:
  case ProviderKind::zig: return makeLld(k, path, flavor, true);
  default: return Provider{k, path, {std::string(baseName(path))}, true};
  }
}

std::optional<Provider> ProviderSearch::gnuLinker(const Target &target) const {
  for (std::string_view prefix : {gnuSpelling(target), target.binutils})
    for (const char *name : {"ld.bfd", "ld"})
      if (auto path = findProgram(fmt::format("{}-{}", prefix, name)))
        return Provider{ProviderKind::bfd, *path, {std::string(baseName(*path))}, false};
  return std::nullopt;
}

Result<Provider> ProviderSearch::requestedLinker(const Target &target, std::string_view fuseLd) const {
  std::vector<std::pair<std::string, ProviderKind>> names;
  bool elf = target.format == ObjectFormat::elf, gnu = elf || target.format == ObjectFormat::coff;
  if (fuseLd.starts_with('/') && usable(std::string(fuseLd)))
    return namedLinker(std::string(fuseLd), target.lldFlavor);
  if (fuseLd == "bfd" && gnu)
    if (auto own = gnuLinker(target)) return *own;
  if (fuseLd == "bfd" && elf)
    names = {{"ld.bfd", ProviderKind::bfd}}; // without a target in its name it is the host's
  if (fuseLd == "mold" && elf) names = {{"mold", ProviderKind::mold}, {"ld.mold", ProviderKind::mold}};
  if (fuseLd == "wild" && elf) names = {{"wild", ProviderKind::wild}, {"ld.wild", ProviderKind::wild}};
  for (const auto &[name, kind] : names)
    if (auto path = findProgram(name)) return Provider{kind, *path, {std::string(baseName(*path))}, false};
  std::string_view known = elf   ? "lld, mold, wild, bfd, or an absolute path"
                           : gnu ? "lld, bfd, or an absolute path"
                                 : "lld, or an absolute path";
  return fail({fmt::format("the linker {} that -fuse-ld asks for was not found", fuseLd),
               {{"target", std::string(target.triple)}, {"known", std::string(known)}},
               "remove -fuse-ld to use the lld of the Rust toolchain"});
}

std::optional<Provider> ProviderSearch::installedLld(std::string_view flavor) const {
  std::string_view program = programOf(flavor);
  if (auto path = findProgram(program)) return makeLld(ProviderKind::lld, *path, flavor, false);
  if (auto path = findProgram("lld")) return makeLld(ProviderKind::rustLld, *path, flavor, false);
  for (int version = newestLlvm; version >= oldestLlvm; --version) {
    if (auto path = findProgram(fmt::format("{}-{}", program, version)))
      return makeLld(ProviderKind::lld, *path, flavor, false);
    if (std::string path = fmt::format("/usr/lib/llvm-{}/bin/{}", version, program); usable(path))
      return makeLld(ProviderKind::lld, path, flavor, false);
  }
  return std::nullopt;
}

Result<Provider> ProviderSearch::findLinker(const Target &target, std::string_view flavor,
                                            std::string_view fuseLd,
                                            const std::vector<std::string> &prefixes) const {
  if (std::string named(environment.value("LINKSHIM_LLD")); !named.empty()) {
    std::string path = named.find('/') == std::string::npos ? findProgram(named).value_or(named) : named;
    if (usable(path)) return namedLinker(path, flavor);
    bool own = files.status(path).executable;
    return fail({own ? "LINKSHIM_LLD names linkshim itself" : "LINKSHIM_LLD names no program that can be run",
                 {{"LINKSHIM_LLD", named}},
                 "unset LINKSHIM_LLD, or name a rust-lld, ld.lld or zig"});
  }
  bool microsofts = target.dialect == Dialect::link && (fuseLd == "lld-link" || fuseLd == "link");
  bool usual = fuseLd.empty() || fuseLd == "lld" || fuseLd == "rust-lld" || fuseLd == "ld" || microsofts;
  if (!usual) return requestedLinker(target, fuseLd);
  if (!target.lld && target.format == ObjectFormat::elf)
    if (auto own = gnuLinker(target)) return *own;
  // rustc names the folder <bin>/gcc-ld; rust-lld is in <bin>.
  for (const std::string &prefix : prefixes)
    if (std::string path = joinPath(parentPath(prefix), "rust-lld"); usable(path))
      return makeLld(ProviderKind::rustLld, path, flavor, false);
  if (auto path = findProgram("rust-lld")) return makeLld(ProviderKind::rustLld, *path, flavor, false);
  if (auto provider = installedLld(flavor)) return *provider;
  if (std::string path = rustToolchainLld(); !path.empty())
    return makeLld(ProviderKind::rustLld, path, flavor, false);
  if (std::string path = findZig(); !path.empty()) return makeLld(ProviderKind::zig, path, flavor, false);
  return fail(noLinker());
}

namespace {

std::string_view languageOf(int oldest) {
  return oldest > oldestForC ? "C++" : "C";
}

std::string neededClang(int oldest) {
  std::string_view why = oldest > oldestForC ? ", for the headers of libc++" : "";
  return fmt::format("clang {} or newer{}", oldest, why);
}

std::string getClang(int oldest) {
  std::string package = oldest > oldestForC ? fmt::format("clang-{}", oldest) : "clang";
  return fmt::format("apt-get install {}, or pip install ziglang", package);
}

Failure noCompiler(int oldest, const std::string &old) {
  std::string_view language = languageOf(oldest);
  if (old.empty())
    return {
        fmt::format("no {} compiler was found", language),
        {{"looked for",
          fmt::format("clang on PATH (any version from {}), zig on PATH or in a Python package", oldest)}},
        getClang(oldest)};
  return {fmt::format("no {} compiler that is new enough was found", language),
          {{"found", old}, {"needed", neededClang(oldest)}},
          getClang(oldest)};
}

Provider clangAt(const std::string &path, bool named = false) {
  return {ProviderKind::clang, path, {path}, named};
}

} // namespace

Result<Provider> ProviderSearch::namedCompiler(const std::string &named, int oldest) const {
  std::string path = named.find('/') == std::string::npos ? findProgram(named).value_or(named) : named;
  if (!usable(path))
    return fail({"LINKSHIM_CLANG names no program that can be run",
                 {{"LINKSHIM_CLANG", named}},
                 "unset LINKSHIM_CLANG"});
  if (baseName(path) == "zig") return Provider{ProviderKind::zigClang, path, {"zig", "clang"}, true};
  if (int major = clangMajor(path, files); major != 0 && major < oldest)
    return fail(
        {fmt::format("the compiler that LINKSHIM_CLANG names is too old for {}", languageOf(oldest)),
         {{"LINKSHIM_CLANG", fmt::format("{}, version {}", named, major)}, {"needed", neededClang(oldest)}},
         "unset LINKSHIM_CLANG, or name a newer one"});
  return clangAt(path, true);
}

Result<Provider> ProviderSearch::findCompiler(int oldest) const {
  if (std::string named(environment.value("LINKSHIM_CLANG")); !named.empty())
    return namedCompiler(named, oldest);
  std::string old;
  auto fits = [&](const std::string &path) {
    int major = clangMajor(path, files);
    if (major == 0 || major >= oldest) return true;
    if (old.empty()) old = fmt::format("{}, version {}", path, major);
    return false;
  };
  if (auto path = findProgram("clang"); path && fits(*path)) return clangAt(*path);
  for (int version = newestLlvm; version >= oldestLlvm; --version) {
    if (auto path = findProgram(fmt::format("clang-{}", version)); path && fits(*path)) return clangAt(*path);
    if (std::string path = fmt::format("/usr/lib/llvm-{}/bin/clang", version); usable(path) && fits(path))
      return clangAt(path);
  }
  if (std::string zig = findZig(); !zig.empty())
    return Provider{ProviderKind::zigClang, zig, {"zig", "clang"}, false};
  return fail(noCompiler(oldest, old));
}

} // namespace linkshim
