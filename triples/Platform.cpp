#include "triples/Platform.h"
#include <string>

namespace linkshim {
namespace {

struct Platform {
  std::string_view name;
  std::string_view gnu;
  std::string_view musl;
};

constexpr Platform platforms[] = {
    {"linux/amd64", "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"},
    {"linux/arm64", "aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl"},
    {"linux/arm64/v8", "aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl"},
    {"linux/arm", "armv7-unknown-linux-gnueabihf", "armv7-unknown-linux-musleabihf"},
    {"linux/arm/v7", "armv7-unknown-linux-gnueabihf", "armv7-unknown-linux-musleabihf"},
    {"linux/arm/v6", "arm-unknown-linux-gnueabihf", "arm-unknown-linux-musleabihf"},
    {"linux/arm/v5", "armv5te-unknown-linux-gnueabi", "armv5te-unknown-linux-musleabi"},
    {"linux/386", "i686-unknown-linux-gnu", "i686-unknown-linux-musl"},
    {"linux/ppc64le", "powerpc64le-unknown-linux-gnu", "powerpc64le-unknown-linux-musl"},
    {"linux/s390x", "s390x-unknown-linux-gnu", "s390x-unknown-linux-musl"},
    {"linux/riscv64", "riscv64gc-unknown-linux-gnu", "riscv64gc-unknown-linux-musl"},
    {"linux/loong64", "loongarch64-unknown-linux-gnu", "loongarch64-unknown-linux-musl"},
    {"linux/mips64le", "mips64el-unknown-linux-gnuabi64", "mips64el-unknown-linux-muslabi64"},
    {"windows/amd64", "x86_64-pc-windows-gnu", "x86_64-pc-windows-gnu"},
    {"windows/arm64", "aarch64-pc-windows-gnullvm", "aarch64-pc-windows-gnullvm"},
    {"windows/386", "i686-pc-windows-gnu", "i686-pc-windows-gnu"},
    {"darwin/amd64", "x86_64-apple-darwin", "x86_64-apple-darwin"},
    {"darwin/arm64", "aarch64-apple-darwin", "aarch64-apple-darwin"},
    {"freebsd/amd64", "x86_64-unknown-freebsd", "x86_64-unknown-freebsd"},
    {"wasip1/wasm", "wasm32-wasip1", "wasm32-wasip1"},
};

} // namespace

std::string_view tripleOfPlatform(std::string_view platform, std::string_view libc) {
  for (const Platform &p : platforms)
    if (p.name == platform) return libc == "musl" ? p.musl : p.gnu;
  return {};
}

std::string_view knownPlatforms() {
  static const std::string names = [] {
    std::string all;
    for (const Platform &p : platforms) {
      if (!all.empty()) all += ", ";
      all += p.name;
    }
    return all;
  }();
  return names;
}

} // namespace linkshim
