#include "sysroots/coff/ImportLibrary.h"
#include "llvm/Object/COFFImportFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"

namespace linkshim::coff {
namespace {

using llvm::object::COFFShortExport;

/// True for names of C++ and fastcall functions, which compilers have decorated already.
bool isDecorated(std::string_view name) {
  return name.starts_with('@') || name.starts_with('?') || name.contains("@@");
}

/// The export as LLVM's writer takes it: `Name` is what the DLL calls it, `SymbolName` what objects refer to.
COFFShortExport shortExport(const Export &entry, const ImportOptions &options) {
  bool x86 = options.machine == llvm::COFF::IMAGE_FILE_MACHINE_I386;
  COFFShortExport out;
  out.Name = x86 && options.leadingUnderscores && !isDecorated(entry.name) ? "_" + entry.name : entry.name;
  out.ExportAs = entry.alias;
  if (x86 && options.killAt && !entry.name.starts_with('?')) {
    out.SymbolName = out.Name;
    out.Name.resize(std::min(out.Name.find('@', 1), out.Name.size()));
  }
  out.Ordinal = entry.ordinal;
  out.Noname = entry.noName;
  out.Data = entry.data;
  out.Private = entry.priv;
  out.Constant = entry.constant;
  return out;
}

} // namespace

std::expected<std::string, std::string>
writeImportLibrary(const std::string &dll, const std::vector<Export> &exports, const ImportOptions &options) {
  if (llvm::COFF::isArm64EC(options.machine))
    return std::unexpected("linkshim does not mangle the names of ARM64EC, llvm-dlltool does");
  std::vector<COFFShortExport> all;
  for (const Export &entry : exports)
    all.push_back(shortExport(entry, options));
  // LLVM writes import libraries to a path only.
  llvm::SmallString<128> path;
  if (std::error_code problem = llvm::sys::fs::createTemporaryFile("linkshim", "a", path))
    return std::unexpected("no temporary file: " + problem.message());
  llvm::FileRemover remover(path);
  if (llvm::Error error =
          llvm::object::writeImportLibrary(dll, path, all, llvm::COFF::MachineTypes(options.machine),
                                           /*MinGW=*/true))
    return std::unexpected(llvm::toString(std::move(error)));
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> written = llvm::MemoryBuffer::getFile(path);
  if (!written) return std::unexpected(written.getError().message());
  return (*written)->getBuffer().str();
}

} // namespace linkshim::coff
