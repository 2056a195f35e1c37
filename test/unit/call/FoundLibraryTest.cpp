#include "shim/call/FoundLibrary.h"
#include "shim/call/Invocation.h"
#include "test/unit/FakeFileSystem.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using Words = std::vector<std::string>;

TEST(FoundLibrary, Name) {
  struct {
    const char *path, *name;
  } const cases[] = {
      {"/h/.local/share/linkshim/linkshim-root/i686-unknown-linux-gnu.2.17/usr/lib/libm.so", "m"},
      {"/c/linkshim-root/t/usr/lib/libpthread.a", "pthread"},
      {"/c/linkshim-root/t/usr/lib/libc++.a", "c++"},
      {"/c/linkshim-root/t/usr/lib/libz.1.tbd", "z.1"},
      {"/c/linkshim-root/t/usr/lib/libws2_32.dll.a", "ws2_32"},
      {"/linkshim-root/linkshim-root/t/usr/lib/libm.so", "m"},
      {"../linkshim-root/t/usr/lib/libm.so", "m"},
      {"/c/linkshim-root/t/usr/lib/libm.so.6", ""},
      {"/c/linkshim-root/t/usr/lib/m.so", ""},
      {"/c/linkshim-root/t/usr/lib/lib.so", ""},
      {"/c/linkshim-root/t/lib/libm.so", ""},
      {"/c/linkshim-roots/t/usr/lib/libm.so", ""},
      {"/c/my-linkshim-root/t/usr/lib/libm.so", ""},
      {"/usr/lib/libm.so", ""},
      {"libm.so", ""},
      {"", ""},
  };
  for (const auto &c : cases)
    EXPECT_EQ(foundLibrary(c.path), c.name) << c.path;
}

/// A build tool hands on what it has found, maybe in a response file.
TEST(FoundLibrary, IsTheLibraryOfTheLink) {
  const std::string m = "/d/linkshim-root/t/usr/lib/libm.so", z = "/d/linkshim-root/t/usr/lib/libz.tbd";
  test::FakeFileSystem files;
  files.file("/r", "a.o " + m);
  struct {
    const char *tool;
    Words args, expected;
  } const cases[] = {
      {"aarch64-unknown-linux-gnu.2.17-cc", {"a.o", m, "-o", "a"}, {"a.o", "-lm", "-o", "a"}},
      {"aarch64-unknown-linux-musl-ld", {"a.o", m}, {"a.o", "-lm"}},
      {"aarch64-apple-darwin-c++", {z, "a.o"}, {"-lz", "a.o"}},
      {"aarch64-unknown-linux-gnu-cc", {"@/r"}, {"a.o", "-lm"}},
      {"aarch64-unknown-linux-gnu-nm", {m}, {m}},
      {"aarch64-unknown-linux-gnu-cc", {"-Wl," + m}, {"-Wl," + m}},
  };
  for (const auto &c : cases) {
    Result<Invocation> call = readInvocation(*parseToolName(c.tool), c.tool, c.args, Environment(), files);
    ASSERT_TRUE(call) << call.error().text();
    EXPECT_EQ(call->args(), c.expected) << c.tool;
  }
}

} // namespace
} // namespace linkshim
