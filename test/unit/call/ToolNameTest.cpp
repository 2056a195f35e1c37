#include "shim/call/ToolName.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

struct Case {
  const char *file;
  Tool tool;
  const char *spelling;
  const char *target;
};

const Case known[] = {
    {"linkshim", Tool::linkshim, "linkshim", ""},
    {"cargo-linkshim", Tool::cargo, "cargo-linkshim", ""},
    {"linkshim.exe", Tool::linkshim, "linkshim", ""},
    {"cc", Tool::cc, "cc", ""},
    {"c++", Tool::cxx, "c++", ""},
    {"ld", Tool::ld, "ld", ""},
    {"ld.lld", Tool::ld, "ld.lld", ""},
    {"gcc-12", Tool::cc, "gcc", ""},
    {"clang++-22", Tool::cxx, "clang++", ""},
    {"aarch64-unknown-linux-gnu-cc", Tool::cc, "cc", "aarch64-unknown-linux-gnu"},
    {"aarch64-unknown-linux-gnu.2.17-cc", Tool::cc, "cc", "aarch64-unknown-linux-gnu.2.17"},
    {"aarch64-linux-gnu-gcc", Tool::cc, "gcc", "aarch64-linux-gnu"},
    {"aarch64-linux-gnu-gcc-12", Tool::cc, "gcc", "aarch64-linux-gnu"},
    {"aarch64-linux-gnu-g++-12.2", Tool::cxx, "g++", "aarch64-linux-gnu"},
    {"x86_64-w64-mingw32-windres", Tool::windres, "windres", "x86_64-w64-mingw32"},
    {"x86_64-linux-musl-pkg-config", Tool::pkgConfig, "pkg-config", "x86_64-linux-musl"},
    {"rust-objcopy", Tool::objcopy, "rust-objcopy", ""},
    {"dsymutil", Tool::dsymutil, "dsymutil", ""},
    {"thumbv8m.main-none-eabi-ld.lld", Tool::ld, "ld.lld", "thumbv8m.main-none-eabi"},
    {"lld-link", Tool::ld, "lld-link", ""},
    {"link.exe", Tool::ld, "link", ""},
    {"x86_64-pc-windows-msvc-link", Tool::ld, "link", "x86_64-pc-windows-msvc"},
    {"x86_64-pc-windows-msvc-lld-link-22", Tool::ld, "lld-link", "x86_64-pc-windows-msvc"},
    {"x86_64-pc-windows-msvc-llvm-lib", Tool::lib, "llvm-lib", "x86_64-pc-windows-msvc"},
    {"llvm-rc", Tool::rc, "llvm-rc", ""},
    {"aarch64-pc-windows-msvc-rc", Tool::rc, "rc", "aarch64-pc-windows-msvc"},
    {"x86_64-pc-windows-msvc-lib.exe", Tool::lib, "lib", "x86_64-pc-windows-msvc"},
    {"x86_64-unknown-linux-gnu-clang", Tool::cc, "clang", "x86_64-unknown-linux-gnu"},
};

TEST(ToolName, TakesApart) {
  for (const Case &c : known) {
    auto name = parseToolName(c.file);
    ASSERT_TRUE(name) << c.file;
    EXPECT_EQ(name->tool, c.tool) << c.file;
    EXPECT_EQ(name->spelling, c.spelling) << c.file;
    EXPECT_EQ(name->target, c.target) << c.file;
  }
}

TEST(ToolName, OtherNamesAreNone) {
  for (const char *file : {"", "-cc", "gccx", "rustc", "aarch64-linux-gnu", "aarch64-linux-gnu-", "cc-",
                           "ccache", "12", "-12", "gcc-12-", "gcc-.5"})
    EXPECT_FALSE(parseToolName(file)) << file;
}

} // namespace
} // namespace linkshim
