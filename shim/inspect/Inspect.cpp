#include "shim/inspect/Inspect.h"

namespace linkshim {
namespace {

using namespace std::string_view_literals;

/// How the files of a format begin.
struct Magic {
  std::string_view bytes;
  bool (*inspect)(std::string_view bytes, BinaryFacts &facts, std::string &problem);
};
constexpr Magic magics[] = {
    {"\x7f"
     "ELF"sv,
     inspectElf},
};

} // namespace

bool inspect(std::string_view bytes, BinaryFacts &facts, std::string &problem) {
  if (bytes.empty()) {
    problem = "is empty";
    return false;
  }
  for (const Magic &magic : magics)
    if (bytes.starts_with(magic.bytes)) return magic.inspect(bytes, facts, problem);
  problem = "is no program, library or object of a known format";
  return false;
}

} // namespace linkshim
