// musl-pieces ARCH FOLDER: writes what makeDynamicPieces makes.
#include "sysroots/musl/Musl.h"
#include <cstdio>
#include <sys/stat.h>

int main(int argc, char **argv) {
  if (argc != 3) {
    std::fputs("usage: musl-pieces ARCH FOLDER\n", stderr);
    return 1;
  }
  linkshim::Pieces pieces = linkshim::musl::makeDynamicPieces(argv[1]);
  if (pieces.empty()) {
    std::fputs("musl-pieces: no such architecture\n", stderr);
    return 1;
  }
  mkdir(argv[2], 0777);
  for (const linkshim::Piece &piece : pieces) {
    std::FILE *file = std::fopen((std::string(argv[2]) + "/" + piece.name).c_str(), "wb");
    if (!file || std::fwrite(piece.bytes.data(), 1, piece.bytes.size(), file) != piece.bytes.size() ||
        std::fclose(file)) {
      std::fputs("musl-pieces: cannot write\n", stderr);
      return 1;
    }
  }
  return 0;
}
