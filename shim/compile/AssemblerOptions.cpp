#include "shim/compile/AssemblerOptions.h"
#include <algorithm>

namespace linkshim {
namespace {

/// Why an option is replaced.
constexpr std::string_view ignored = "GNU as ignores it as well", reports = "concerns what GNU as prints",
                           usual = "that is what clang's assembler does",
                           encoding = "clang's assembler chooses such encodings itself",
                           respelled = "as clang spells it";

/// One that ends in `=` or `-` stands for all that begin so, and what is behind it goes behind `becomes`, if
/// that ends alike.
struct Row {
  std::string_view option;
  std::string_view becomes; ///< empty: it is left out
  std::string_view why;
};

constexpr Row rows[] = {
    {"--32", "-m32", respelled},
    {"--64", "-m64", respelled},
    {"--x32", "-mx32", respelled},
    {"-EB", "-EB", respelled},
    {"-EL", "-EL", respelled},
    {"-mabi=", "-mabi=", respelled},
    {"--gdwarf-sections", "", usual},
    {"--gdwarf-cie-version=", "", "clang's assembler writes one version"},
    {"--gdwarf-", "-Wa,-gdwarf-", respelled},
    {"--gen-debug", "-Wa,-gdwarf-5", respelled},
    {"--nocompress-debug-sections", "-Wa,--compress-debug-sections=none", respelled},
    {"--hash-size=", "", ignored},
    {"--reduce-memory-overheads", "", ignored},
    {"--divide", "", ignored},
    {"-nocpp", "", ignored},
    {"-w", "", ignored},
    {"-X", "", ignored},
    {"-Qy", "", ignored},
    {"-Qn", "", ignored},
    {"-k", "", ignored},
    {"-s", "", ignored},
    {"-D", "", reports},
    {"-J", "", reports},
    {"-K", "", reports},
    {"-q", "", reports},
    {"--statistics", "", reports},
    {"--warn", "", reports},
    {"--multibyte-handling=", "", reports},
    {"--size-check=", "", reports},
    {"-mverbose-error", "", reports},
    {"-mno-verbose-error", "", reports},
    {"-f", "", usual},
    {"--traditional-format", "", usual},
    {"--strip-local-absolute", "", "a symbol more, which no link looks at"},
    {"--elf-stt-common=no", "", usual},
    {"--generate-missing-build-notes=no", "", usual},
    {"-no-pad-sections", "", usual},
    {"--no-pad-sections", "", usual},
    {"-msyntax=att", "", usual},
    {"-mmnemonic=att", "", usual},
    {"-mamd64", "", usual},
    {"-mx86-used-note=no", "", usual},
    {"-mbig-obj", "", "clang writes such an object where it has to"},
    {"-many", "", "clang's assembler knows the instructions of all processors of the family"},
    {"-n", "", encoding},
    {"-O", "", encoding},
    {"-O0", "", encoding},
    {"-O1", "", encoding},
    {"-O2", "", encoding},
    {"-Os", "", encoding},
};

bool isOpen(std::string_view text) {
  return text.ends_with('=') || text.ends_with('-');
}

} // namespace

std::optional<AssemblerReplacement> assemblerReplacement(std::string_view option) {
  const auto *row = std::find_if(std::begin(rows), std::end(rows), [&](const Row &known) {
    return isOpen(known.option) ? option.starts_with(known.option) : option == known.option;
  });
  if (row == std::end(rows)) return std::nullopt;
  AssemblerReplacement other{{}, row->why};
  if (row->becomes.empty()) return other;
  other.args.emplace_back(row->becomes);
  if (isOpen(row->becomes)) other.args.back() += option.substr(row->option.size());
  return other;
}

std::optional<AssemblerReplacement> forAssembler(const Argument &argument) {
  std::optional<AssemblerReplacement> whole;
  std::vector<std::string> args;
  std::string kept;
  for (const char *option : argument.arg->getValues()) {
    std::optional<AssemblerReplacement> other = assemblerReplacement(option);
    if (!other) {
      kept += kept.empty() ? "-Wa," : ",";
      kept += option;
      continue;
    }
    args.insert(args.end(), other->args.begin(), other->args.end());
    whole = std::move(other);
  }
  if (!whole) return std::nullopt;
  if (!kept.empty()) args.push_back(std::move(kept));
  whole->args = std::move(args);
  return whole;
}

} // namespace linkshim
