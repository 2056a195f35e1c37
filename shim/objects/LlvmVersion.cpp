#include "shim/objects/LlvmVersion.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Bitcode/LLVMBitCodes.h"
#include "llvm/Bitstream/BitstreamReader.h"
#include <algorithm>
#include <charconv>
#include <cstring>
#include <vector>

namespace linkshim {
namespace {

int leadingNumber(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// The number in llvm-19, llvm19, clang-19, libLLVM.so.19.1, libLLVM-14.so.1: the first one after `word`.
int numberAfter(std::string_view word, std::string_view name) {
  if (!name.starts_with(word)) return 0;
  size_t digit = name.find_first_of("0123456789", word.size());
  return digit == std::string_view::npos ? 0 : leadingNumber(name.substr(digit));
}

/// The version in the path of a program below an LLVM's own prefix: /usr/lib/llvm-19/bin/clang.
int majorOfFolder(std::string_view path) {
  return numberAfter("llvm", baseName(parentPath(parentPath(path))));
}

template <class T> std::vector<T> objects(const std::string &bytes) {
  std::vector<T> all(bytes.size() / sizeof(T));
  if (!all.empty()) std::memcpy(all.data(), bytes.data(), all.size() * sizeof(T));
  return all;
}

/// The names in DT_NEEDED of a 64-bit little-endian program: every machine that linkshim runs on has such.
/// llvm::object::ELFFile is not used, since it needs the whole file: a linker may have 100 MB, of which this
/// reads a few KB.
std::vector<std::string> neededLibraries(const std::string &path, const FileReader &files) {
  constexpr uint64_t most = 1 << 16, longestName = 128;
  std::string start = files.readPart(path, 0, sizeof(llvm::ELF::Elf64_Ehdr));
  if (start.size() < sizeof(llvm::ELF::Elf64_Ehdr)) return {};
  const llvm::ELF::Elf64_Ehdr head = objects<llvm::ELF::Elf64_Ehdr>(start).front();
  if (!head.checkMagic() || head.getFileClass() != llvm::ELF::ELFCLASS64 ||
      head.getDataEncoding() != llvm::ELF::ELFDATA2LSB)
    return {};
  auto segments = objects<llvm::ELF::Elf64_Phdr>(
      files.readPart(path, head.e_phoff, head.e_phnum * sizeof(llvm::ELF::Elf64_Phdr)));
  std::vector<llvm::ELF::Elf64_Dyn> entries;
  for (const auto &segment : segments)
    if (segment.p_type == llvm::ELF::PT_DYNAMIC)
      entries = objects<llvm::ELF::Elf64_Dyn>(
          files.readPart(path, segment.p_offset, std::min<uint64_t>(segment.p_filesz, most)));
  uint64_t strings = 0;
  for (const auto &entry : entries)
    if (entry.d_tag == llvm::ELF::DT_STRTAB)
      for (const auto &segment : segments)
        if (uint64_t at = entry.d_un.d_ptr; segment.p_type == llvm::ELF::PT_LOAD && at >= segment.p_vaddr &&
                                            at < segment.p_vaddr + segment.p_filesz)
          strings = at - segment.p_vaddr + segment.p_offset;
  std::vector<std::string> names;
  for (const auto &entry : entries)
    if (entry.d_tag == llvm::ELF::DT_NEEDED && strings != 0)
      names.emplace_back(files.readPart(path, strings + entry.d_un.d_val, longestName).c_str());
  return names;
}

} // namespace

int clangMajor(const std::string &program, const FileReader &files) {
  std::string path = files.realPath(program).value_or(program);
  if (int major = numberAfter("clang-", baseName(path))) return major;
  if (int major = majorOfFolder(path)) return major;
  for (std::string_view library : {"lib/clang", "lib64/clang"}) {
    std::vector<std::string> names = files.list(joinPath(parentPath(parentPath(path)), library));
    if (names.size() == 1) return leadingNumber(names.front());
  }
  return 0;
}

int linkerMajor(const std::string &program, const FileReader &files) {
  std::string path = files.realPath(program).value_or(program);
  for (const std::string &name : neededLibraries(path, files))
    for (std::string_view library : {"libLLVM", "liblldELF"})
      if (int major = numberAfter(library, name)) return major;
  return majorOfFolder(path);
}

bool isBitcode(std::string_view head) {
  return head.starts_with("BC\xc0\xde");
}

int bitcodeMajor(std::string_view head) {
  if (!isBitcode(head)) return 0;
  llvm::BitstreamCursor cursor(llvm::StringRef(head.data(), head.size()));
  auto next = [&](llvm::BitstreamEntry &entry) {
    llvm::Expected<llvm::BitstreamEntry> read = cursor.advance();
    entry = read ? *read : llvm::BitstreamEntry::getError();
    if (!read) llvm::consumeError(read.takeError());
    return entry.Kind;
  };
  auto failed = [](llvm::Error error) {
    bool is = static_cast<bool>(error);
    llvm::consumeError(std::move(error));
    return is;
  };
  llvm::BitstreamEntry entry = llvm::BitstreamEntry::getError();
  if (failed(cursor.JumpToBit(32))) return 0; // behind the magic
  if (next(entry) != llvm::BitstreamEntry::SubBlock || entry.ID != llvm::bitc::IDENTIFICATION_BLOCK_ID)
    return 0;
  if (failed(cursor.EnterSubBlock(entry.ID))) return 0;
  entry = llvm::BitstreamEntry::getError();
  while (next(entry) == llvm::BitstreamEntry::Record) {
    llvm::SmallVector<uint64_t, 64> values;
    llvm::Expected<unsigned> code = cursor.readRecord(entry.ID, values);
    if (!code) {
      llvm::consumeError(code.takeError());
      return 0;
    }
    if (*code == llvm::bitc::IDENTIFICATION_CODE_STRING)
      return numberAfter("LLVM", std::string(values.begin(), values.end()));
  }
  return 0;
}

} // namespace linkshim
