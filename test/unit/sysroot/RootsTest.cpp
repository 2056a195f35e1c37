#include "shim/sysroot/Roots.h"
#include "test/unit/FakeFileSystem.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;

/// A system root for x86_64 and an NDK for aarch64.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  for (const char *folder :
       {"/sys/usr/lib/x86_64-linux-gnu", "/sys/lib64", "/sys/usr/include", "/call/usr/lib",
        "/call/usr/include", "/h/.local/share/linkshim/overlays/x86_64-unknown-linux-gnu/usr/include",
        "/win/lib"})
    files.directory(folder);
  const std::string ndk = "/ndk/toolchains/llvm/prebuilt/linux-x86_64/sysroot/usr";
  files.directory(ndk + "/lib/aarch64-linux-android/24").directory(ndk + "/include/aarch64-linux-android");
  return files;
}

TEST(Roots, AreTheCallsOrTheUsersOrThePlatforms) {
  const char *gnu = "x86_64-unknown-linux-gnu", *windows = "x86_64-pc-windows-gnu";
  const std::string overlay = "/h/.local/share/linkshim/overlays/x86_64-unknown-linux-gnu";
  struct {
    const char *name, *target;
    std::optional<std::string_view> sysroot;
    std::vector<std::pair<std::string, std::string>> environment;
    std::string user, system;
    Strings libraries, headers;
  } cases[] = {
      {"nothing", gnu, std::nullopt, {}, "", "", {}, {}},
      {"the variable",
       gnu,
       std::nullopt,
       {{"LINKSHIM_SYSROOT_x86_64_unknown_linux_gnu", "/sys"}, {"HOME", "/h"}},
       "/sys",
       "/sys",
       {"/sys/usr/lib/x86_64-linux-gnu", "/sys/lib64", "/sys/usr/lib"},
       {"/sys/usr/include"}},
      {"the overlay", gnu, std::nullopt, {{"HOME", "/h"}}, overlay, overlay, {}, {overlay + "/usr/include"}},
      {"--sysroot=", gnu, "/call", {{"HOME", "/h"}}, overlay, "/call", {"/call/usr/lib"}, {}},
      {"an empty --sysroot=", gnu, "", {{"HOME", "/h"}}, overlay, "", {}, {}},
      {"another target's variable",
       windows,
       std::nullopt,
       {{"LINKSHIM_SYSROOT_x86_64_unknown_linux_gnu", "/sys"}},
       "",
       "",
       {},
       {}},
      {"MinGW",
       windows,
       std::nullopt,
       {{"LINKSHIM_SYSROOT_x86_64_pc_windows_gnu", "/win"}},
       "/win",
       "/win",
       {"/win/lib"},
       {}},
  };
  for (const auto &c : cases) {
    test::FakeFileSystem files = machine();
    Roots roots = findRoots(*findTarget(c.target), c.sysroot, Environment(c.environment), files);
    EXPECT_EQ(roots.user, c.user) << c.name;
    EXPECT_EQ(roots.system, c.system) << c.name;
    EXPECT_EQ(roots.systemIsOfCall, c.sysroot.has_value()) << c.name;
    EXPECT_EQ(roots.libraries, c.libraries) << c.name;
    EXPECT_EQ(roots.platformLibraries, Strings()) << c.name;
    EXPECT_EQ(roots.headers, c.headers) << c.name;
  }
}

TEST(Roots, OfAPlatformThatTheUserBrings) {
  test::FakeFileSystem files = machine();
  Environment environment({{"ANDROID_NDK_HOME", "/ndk"}, {"ANDROID_PLATFORM", "24"}});
  Roots roots = findRoots(*findTarget("aarch64-linux-android"), std::nullopt, environment, files);
  EXPECT_EQ(roots.user, "");
  EXPECT_EQ(roots.system, "/ndk");
  const std::string usr = "/ndk/toolchains/llvm/prebuilt/linux-x86_64/sysroot/usr";
  ASSERT_FALSE(roots.platformLibraries.empty());
  EXPECT_EQ(roots.platformLibraries.front(), usr + "/lib/aarch64-linux-android/24");
  ASSERT_FALSE(roots.headers.empty());
}

} // namespace
} // namespace linkshim
