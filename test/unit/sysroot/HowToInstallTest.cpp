#include "shim/sysroot/HowToInstall.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/InSources.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

/// No message names a script that is not on the machine, and none a command that would not help.
TEST(HowToInstall, NamesWhatIsThere) {
  const Target &target = *findTarget("x86_64-pc-windows-gnu");
  test::FakeFileSystem files;
  files.file("/src/linkshim/scripts/sysroots").file("/my src/scripts/sysroots");
  files.file("/venv/share/linkshim/packages", "wheel\nbase wasm32-wasip1\nwindows x86_64-pc-windows-gnu\n");
  files.file("/basic/share/linkshim/packages", "wheel\nbase x86_64-pc-windows-gnu\n");
  files.file("/opt/linkshim/share/linkshim/packages", "archive\nbase x86_64-pc-windows-gnu\n");
  files.symlink("/home/u/.cache/linkshim/share-1/origin", "/venv/share/linkshim");
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
      {"the archive", "/opt/linkshim/share/linkshim", "linkshim sysroot install x86_64-pc-windows-gnu"},
      {"a wheel, which has links in the cache", "/home/u/.cache/linkshim/share-1",
       "pip install 'linkshim[windows]'"},
      {"a wheel that could not", "/venv/share/linkshim", "pip install 'linkshim[windows]'"},
      {"a wheel that should have it", "/basic/share/linkshim", "pip install --force-reinstall linkshim"},
      {"a folder of the user's", "/mine", test::inSources("x86_64-pc-windows-gnu")},
      {"nowhere", "", test::inSources("x86_64-pc-windows-gnu")},
  };
  for (const auto &c : cases)
    EXPECT_EQ(howToInstall(target, c.share, files), c.said) << c.name;
}

TEST(HowToInstall, RepairsWhatIsDamaged) {
  test::FakeFileSystem files;
  files.file("/src/scripts/sysroots");
  files.file("/venv/share/linkshim/packages", "wheel\nbase wasm32-wasip1\nwindows x86_64-pc-windows-gnu\n");
  const struct {
    const char *name, *part, *pack, *said;
  } cases[] = {
      {"a wheel", "wasm32-wasip1", "/venv/share/linkshim/sysroots/wasm32-wasip1.pack",
       "pip install --force-reinstall linkshim"},
      {"headers of a wheel", "mingw", "/venv/share/linkshim/parts/mingw.pack",
       "pip install --force-reinstall linkshim"},
      {"a further wheel", "x86_64-pc-windows-gnu",
       "/venv/share/linkshim/packs/1/windows/sysroots/x86_64-pc-windows-gnu.pack",
       "pip install --force-reinstall --no-deps linkshim-packs-windows"},
      {"installed by the user", "freebsd", "/home/u/.local/share/linkshim/packs/1/bsd/parts/freebsd.pack",
       "linkshim sysroot install bsd"},
      {"below the sources", "wasm32-wasip1", "/src/build/install/share/linkshim/sysroots/wasm32-wasip1.pack",
       "/src/scripts/sysroots --prefix /src/build/install wasm32-wasip1"},
      {"the archive", "wasm32-wasip1", "/opt/share/linkshim/sysroots/wasm32-wasip1.pack",
       "linkshim sysroot install wasm32-wasip1"},
  };
  for (const auto &c : cases)
    EXPECT_EQ(howToRepair(c.part, c.pack, files), c.said) << c.name;
}

} // namespace
} // namespace linkshim
