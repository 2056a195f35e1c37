#include "triples/Platform.h"
#include "triples/EditDistance.h"
#include <algorithm>
#include <utility>
#include <vector>

namespace linkshim {
namespace {

constexpr Platform platforms[] = {
    {"linux/amd64", "v1 v2 v3 v4", "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"},
    {"linux/arm64", "v8* v9*", "aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl"},
    {"linux/arm", "v7 v8", "armv7-unknown-linux-gnueabihf", "armv7-unknown-linux-musleabihf"},
    {"linux/arm", "v6", "arm-unknown-linux-gnueabihf", "arm-unknown-linux-musleabihf"},
    {"linux/arm", "v5", "armv5te-unknown-linux-gnueabi", "armv5te-unknown-linux-musleabi"},
    {"linux/386", "", "i686-unknown-linux-gnu", "i686-unknown-linux-musl"},
    {"linux/ppc64le", "power8 power9 power10", "powerpc64le-unknown-linux-gnu",
     "powerpc64le-unknown-linux-musl"},
    {"linux/s390x", "", "s390x-unknown-linux-gnu", "s390x-unknown-linux-musl"},
    {"linux/riscv64", "rva20u64 rva22u64 rva23u64", "riscv64gc-unknown-linux-gnu",
     "riscv64gc-unknown-linux-musl"},
    {"linux/loong64", "", "loongarch64-unknown-linux-gnu", "loongarch64-unknown-linux-musl"},
    {"linux/mips64le", "", "mips64el-unknown-linux-gnuabi64", "mips64el-unknown-linux-muslabi64"},
    {"linux/mips64", "", "mips64-unknown-linux-gnuabi64", "mips64-unknown-linux-muslabi64"},
    {"linux/mipsle", "", "mipsel-unknown-linux-gnu", "mipsel-unknown-linux-musl"},
    {"linux/mips", "", "mips-unknown-linux-gnu", "mips-unknown-linux-musl"},
    {"linux/ppc64", "", "powerpc64-unknown-linux-gnu", "powerpc64-unknown-linux-musl"},
    {"windows/amd64", "v1 v2 v3 v4", "x86_64-pc-windows-gnu", "x86_64-pc-windows-gnu"},
    {"windows/arm64", "v8* v9*", "aarch64-pc-windows-gnullvm", "aarch64-pc-windows-gnullvm"},
    {"windows/386", "", "i686-pc-windows-gnu", "i686-pc-windows-gnu"},
    {"darwin/amd64", "v1 v2 v3 v4", "x86_64-apple-darwin", "x86_64-apple-darwin"},
    {"darwin/arm64", "v8* v9*", "aarch64-apple-darwin", "aarch64-apple-darwin"},
    {"freebsd/amd64", "v1 v2 v3 v4", "x86_64-unknown-freebsd", "x86_64-unknown-freebsd"},
    {"freebsd/arm64", "v8* v9*", "aarch64-unknown-freebsd", "aarch64-unknown-freebsd"},
    {"wasip1/wasm", "", "wasm32-wasip1", "wasm32-wasip1"},
};

/// Other words for a part of a platform, as the engines themselves take them on a command line.
struct Word {
  std::string_view given, meant;
};
constexpr Word systems[] = {{"macos", "darwin"}, {"wasi", "wasip1"}};
constexpr Word architectures[] = {
    {"x86_64", "amd64"}, {"x86-64", "amd64"}, {"aarch64", "arm64"},
    {"i386", "386"},     {"i686", "386"},     {"armhf", "arm/v7"},
    {"armel", "arm/v6"}, {"wasm32", "wasm"},  {"loongarch64", "loong64"},
};

std::string_view meaning(std::string_view given, std::span<const Word> words) {
  for (const Word &word : words)
    if (word.given == given) return word.meant;
  return given;
}

std::vector<std::string_view> parts(std::string_view text) {
  std::vector<std::string_view> all;
  for (size_t start = 0; start <= text.size();) {
    size_t end = std::min(text.find('/', start), text.size());
    all.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return all;
}

bool hasVariant(const Platform &row, std::string_view variant) {
  std::string_view rest = row.variants;
  while (!rest.empty()) {
    std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (word == variant) return true;
    if (word.ends_with('*') && variant.starts_with(word.substr(0, word.size() - 1))) return true;
  }
  return false;
}

/// `linux/arm/v7` where a name alone would not tell the row from its neighbours.
std::string fullName(const Platform &row) {
  auto rows = std::ranges::count(platforms, row.name, &Platform::name);
  std::string_view first = row.variants.substr(0, row.variants.find(' '));
  return rows == 1 ? std::string(row.name) : std::string(row.name) + "/" + std::string(first);
}

} // namespace

std::span<const Platform> allPlatforms() {
  return platforms;
}

const Platform *findPlatform(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  std::vector<std::string_view> given = parts(lower);
  if (given.size() < 2 || given.size() > 3) return nullptr;
  std::string_view system = given[0].substr(0, given[0].find('(')); // windows(10.0.20348)/amd64
  std::string name =
      std::string(meaning(system, systems)) + "/" + std::string(meaning(given[1], architectures));
  std::string variant(given.size() == 3 ? given[2] : "");
  if (size_t slash = name.find('/', name.find('/') + 1); slash != std::string::npos) {
    if (variant.empty()) variant = name.substr(slash + 1);
    name.resize(slash);
  }
  if (!variant.empty() && variant[0] >= '0' && variant[0] <= '9') variant.insert(0, "v");
  for (const Platform &row : platforms)
    if (row.name == name && (variant.empty() || hasVariant(row, variant))) return &row;
  return nullptr;
}

std::string knownPlatforms(std::string_view text) {
  std::vector<std::pair<size_t, std::string>> names;
  for (const Platform &row : platforms) {
    std::string name = fullName(row);
    size_t distance = editDistance(text, name);
    names.emplace_back(distance, std::move(name));
  }
  auto nearest = std::ranges::min_element(names, {}, [](const auto &entry) { return entry.first; });
  std::rotate(names.begin(), nearest, nearest + 1);
  std::string all;
  for (const auto &[distance, name] : names)
    all += (all.empty() ? "" : ", ") + name;
  return all;
}

} // namespace linkshim
