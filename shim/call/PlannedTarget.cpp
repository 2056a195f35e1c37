#include "shim/call/Specification.h"
#include "triples/Columns.h"
#include <algorithm>
#include <array>
#include <deque>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <ranges>

namespace linkshim {
namespace {

/// A linker flavor of a specification, and how rustc then talks to a linker.
struct Flavor {
  std::string_view name;
  Dialect dialect;
};
constexpr Flavor flavors[] = {{"gnu", Dialect::gnuLd},
                              {"gnu-lld", Dialect::gnuLd},
                              {"gnu-cc", Dialect::gnuCc},
                              {"gnu-lld-cc", Dialect::gnuCc},
                              {"unix", Dialect::gnuLd},
                              {"unix-cc", Dialect::gnuCc},
                              {"darwin", Dialect::darwinCc},
                              {"darwin-lld", Dialect::darwinCc},
                              {"darwin-cc", Dialect::darwinCc},
                              {"darwin-lld-cc", Dialect::darwinCc},
                              {"wasm-lld", Dialect::wasmLd},
                              {"wasm-lld-cc", Dialect::wasmLd},
                              {"msvc", Dialect::link},
                              {"msvc-lld", Dialect::link},
                              {"em-cc", Dialect::emCc},
                              {"bpf", Dialect::foreign},
                              {"ptx", Dialect::foreign},
                              {"llbc", Dialect::foreign},
                              // The names before rustc 1.70, which it still reads.
                              {"gcc", Dialect::gnuCc},
                              {"ld", Dialect::gnuLd},
                              {"ld.lld", Dialect::gnuLd},
                              {"ld64.lld", Dialect::darwinCc},
                              {"lld-link", Dialect::link},
                              {"wasm-ld", Dialect::wasmLd},
                              {"em", Dialect::emCc},
                              {"bpf-linker", Dialect::foreign},
                              {"ptx-linker", Dialect::foreign}};

std::optional<Dialect> dialectOf(const Specification &spec) {
  const Flavor *found = std::ranges::find(flavors, spec.flavor, &Flavor::name);
  return found == std::end(flavors) ? std::nullopt : std::optional(found->dialect);
}

bool fitsFormat(const Target &row, std::string_view mangling) {
  switch (row.format) {
  case ObjectFormat::machO: return mangling == "o" || mangling.empty();
  case ObjectFormat::coff: return mangling == "w" || mangling == "x" || mangling.empty();
  case ObjectFormat::xcoff: return mangling == "a" || mangling.empty();
  default: return mangling == "e" || mangling == "m" || mangling.empty();
  }
}

/// Objects of both can be in one program.
bool sameMachine(const Target &row, const Specification &spec) {
  return row.arch == spec.arch && (row.endian == Endian::big) == spec.big && fitsFormat(row, spec.mangling) &&
         (spec.pointerBits == 0 || row.pointerBits == spec.pointerBits);
}

/// The extensions of RISC-V in clang's -march=, each letter and each longer name apart: i m a zicsr.
std::vector<std::string> extensionsOf(std::string_view march) {
  std::vector<std::string> found;
  constexpr size_t width = std::string_view("rv32").size();
  for (std::string_view rest = march.substr(std::min(width, march.size())); !rest.empty();) {
    if (rest.front() == '_') {
      size_t end = std::min(rest.find('_', 1), rest.size());
      found.emplace_back(rest.substr(1, end - 1));
      rest.remove_prefix(end);
      continue;
    }
    for (char letter : rest.front() == 'g' ? std::string_view("imafd") : rest.substr(0, 1))
      found.emplace_back(1, letter);
    rest.remove_prefix(1);
  }
  return found;
}

/// clang's -march= for RISC-V: the letters in their order, then the longer names.
std::string marchOf(const Specification &spec) {
  auto has = [&](std::string_view name) {
    return std::ranges::any_of(spec.features,
                               [&](std::string_view f) { return f.starts_with('+') && f.substr(1) == name; });
  };
  std::string march = fmt::format("rv{}{}", spec.pointerBits, has("e") ? "e" : "i");
  for (std::string_view letter : {"m", "a", "f", "d", "q", "c", "b", "v", "h"})
    if (has(letter)) march += letter;
  for (std::string_view feature : spec.features)
    if (feature.size() > 2 && feature.starts_with("+z") && feature.find('-') == std::string_view::npos)
      march += fmt::format("_{}", feature.substr(1));
  return march;
}

std::string_view valueOf(std::string_view flags, std::string_view option) {
  size_t at = flags.find(option);
  if (at == std::string_view::npos) return {};
  std::string_view rest = flags.substr(at + option.size());
  return rest.substr(0, rest.find(' '));
}

constexpr std::string_view marchOption = "-march=", mcpuOption = "-mcpu=";

/// How well the code of a row's pack runs on the processor: not at all where it has more of RISC-V's
/// extensions; else the better the more of them it uses.
int pointsOfExtensions(const Target &row, const Specification &spec) {
  constexpr int unfit = -1000;
  if (!spec.arch.starts_with("riscv")) return 0;
  std::vector<std::string> own = extensionsOf(marchOf(spec)),
                           theirs = extensionsOf(valueOf(row.clangFlags, marchOption));
  bool fits = std::ranges::all_of(
      theirs, [&](const std::string &name) { return std::ranges::find(own, name) != own.end(); });
  return fits ? static_cast<int>(theirs.size()) : unfit;
}

int commonLength(std::string_view a, std::string_view b) {
  return static_cast<int>(std::ranges::mismatch(a, b).in1 - a.begin());
}

/// How near a row is: the system first, then the ABI, the C library and the way of linking.
int pointsOf(const Target &row, const Specification &spec) {
  constexpr int system = 4000, bare = 2000, abi = 1000, environment = 500, dialect = 200, linked = 100,
                letter = 2;
  int points = row.system == spec.system ? system : row.system == "none" ? bare : 0;
  if (row.environment == spec.environment) points += environment;
  if (row.abi == spec.abi) points += abi;
  if (!spec.abiName.empty() && row.fileAbi == spec.abiName) points += abi;
  if (!row.floatAbi.empty() && (row.floatAbi == "hard") == spec.hardFloat) points += abi;
  if (dialectOf(spec) == row.dialect) points += dialect;
  if (row.unlinked.empty()) points += linked;
  points += letter * commonLength(row.llvm, spec.llvm) + pointsOfExtensions(row, spec);
  return points + (row.crtStatic == spec.crtStatic) + (row.pie == spec.pie) + row.preferredGnu;
}

const Target *nearestRow(const Specification &spec) {
  const Target *nearest = nullptr;
  int best = 0;
  for (const Target &row : allTargets()) {
    if (!sameMachine(row, spec)) continue;
    int points = pointsOf(row, spec);
    if (nearest && points <= best) continue;
    nearest = &row;
    best = points;
  }
  return nearest;
}

bool isGeneric(std::string_view cpu) {
  return cpu.empty() || cpu.starts_with("generic") || cpu == "x86-64";
}

/// C code must not call the helpers of outline atomics: which library has them is unsure (Platforms.td).
constexpr std::string_view notForC = "+outline-atomics";

/// The nearest row's flags for clang, with the processor and its features from the specification.
std::string clangFlags(const Target &row, const Specification &spec) {
  bool riscv = spec.arch.starts_with("riscv"), x86 = spec.arch.starts_with("x86");
  std::string flags;
  auto add = [&](std::string_view words) { flags += fmt::format("{}{}", flags.empty() ? "" : " ", words); };
  auto addOnce = [&](std::string_view word) {
    if (fmt::format(" {} ", flags).find(fmt::format(" {} ", word)) == std::string::npos) add(word);
  };
  for (auto part : std::views::split(row.clangFlags, ' ')) {
    std::string_view word(part.begin(), part.end());
    bool ofCpu = word.starts_with(marchOption) || word.starts_with(mcpuOption);
    if (!word.empty() && !(ofCpu && (riscv || !isGeneric(spec.cpu))) &&
        !(riscv && word.starts_with("-mabi=")))
      add(word);
  }
  if (riscv) {
    add(fmt::format("{}{}", marchOption, marchOf(spec)));
    add(fmt::format("-mabi={}", spec.abiName.empty() ? row.fileAbi : std::string_view(spec.abiName)));
    return flags;
  }
  bool byArch = x86 || spec.arch.starts_with("mips") || spec.arch == "s390x";
  if (!isGeneric(spec.cpu)) add(fmt::format("{}{}", byArch ? marchOption : mcpuOption, spec.cpu));
  for (const std::string &feature : spec.features)
    if (feature == "+soft-float" && x86)
      addOnce("-msoft-float");
    else if (feature != notForC)
      add(fmt::format("-Xclang -target-feature -Xclang {}", feature));
  if (!spec.redZone && spec.arch == "x86_64") addOnce("-mno-red-zone");
  if (!spec.codeModel.empty()) add(fmt::format("-mcmodel={}", spec.codeModel));
  return flags;
}

/// A row with the texts that it refers to.
struct Planned {
  Target row;
  Specification specification;
  std::string file;
  std::deque<std::string> texts;

  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
};

/// All of this process: a row is referred to from everywhere.
std::deque<Planned> &allPlanned() {
  static std::deque<Planned> rows;
  return rows;
}

/// Raw GNU linkers and drivers for ELF differ in their words alone; elsewhere the way of linking goes with
/// the nearest row.
bool mayTalk(Dialect dialect, const Target &row) {
  return row.linkFormat == LinkFormatKind::elf && (dialect == Dialect::gnuCc || dialect == Dialect::gnuLd);
}

void describe(Planned &planned, const Target &nearest, const Specification &spec) {
  Target &row = planned.row;
  row.llvm = planned.keep(spec.llvm);
  row.system = planned.keep(spec.system);
  row.environment = planned.keep(spec.environment);
  row.abi = planned.keep(spec.abi);
  row.families = planned.keep(spec.families);
  row.clangFlags = planned.keep(clangFlags(nearest, spec));
  row.crtStatic = spec.crtStatic;
  row.pie = spec.pie;
  if (std::optional<Dialect> dialect = dialectOf(spec); dialect && mayTalk(*dialect, nearest))
    row.dialect = *dialect;
  row.preferredGnu = false;
  row.rustFirst = row.rustLast = row.rustupFirst = {};
  row.plannedAs = nearest.triple;
}

} // namespace

Result<const Target *> planTarget(std::string_view name, const Specification &specification,
                                  const std::string &file) {
  for (const Planned &planned : allPlanned())
    if (planned.row.triple == name && planned.file == file && planned.specification == specification)
      return &planned.row;
  const Target *nearest = nearestRow(specification);
  if (!nearest)
    return fail(
        {fmt::format("no linker is known for the architecture of {}", name),
         {{"specification", file},
          {"architecture", fmt::format("{}, {} bits, {} endian", specification.arch,
                                       specification.pointerBits, specification.big ? "big" : "little")},
          {"LLVM target", specification.llvm}},
         "linkshim targets"});
  Planned &planned = allPlanned().emplace_back(Planned{*nearest, specification, file, {}});
  planned.row.triple = planned.keep(std::string(name));
  describe(planned, *nearest, specification);
  return &planned.row;
}

std::string_view specificationFile(const Target &target) {
  for (const Planned &planned : allPlanned())
    if (&planned.row == &target) return planned.file;
  return {};
}

bool isOfRustc(const Target &target) {
  return std::ranges::any_of(allPlanned(), [&](const Planned &planned) {
    return &planned.row == &target && planned.specification.builtIn;
  });
}

std::string differences(const Target &planned) {
  constexpr std::string_view ofEvery[] = {"triple",   "preferredGnu", "rustFirst",
                                          "rustLast", "rustupFirst",  "plannedAs"};
  const Target *nearest = findTarget(planned.plannedAs);
  std::string out;
  for (const Column &column : allColumns()) {
    ColumnValue own = column.value(planned);
    if (!nearest || own == column.value(*nearest) ||
        std::ranges::find(ofEvery, column.name) != std::end(ofEvery))
      continue;
    std::string value = std::visit([](const auto &v) { return fmt::format("{}", v); }, own);
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", column.name, value.empty() ? "none" : value);
  }
  return out;
}

} // namespace linkshim
