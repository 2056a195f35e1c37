#include "triples/Platform.h"
#include "triples/Target.h"
#include <gtest/gtest.h>
#include <set>

namespace linkshim {
namespace {

struct Case {
  const char *text;
  const char *gnu; ///< empty: no platform
};

const Case cases[] = {
    {"linux/amd64", "x86_64-unknown-linux-gnu"},
    {"linux/amd64/v1", "x86_64-unknown-linux-gnu"},
    {"linux/amd64/v2", "x86_64-unknown-linux-gnu"},
    {"linux/amd64/v4", "x86_64-unknown-linux-gnu"},
    {"linux/x86_64", "x86_64-unknown-linux-gnu"},
    {"Linux/AMD64", "x86_64-unknown-linux-gnu"},
    {"linux/arm64", "aarch64-unknown-linux-gnu"},
    {"linux/arm64/v8", "aarch64-unknown-linux-gnu"},
    {"linux/arm64/8", "aarch64-unknown-linux-gnu"},
    {"linux/arm64/v8.2", "aarch64-unknown-linux-gnu"},
    {"linux/arm64/v9", "aarch64-unknown-linux-gnu"},
    {"linux/aarch64", "aarch64-unknown-linux-gnu"},
    {"linux/arm", "armv7-unknown-linux-gnueabihf"},
    {"linux/arm/v8", "armv7-unknown-linux-gnueabihf"},
    {"linux/arm/v7", "armv7-unknown-linux-gnueabihf"},
    {"linux/arm/7", "armv7-unknown-linux-gnueabihf"},
    {"linux/arm/v6", "arm-unknown-linux-gnueabihf"},
    {"linux/arm/v5", "armv5te-unknown-linux-gnueabi"},
    {"linux/armhf", "armv7-unknown-linux-gnueabihf"},
    {"linux/armel", "arm-unknown-linux-gnueabihf"},
    {"linux/386", "i686-unknown-linux-gnu"},
    {"linux/i386", "i686-unknown-linux-gnu"},
    {"linux/ppc64le", "powerpc64le-unknown-linux-gnu"},
    {"linux/ppc64", "powerpc64-unknown-linux-gnu"},
    {"linux/s390x", "s390x-unknown-linux-gnu"},
    {"linux/riscv64", "riscv64gc-unknown-linux-gnu"},
    {"linux/riscv64/rva22u64", "riscv64gc-unknown-linux-gnu"},
    {"linux/mips64le", "mips64el-unknown-linux-gnuabi64"},
    {"linux/mips64", "mips64-unknown-linux-gnuabi64"},
    {"linux/mipsle", "mipsel-unknown-linux-gnu"},
    {"linux/mips", "mips-unknown-linux-gnu"},
    {"linux/loong64", "loongarch64-unknown-linux-gnu"},
    {"windows/amd64", "x86_64-pc-windows-gnu"},
    {"windows(10.0.20348.2527)/amd64", "x86_64-pc-windows-gnu"},
    {"wasi/wasm", "wasm32-wasip1"},
    {"linux/vax", ""},
    {"linux/amd64/v9", ""},
    {"linux/arm/v4", ""},
    {"linux/armhf/v6", "arm-unknown-linux-gnueabihf"},
    {"linux/386/v2", ""},
    {"linux", ""},
    {"amd64", ""},
    {"linux/", ""},
    {"/amd64", ""},
    {"linux/amd64/v2/v3", ""},
    {"linux/amd64/v", ""},
    {"linux/arm64/*", ""},
    {"linux amd64", ""},
    {"", ""},
};

TEST(Platform, IsReadAsBuildEnginesWriteIt) {
  for (const Case &c : cases) {
    const Platform *found = findPlatform(c.text);
    EXPECT_EQ(found ? found->gnu : "", c.gnu) << c.text;
  }
}

TEST(Platform, EveryRowIsOfATargetThatIsLinked) {
  for (const Platform &row : allPlatforms())
    for (std::string_view triple : {row.gnu, row.musl}) {
      const Target *target = findTarget(triple);
      ASSERT_NE(target, nullptr) << triple;
      EXPECT_EQ(target->triple, triple);
      EXPECT_EQ(target->unlinked, "") << triple;
    }
}

/// Platforms are named as Go names them, and so does the target table.
TEST(Platform, AgreesWithTheTargetTable) {
  for (const Platform &row : allPlatforms()) {
    const Target *target = findTarget(row.gnu), *musl = findTarget(row.musl);
    ASSERT_TRUE(target && musl);
    if (target->goSystem.empty() || target->goArch.empty()) continue;
    EXPECT_EQ(row.name, std::string(target->goSystem) + "/" + std::string(target->goArch));
    EXPECT_EQ(target->libc == Libc::glibc, musl->libc == Libc::musl) << row.name;
    EXPECT_EQ(target->arch, musl->arch);
    bool elf = target->abi.starts_with("elf"); // musl has the second ABI of 64-bit PowerPC only
    EXPECT_TRUE(elf || target->abi == musl->abi) << row.name;
  }
}

TEST(Platform, AllAreNamedTheNearestFirst) {
  EXPECT_TRUE(knownPlatforms("linux/arm64v8").starts_with("linux/arm64, linux/amd64, linux/arm/v7,"));
  EXPECT_TRUE(knownPlatforms("linux/amd46").starts_with("linux/amd64, linux/arm64"));
  EXPECT_TRUE(knownPlatforms("linux/arm/v4").starts_with("linux/arm/v7, "));
  std::string all = knownPlatforms("");
  for (const Platform &row : allPlatforms())
    EXPECT_NE(all.find(row.name), std::string::npos) << row.name;
}

} // namespace
} // namespace linkshim
