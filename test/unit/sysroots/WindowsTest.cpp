#include "sysroots/windows/Windows.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

TEST(Windows, NamesOfVersions) {
  struct {
    const char *text, *version;
  } rows[] = {
      {"7", "6.1"},
      {"8.1", "6.3"},
      {"6.3", "6.3"},
      {"10", "10.0.10240"},
      {"10.0", "10.0.10240"},
      {"10-1607", "10.0.14393"},
      {"10-22h2", "10.0.19045"},
      {"Server2019", "10.0.17763"},
      {"11", "10.0.22000"},
      {"11-24H2", "10.0.26100"},
      {"10.0.17763", "10.0.17763"},
      {"", ""},
      {"12", ""},
      {"XP", ""},
      {"5.1", ""},
      {"11.0", ""},
      {"6.4", ""},
      {"6.1.7601", "6.1.7601"},
      {"10-1608", ""},
      {"10.0.99999", ""},
      {"10.", ""},
      {"-7", ""},
  };
  for (const auto &row : rows) {
    std::optional<Version> version = windows::parseVersion(row.text);
    EXPECT_EQ(version ? version->str() : "", row.version) << row.text;
  }
  EXPECT_EQ(windows::titleOf({10, 0, 17763}), "Windows 10 1809");
  EXPECT_EQ(windows::titleOf({10, 0, 20000}), "Windows 10.0.20000");
  EXPECT_EQ(windows::nearestName("10-1608"), "10-1607");
}

TEST(Windows, WhatCameWhen) {
  struct {
    const char *dll, *function, *version;
  } rows[] = {
      {"KERNEL32.dll", "CreateFileW", "6.1"},
      {"KERNEL32.dll", "GetSystemTimePreciseAsFileTime", "6.2"},
      {"kernel32", "SetThreadDescription", "10.0.14393"},
      {"KERNEL32.dll", "GetTempPath2W", "10.0.20348"},
      {"user32.dll", "GetDpiForWindow", "10.0.14393"},
      {"mine.dll", "GetDpiForWindow", "6.1"}, // somebody else's function of that name
      {"WS2_32.dll", "WSAStartup", "6.1"},    // the metadata dates it by Store apps
      {"WS2_32.dll", "GetHostNameW", "6.2"},
      {"bcryptprimitives.dll", "ProcessPrng", "6.2"},
      {"shcore.dll", "", "6.3"},
      {"d3d12.dll", "Anything", "10.0.10240"},
      {"api-ms-win-core-synch-l1-1-0.dll", "", "6.1"},
      {"api-ms-win-core-synch-l1-2-0.dll", "WaitOnAddress", "6.2"},
      {"API-MS-Win-Core-Sysinfo-L1-2-1.dll", "", "6.3"},
      {"api-ms-win-core-synch-l1-2-1.dll", "", "10.0.10240"},
      {"api-ms-win-core-file-l1-1-0.dll", "CreateFile2", "6.2"},
      {"kernelbase.dll", "WaitOnAddress", "6.2"}, // a function of an API set, taken from the DLL behind it
      {"ext-ms-win-anything-l1-1-0.dll", "", "10.0.10240"},
      {"api-ms-win-crt-runtime-l1-1-0.dll", "", "6.1"},
      {"ucrtbase.dll", "malloc", "6.1"},
      {"", "", "6.1"},
  };
  windows::Versions table;
  for (const auto &row : rows)
    EXPECT_EQ(table.since(row.dll, row.function).str(), row.version) << row.dll << ' ' << row.function;
  EXPECT_TRUE(table.isGone("api-ms-win-kernel32-file-l1-1-0.dll"));
  EXPECT_FALSE(table.isGone("api-ms-win-core-file-l1-1-0.dll"));
  EXPECT_FALSE(table.isGone("kernel32-file.dll"));
}

TEST(Windows, RuntimesOfCompilers) {
  for (const char *dll :
       {"VCRUNTIME140.dll", "vcruntime140_1.DLL", "MSVCP140.dll", "msvcr100.dll", "mfc140u.dll"})
    EXPECT_EQ(windows::runtimeOf(dll), "Visual C++") << dll;
  EXPECT_EQ(windows::runtimeOf("libgcc_s_seh-1.dll"), "GCC");
  EXPECT_EQ(windows::runtimeOf("libc++.dll"), "LLVM");
  for (const char *dll :
       {"msvcrt.dll", "msvcp_win.dll", "msvcp60.dll", "mfc42.dll", "ucrtbase.dll", "kernel32.dll"})
    EXPECT_EQ(windows::runtimeOf(dll), "") << dll;
  EXPECT_TRUE(windows::isUniversalRuntime("api-ms-win-crt-private-l1-1-0.dll"));
  EXPECT_FALSE(windows::isUniversalRuntime("msvcrt.dll"));
}

} // namespace
} // namespace linkshim
