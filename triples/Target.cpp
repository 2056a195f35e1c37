#include "triples/Target.h"
#include "triples/EditDistance.h"
#include <algorithm>
#include <array>
#include <numeric>
#include <ranges>
#include <vector>

namespace linkshim {

namespace {

namespace generated {
#define GET_Targets_IMPL
#define GET_Aliases_IMPL
#include "triples/Triples.inc"
} // namespace generated

/// The rows sorted by bytes; tblgen's own order counts digits as numbers.
template <typename Row, size_t Size, typename Key>
constexpr std::array<Row, Size> sorted(const Row (&table)[Size], Key key) {
  std::array<const Row *, Size> order{};
  for (size_t i = 0; i < Size; ++i)
    order[i] = &table[i];
  std::ranges::sort(order, {}, [key](const Row *row) { return row->*key; });
  std::array<Row, Size> rows{};
  for (size_t i = 0; i < Size; ++i)
    rows[i] = *order[i];
  return rows;
}

constexpr auto targets = sorted(generated::Targets, &Target::triple);
constexpr auto aliases = sorted(generated::Aliases, &TargetAlias::name);

constexpr size_t preferredCount = std::ranges::count(targets, true, &Target::preferredGnu);

/// The rows that a GNU spelling means, sorted by that spelling.
constexpr auto byGnu = [] {
  std::array<const Target *, preferredCount> rows{};
  std::ranges::transform(targets | std::views::filter(&Target::preferredGnu), rows.begin(),
                         [](const Target &t) { return &t; });
  std::ranges::sort(rows, {}, &Target::gnu);
  return rows;
}();

const Target *findTriple(std::string_view name) {
  const auto *row = std::ranges::lower_bound(targets, name, {}, &Target::triple);
  return row != targets.end() && row->triple == name ? row : nullptr;
}

} // namespace

/// Two rows of the matrix at a time.
size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replace = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replace, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::span<const Target> allTargets() {
  return targets;
}

std::span<const TargetAlias> allAliases() {
  return aliases;
}

const Target *findTarget(std::string_view name) {
  if (const Target *row = findTriple(name)) return row;
  const auto gnu = std::ranges::lower_bound(byGnu, name, {}, &Target::gnu);
  if (gnu != byGnu.end() && (*gnu)->gnu == name) return *gnu;
  const auto *alias = std::ranges::lower_bound(aliases, name, {}, &TargetAlias::name);
  if (alias != aliases.end() && alias->name == name) return findTriple(alias->triple);
  return nullptr;
}

void NearestSpelling::consider(std::string_view spelling) {
  const size_t longer = std::max(wanted.size(), spelling.size()),
               shorter = std::min(wanted.size(), spelling.size());
  if (longer - shorter >= best) return; // at least so many letters are wrong
  const size_t distance = editDistance(wanted, spelling);
  if (distance >= best) return;
  best = distance;
  nearest = spelling;
}

std::string_view nearestTarget(std::string_view name) {
  NearestSpelling nearest(name);
  for (const Target &t : targets)
    nearest.consider(t.triple);
  for (const Target *t : byGnu)
    nearest.consider(t->gnu);
  for (const TargetAlias &a : aliases)
    nearest.consider(a.name);
  return nearest.found();
}

std::string_view toString(Libc libc) {
  switch (libc) {
  case Libc::none: return "no C library";
  case Libc::glibc: return "glibc";
  case Libc::musl: return "musl";
  case Libc::msvcrt: return "msvcrt";
  case Libc::ucrt: return "UCRT";
  case Libc::darwin: return "libSystem";
  case Libc::wasi: return "wasi-libc";
  case Libc::bionic: return "Bionic";
  case Libc::other: return "the platform's own C library";
  }
  return {};
}

std::string_view toString(ObjectFormat format) {
  switch (format) {
  case ObjectFormat::elf: return "ELF";
  case ObjectFormat::coff: return "COFF";
  case ObjectFormat::machO: return "Mach-O";
  case ObjectFormat::wasm: return "WebAssembly";
  case ObjectFormat::xcoff: return "XCOFF";
  case ObjectFormat::none: return "no object format";
  }
  return {};
}

} // namespace linkshim
