#include "sysroots/elf/ArWriter.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Object/ArchiveWriter.h"
#include "llvm/Object/SymbolicFile.h"
#include "llvm/Support/raw_ostream.h"

namespace linkshim::elf {

namespace {

using llvm::object::BasicSymbolRef;
using llvm::object::SymbolicFile;

std::unexpected<std::string> unreadable(llvm::Error error) {
  return std::unexpected(llvm::toString(std::move(error)));
}

bool isIndexed(uint32_t flags) {
  return flags & BasicSymbolRef::SF_Global &&
         !(flags & (BasicSymbolRef::SF_Undefined | BasicSymbolRef::SF_FormatSpecific));
}

} // namespace

std::expected<std::vector<std::string>, std::string> definedSymbols(std::string_view object) {
  std::vector<std::string> names;
  llvm::MemoryBufferRef buffer(object, "");
  if (!SymbolicFile::isSymbolicFile(llvm::identify_magic(object), nullptr)) return names;
  llvm::Expected<std::unique_ptr<SymbolicFile>> file = SymbolicFile::createSymbolicFile(buffer);
  if (!file) return unreadable(file.takeError());
  for (const BasicSymbolRef &symbol : (*file)->symbols()) {
    llvm::Expected<uint32_t> flags = symbol.getFlags();
    if (!flags) return unreadable(flags.takeError());
    if (!isIndexed(*flags)) continue;
    llvm::raw_string_ostream name(names.emplace_back());
    if (llvm::Error error = symbol.printName(name)) return unreadable(std::move(error));
  }
  return names;
}

std::expected<std::string, std::string> writeArchive(const std::vector<ArMember> &members, ArIndex index) {
  bool indexed = index == ArIndex::symbols;
  std::vector<llvm::NewArchiveMember> all;
  for (const ArMember &member : members) {
    // LLVM's writer would abort where the flags of a symbol cannot be read, so this reads them first.
    if (indexed)
      if (auto symbols = definedSymbols(member.bytes); !symbols)
        return std::unexpected(std::string(member.name) + ": " + symbols.error());
    all.emplace_back(llvm::MemoryBufferRef(member.bytes, member.name));
  }
  std::string bytes;
  llvm::raw_string_ostream out(bytes);
  // What it warns about is bitcode that it cannot read; see LlvmStandIns.cpp.
  if (llvm::Error error = llvm::writeArchiveToStream(
          out, all, indexed ? llvm::SymtabWritingMode::NormalSymtab : llvm::SymtabWritingMode::NoSymtab,
          llvm::object::Archive::K_GNU, /*Deterministic=*/true, /*Thin=*/false, std::nullopt,
          llvm::consumeError))
    return unreadable(std::move(error));
  return bytes;
}

std::string emptyArchive() {
  return llvm::object::ArchiveMagic;
}

} // namespace linkshim::elf
