#include "shim/sysroot/HowToInstall.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/InSources.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

/// No message names a script that is not on the machine, and none a folder in which it would not help.
TEST(HowToInstall, NamesWhatIsThere) {
  const Target &target = *findTarget("x86_64-pc-windows-gnu");
  test::FakeFileSystem files;
  files.file("/src/linkshim/scripts/sysroots").file("/my src/scripts/sysroots");
  files.file("/venv/share/linkshim/share.pack");
  const struct {
    const char *name, *share;
    std::string said;
  } cases[] = {
      {"below the sources, as quickstart installs", "/src/linkshim/build/install/share/linkshim",
       "/src/linkshim/scripts/sysroots --prefix /src/linkshim/build/install x86_64-pc-windows-gnu"},
      {"below them, for another machine", "/src/linkshim/build/aarch64/install/share/linkshim",
       "/src/linkshim/scripts/sysroots --prefix /src/linkshim/build/aarch64/install x86_64-pc-windows-gnu"},
      {"a space in the path", "/my src/build/install/share/linkshim",
       "'/my src/scripts/sysroots' --prefix '/my src/build/install' x86_64-pc-windows-gnu"},
      {"the archive", "/opt/linkshim/share/linkshim",
       "in linkshim's sources scripts/sysroots --prefix /opt/linkshim x86_64-pc-windows-gnu"},
      {"a wheel, which unpacks its headers into the cache", "/home/u/.cache/linkshim/share-1-2",
       test::inSources("x86_64-pc-windows-gnu")},
      {"a wheel that could not", "/venv/share/linkshim", test::inSources("x86_64-pc-windows-gnu")},
      {"a folder of the user's", "/mine", test::inSources("x86_64-pc-windows-gnu")},
      {"nowhere", "", test::inSources("x86_64-pc-windows-gnu")},
  };
  for (const auto &c : cases)
    EXPECT_EQ(howToInstall(target, c.share, files), c.said) << c.name;
}

} // namespace
} // namespace linkshim
