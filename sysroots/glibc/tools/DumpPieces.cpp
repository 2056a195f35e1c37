// glibc-pieces: writes what makePieces makes into folders, for scripts/check-glibc-stubs and for trying
// things by hand.
//   glibc-pieces abis                    the ABIs, one a line: name, first floor, newest floor
//   glibc-pieces ABI FLOOR FOLDER        the pieces
//   glibc-pieces time ABI FLOOR          milliseconds and bytes of one generation
#include "sysroots/glibc/Glibc.h"
#include "sysroots/glibc/Tables.h"
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

int listAbis() {
  for (std::string_view abi : glibc::allAbis()) {
    std::optional<glibc::Table> table = glibc::readTable(abi);
    std::printf("%s %u.%u %s\n", std::string(abi).c_str(), table->first / 100000, table->first / 100 % 1000,
                glibc::newestFloor(abi)->str().c_str());
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
  if (args.size() != 3) return fail("usage: glibc-pieces abis | ABI FLOOR FOLDER | time ABI FLOOR");
  bool timing = args[0] == "time";
  const std::string &abi = args[timing ? 1 : 0];
  std::optional<Version> floor = Version::parse(args[timing ? 2 : 1]);
  if (!floor || !glibc::newestFloor(abi)) return fail("no such ABI or floor");

  auto start = std::chrono::steady_clock::now();
  Pieces pieces = glibc::makePieces(abi, *floor);
  std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
  size_t total = 0;
  for (const Piece &piece : pieces)
    total += piece.bytes.size();
  if (timing) {
    std::printf("%s %s: %.2f ms, %zu files, %zu bytes\n", abi.c_str(), floor->str().c_str(), spent.count(),
                pieces.size(), total);
    return 0;
  }
  mkdir(args[2].c_str(), 0777);
  for (const Piece &piece : pieces)
    if (!write(args[2], piece)) return fail("cannot write");
  return 0;
}
