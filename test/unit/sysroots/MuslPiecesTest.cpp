#include "sysroots/musl/Musl.h"
#include "triples/Target.h"
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <optional>

using namespace linkshim;
using testing::ElementsAre;
using testing::ElementsAreArray;

namespace {

/// Reads just enough of an ELF shared library: its header, its SONAME and its dynamic symbols.
class Reader {
public:
  explicit Reader(const std::string &file) : bytes(file) {}

  uint64_t at(size_t offset, size_t size) const {
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i) {
      size_t place = offset + (big() ? i : size - 1 - i);
      value = value << 8 | static_cast<unsigned char>(bytes.at(place));
    }
    return value;
  }
  bool wide() const { return bytes.at(4) == 2; }
  bool big() const { return bytes.at(5) == 2; }
  uint64_t machine() const { return at(18, 2); }
  uint64_t flags() const { return at(wide() ? 48 : 36, 4); }

  struct Section {
    uint64_t offset, size, link;
  };
  std::optional<Section> section(uint64_t type) const {
    size_t word = wide() ? 8 : 4;
    uint64_t table = at(wide() ? 40 : 32, word);
    uint64_t step = at(wide() ? 58 : 46, 2), count = at(wide() ? 60 : 48, 2);
    for (uint64_t i = 0; i < count; ++i)
      if (at(table + i * step + 4, 4) == type) return sectionAt(table + i * step, word);
    return std::nullopt;
  }
  std::string text(const Section &owner, uint64_t offset) const {
    size_t word = wide() ? 8 : 4;
    Section strings = sectionAt(at(wide() ? 40 : 32, word) + owner.link * at(wide() ? 58 : 46, 2), word);
    return bytes.c_str() + strings.offset + offset;
  }
  std::string soname() const {
    Section dynamic = *section(6);
    size_t word = wide() ? 8 : 4;
    for (uint64_t entry = dynamic.offset; entry < dynamic.offset + dynamic.size; entry += 2 * word)
      if (at(entry, word) == 14) return text(dynamic, at(entry + word, word));
    return {};
  }

  struct Symbol {
    uint64_t address, size;
    int kind, binding;
    bool operator==(const Symbol &) const = default;
  };
  std::map<std::string, Symbol> symbols() const {
    Section table = *section(11);
    std::map<std::string, Symbol> found;
    for (uint64_t s = table.offset; s < table.offset + table.size; s += wide() ? 24 : 16) {
      std::string name = text(table, at(s, 4));
      int info = static_cast<int>(at(s + (wide() ? 4 : 12), 1));
      Symbol symbol = {wide() ? at(s + 8, 8) : at(s + 4, 4), wide() ? at(s + 16, 8) : at(s + 8, 4), info & 15,
                       info >> 4};
      if (at(s + (wide() ? 6 : 14), 2) != 0) EXPECT_TRUE(found.try_emplace(name, symbol).second) << name;
    }
    return found;
  }

private:
  Section sectionAt(uint64_t header, size_t word) const {
    return {at(header + (wide() ? 24 : 16), word), at(header + (wide() ? 32 : 20), word),
            at(header + (wide() ? 40 : 24), 4)};
  }
  const std::string &bytes;
};

std::vector<std::string> namesOf(const Pieces &pieces) {
  std::vector<std::string> names;
  for (const Piece &piece : pieces)
    names.push_back(piece.name);
  std::ranges::sort(names);
  return names;
}

const std::string &bytesOf(const Pieces &pieces, std::string_view name) {
  static const std::string none;
  for (const Piece &piece : pieces)
    if (piece.name == name) return piece.bytes;
  ADD_FAILURE() << "no piece " << name;
  return none;
}

constexpr int function = 2, object = 1, global = 1, weak = 2;

} // namespace

TEST(MuslPieces, everyArchitectureOfTheTripleTableHasOne) {
  std::vector<std::string> wanted;
  for (const Target &target : allTargets())
    if (!target.muslArch.empty()) wanted.emplace_back(target.muslArch);
  std::ranges::sort(wanted);
  wanted.erase(std::ranges::unique(wanted).begin(), wanted.end());
  EXPECT_THAT(musl::allArches(), ElementsAreArray(wanted));
}

TEST(MuslPieces, headersAgreeWithTheTripleTable) {
  for (const Target &target : allTargets()) {
    if (target.muslArch.empty()) continue;
    SCOPED_TRACE(std::string(target.triple));
    Pieces pieces = musl::makeDynamicPieces(target.muslArch);
    for (std::string_view name : {"libc.so", "libgcc_s.so.1", "crt1.o", "crtbeginS.o"}) {
      Reader file(bytesOf(pieces, name));
      EXPECT_EQ(file.machine(), target.machine) << name;
      EXPECT_EQ(file.wide(), target.pointerBits == 64) << name;
      EXPECT_EQ(file.big(), target.endian == Endian::big) << name;
    }
  }
}

TEST(MuslPieces, nothingElseIsNeeded) {
  EXPECT_THAT(namesOf(musl::makeDynamicPieces("x86_64")),
              ElementsAre("Scrt1.o", "crt1.o", "crtbegin.o", "crtbeginS.o", "crtend.o", "crtendS.o", "crti.o",
                          "crtn.o", "libc.so", "libcrypt.a", "libdl.a", "libgcc_s.so", "libgcc_s.so.1",
                          "libm.a", "libpthread.a", "libresolv.a", "librt.a", "libutil.a", "libxnet.a"));
  EXPECT_THAT(musl::makeDynamicPieces("vax"), ElementsAre());
}

TEST(MuslPieces, sonames) {
  Pieces pieces = musl::makeDynamicPieces("aarch64");
  EXPECT_EQ(Reader(bytesOf(pieces, "libc.so")).soname(), "libc.so");
  EXPECT_EQ(Reader(bytesOf(pieces, "libgcc_s.so.1")).soname(), "libgcc_s.so.1");
  EXPECT_EQ(bytesOf(pieces, "libgcc_s.so"), bytesOf(pieces, "libgcc_s.so.1"));
}

TEST(MuslPieces, symbols) {
  struct Row {
    std::string_view arch, name;
    int kind, binding;
    uint64_t size;
  };
  constexpr Row rows[] = {
      {"x86_64", "printf", function, global, 0},
      {"x86_64", "pthread_create", function, weak, 0},
      {"x86_64", "environ", object, weak, 8},
      {"x86_64", "__environ", object, global, 8},
      {"x86_64", "stdout", object, global, 8},
      {"x86_64", "arch_prctl", function, global, 0},
      {"aarch64", "in6addr_any", object, global, 16},
      {"armhf", "environ", object, weak, 4},
      {"armhf", "__clock_gettime64", function, weak, 0},
  };
  std::map<std::string_view, std::map<std::string, Reader::Symbol>> found;
  for (const Row &row : rows) {
    if (!found.contains(row.arch)) {
      Pieces pieces = musl::makeDynamicPieces(row.arch);
      found[row.arch] = Reader(bytesOf(pieces, "libc.so")).symbols();
    }
    SCOPED_TRACE(std::string(row.arch) + " " + std::string(row.name));
    const auto at = found[row.arch].find(std::string(row.name));
    ASSERT_NE(at, found[row.arch].end());
    EXPECT_EQ(at->second, (Reader::Symbol{at->second.address, row.size, row.kind, row.binding}));
  }
}

TEST(MuslPieces, whatTheLibraryLacks) {
  Pieces pieces = musl::makeDynamicPieces("x86_64");
  auto symbols = Reader(bytesOf(pieces, "libc.so")).symbols();
  // No 64-bit names since 1.2.4; nothing that one distribution adds; nothing of another architecture.
  for (const char *name : {"open64", "fts_open", "renameat2", "__clock_gettime64", "gnu_get_libc_version"})
    EXPECT_FALSE(symbols.contains(name)) << name;
}

TEST(MuslPieces, aliasesShareAnAddress) {
  for (std::string_view arch : musl::allArches()) {
    SCOPED_TRACE(std::string(arch));
    Pieces pieces = musl::makeDynamicPieces(arch);
    auto symbols = Reader(bytesOf(pieces, "libc.so")).symbols();
    EXPECT_EQ(symbols["environ"].address, symbols["__environ"].address);
    EXPECT_EQ(symbols["environ"].address, symbols["_environ"].address);
    EXPECT_EQ(symbols["timezone"].address, symbols["__timezone"].address);
    EXPECT_NE(symbols["environ"].address, symbols["timezone"].address);
  }
}

TEST(MuslPieces, unwinderByArchitecture) {
  auto unwinder = [](std::string_view arch) {
    Pieces pieces = musl::makeDynamicPieces(arch);
    return Reader(bytesOf(pieces, "libgcc_s.so.1")).symbols();
  };
  auto x86 = unwinder("x86_64"), arm = unwinder("armhf");
  EXPECT_TRUE(x86.contains("_Unwind_GetIPInfo") && !x86.contains("__aeabi_unwind_cpp_pr0"));
  EXPECT_TRUE(arm.contains("__aeabi_unwind_cpp_pr0") && !arm.contains("_Unwind_GetIPInfo"));
}

TEST(MuslPieces, sameInputSameBytes) {
  Pieces first = musl::makeDynamicPieces("aarch64"), second = musl::makeDynamicPieces("aarch64");
  ASSERT_EQ(first.size(), second.size());
  for (size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].name, second[i].name);
    EXPECT_EQ(first[i].bytes, second[i].bytes) << first[i].name;
  }
  EXPECT_EQ(musl::generation().size(), 32u);
}
