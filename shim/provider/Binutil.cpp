#include "shim/provider/Binutil.h"
#include "shim/provider/Provider.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

constexpr BinutilNames rows[] = {
    {Tool::ar, "ar", "llvm-ar", "llvm-ar", "ar"},
    {Tool::lib, "lib", "llvm-lib", "llvm-ar", "lib"},
    {Tool::ranlib, "ranlib", "llvm-ranlib", "llvm-ar", "ranlib"},
    {Tool::nm, "nm", "llvm-nm", "llvm-nm", ""},
    {Tool::strip, "strip", "llvm-strip", "rust-objcopy", ""},
    {Tool::objcopy, "objcopy", "llvm-objcopy", "rust-objcopy", "objcopy"},
    {Tool::dlltool, "dlltool", "llvm-dlltool", "llvm-ar", "dlltool"},
    {Tool::windres, "windres", "llvm-windres", "", ""},
    {Tool::rc, "rc", "llvm-rc", "", ""},
    {Tool::installNameTool, "install_name_tool", "llvm-install-name-tool", "", ""},
    {Tool::otool, "otool", "llvm-otool", "", ""},
    {Tool::dsymutil, "dsymutil", "dsymutil", "", ""},
};

std::string toolBeside(std::string_view name, const std::string &program, const FileReader &files) {
  std::string path = joinPath(parentPath(files.realPath(program).value_or(program)), name);
  return files.status(path).executable ? path : "";
}

/// The program beside the compiler comes first: an older ar cannot read a newer LLVM's bitcode, and leaves
/// such objects out of the archive's index (https://github.com/llvm/llvm-project/pull/96848).
std::optional<std::string> installedLlvm(const BinutilNames &row, const ProviderSearch &search,
                                         const FileReader &files) {
  Result<Provider> compiler = search.findCompiler();
  if (compiler && compiler->kind == ProviderKind::clang)
    if (std::string path = toolBeside(row.llvm, compiler->path, files); !path.empty()) return path;
  if (auto path = search.findProgram(row.llvm)) return path;
  for (int version = newestLlvm; version >= oldestLlvm; --version) {
    if (auto path = search.findProgram(fmt::format("{}-{}", row.llvm, version))) return path;
    if (std::string path = fmt::format("/usr/lib/llvm-{}/bin/{}", version, row.llvm);
        files.status(path).executable)
      return path;
  }
  return std::nullopt;
}

std::optional<std::string> toolOfRust(const BinutilNames &row, const ProviderSearch &search,
                                      const FileReader &files) {
  if (row.rust.empty()) return std::nullopt;
  std::string lld = search.findProgram("rust-lld").value_or(search.rustToolchainLld());
  if (lld.empty()) return std::nullopt;
  std::string path = joinPath(parentPath(lld), row.rust);
  return files.status(path).executable ? std::optional(path) : std::nullopt;
}

} // namespace

const BinutilNames *binutilNames(Tool tool) {
  for (const BinutilNames &row : rows)
    if (row.tool == tool) return &row;
  return nullptr;
}

std::optional<Binutil> findBinutil(Tool tool, const Target &target, const PlanContext &context) {
  const BinutilNames *row = binutilNames(tool);
  if (!row) return std::nullopt;
  ProviderSearch search(context.environment, context.files, context.self);
  if (auto path = installedLlvm(*row, search, context.files)) return Binutil{*path, {std::string(row->llvm)}};
  if (auto path = toolOfRust(*row, search, context.files)) return Binutil{*path, {std::string(row->llvm)}};
  if (std::string zig = row->zig.empty() ? "" : search.findZig(); !zig.empty())
    return Binutil{zig, {"zig", std::string(row->zig)}};
  std::string gnu = fmt::format("{}-{}", gnuSpelling(target), row->gnu);
  if (auto path = search.findProgram(gnu)) return Binutil{*path, {gnu}};
  return std::nullopt;
}

} // namespace linkshim
