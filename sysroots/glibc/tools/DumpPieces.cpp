// glibc-pieces: writes what makePieces makes into folders, for scripts/check-data glibc-stubs and for trying
// things by hand.
//   glibc-pieces abis                    the ABIs, one a line: name, first floor, newest floor
//   glibc-pieces ABI FLOOR FOLDER        the pieces
//   glibc-pieces table                   time and size of every ABI at both ends, in Markdown
#include "sysroots/glibc/Glibc.h"
#include "sysroots/glibc/Tables.h"
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <sys/stat.h>

using namespace linkshim;

namespace {

bool write(const std::string &folder, const Piece &piece) {
  std::FILE *file = std::fopen((folder + "/" + piece.name).c_str(), "wb");
  if (!file) return false;
  bool written = std::fwrite(piece.bytes.data(), 1, piece.bytes.size(), file) == piece.bytes.size();
  return std::fclose(file) == 0 && written;
}

Version firstFloor(std::string_view abi) {
  glibc::Release first = glibc::readTable(abi)->first;
  return {static_cast<uint16_t>(first / 100000), static_cast<uint16_t>(first / 100 % 1000)};
}

int listAbis() {
  for (std::string_view abi : glibc::allAbis())
    std::printf("%s %s %s\n", std::string(abi).c_str(), firstFloor(abi).str().c_str(),
                glibc::newestFloor(abi)->str().c_str());
  return 0;
}

/// The median of several generations, in milliseconds, and the bytes of one.
struct Cost {
  double milliseconds = 0;
  size_t bytes = 0, files = 0;
};
Cost measure(std::string_view abi, Version floor) {
  constexpr size_t runs = 15;
  std::array<double, runs> times{};
  Cost cost;
  for (double &time : times) {
    auto start = std::chrono::steady_clock::now();
    Pieces pieces = glibc::makePieces(abi, floor);
    time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    cost.bytes = 0;
    cost.files = pieces.size();
    for (const Piece &piece : pieces)
      cost.bytes += piece.bytes.size();
  }
  std::ranges::sort(times);
  cost.milliseconds = times[runs / 2];
  return cost;
}

int printTable() {
  constexpr size_t kilobyte = 1000;
  std::puts("| ABI | floors | files | first floor | newest floor |\n|---|---|---|---|---|");
  for (std::string_view abi : glibc::allAbis()) {
    Version first = firstFloor(abi), newest = *glibc::newestFloor(abi);
    Cost old = measure(abi, first), now = measure(abi, newest);
    std::printf("| %s | %s to %s | %zu | %.1f ms, %zu KB | %.1f ms, %zu KB |\n", std::string(abi).c_str(),
                first.str().c_str(), newest.str().c_str(), now.files, old.milliseconds, old.bytes / kilobyte,
                now.milliseconds, now.bytes / kilobyte);
  }
  return 0;
}

int fail(const char *what) {
  std::fprintf(stderr, "glibc-pieces: %s\n", what);
  return 1;
}

} // namespace

int main(int argc, char **argv) {
  std::vector<std::string> args(argv + 1, argv + argc);
  if (args == std::vector<std::string>{"abis"}) return listAbis();
  if (args == std::vector<std::string>{"table"}) return printTable();
  if (args.size() != 3) return fail("usage: glibc-pieces abis | table | ABI FLOOR FOLDER");
  std::optional<Version> floor = Version::parse(args[1]);
  if (!floor || !glibc::newestFloor(args[0])) return fail("no such ABI or floor");
  mkdir(args[2].c_str(), 0777);
  for (const Piece &piece : glibc::makePieces(args[0], *floor))
    if (!write(args[2], piece)) return fail("cannot write");
  return 0;
}
