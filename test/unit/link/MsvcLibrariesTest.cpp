#include "test/unit/CoffBytes.h"
#include "test/unit/PackBytes.h"
#include "test/unit/PlannedCall.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

constexpr const char *tool = "x86_64-pc-windows-msvc-cc";

/// A machine with the pack of the target as P and that of its processor as C; MORE is a library that is
/// unpacked by its name.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld").workIn("/w");
  for (const char *name : {"msvcrt.lib", "libcmt.lib", "ucrt.lib"})
    files.file(std::string("/P/lib/") + name);
  for (const char *name : {"kernel32", "user32", "ole32", "ntdll", "userenv", "ws2_32", "dbghelp"})
    files.file(std::string("/C/lib/lib") + name + ".a");
  files.file("/w/mine.lib").file("/l/theirs.lib");
  files.file("/w/c.obj", test::coffObject("/DEFAULTLIB:\"Ole32.Lib\" /DEFAULTLIB:msvcrt /DEFAULTLIB:user32"));
  files.file("/w/c.rlib",
             test::coffArchive({{"1234567890abcdef-c.obj", test::coffObject("/defaultlib:USER32")}}));
  return files;
}

std::string planned(const std::string &given, const test::FakeFileSystem &files,
                    test::Variables variables = {}) {
  variables.emplace_back("PATH", "/rust/bin");
  Environment environment(std::move(variables));
  Result<Invocation> call =
      readInvocation(*parseToolName(tool), tool, test::words(given), environment, files);
  if (!call) return call.error().text();
  Roots roots = findRoots(*call->target, std::nullopt, environment, files);
  Result<Plan> plan = makePlan(
      *call, {environment, files, {"/cache", "/share", "/P", "/C"}, "/opt/linkshim", {}, std::move(roots)});
  return plan ? test::joined(plan->args) : plan.error().text();
}

#define LLD "rust-lld -flavor link /Brepro /NOLOGO "
#define OURS "/defaultlib:/C/lib/libkernel32.a /libpath:/P/lib /lldignoreenv"

const struct {
  const char *name, *given, *expected;
} cases[] = {
    {"libraries of the system, in any case", "/NOLOGO a.obj kernel32.lib User32.LIB /defaultlib:msvcrt",
     LLD "a.obj /C/lib/libkernel32.a /C/lib/libuser32.a /defaultlib:/P/lib/msvcrt.lib " OURS},
    {"what rustc names for std",
     "/NOLOGO /w/symbols.o a.rcgu.o libstd.rlib kernel32.lib ntdll.lib userenv.lib ws2_32.lib dbghelp.lib "
     "/defaultlib:msvcrt /NXCOMPAT /OUT:a.exe /OPT:REF,NOICF /DEBUG /PDBALTPATH:%_PDB%",
     LLD "/w/symbols.o a.rcgu.o libstd.rlib /C/lib/libkernel32.a /C/lib/libntdll.a /C/lib/libuserenv.a "
         "/C/lib/libws2_32.a /C/lib/libdbghelp.a /defaultlib:/P/lib/msvcrt.lib /NXCOMPAT /OUT:a.exe "
         "/OPT:REF,NOICF /DEBUG /PDBALTPATH:%_PDB% " OURS},
    {"a static C runtime is the same", "/NOLOGO a.obj /defaultlib:libcmt -DEFAULTLIB:Kernel32",
     LLD "a.obj /defaultlib:/P/lib/libcmt.lib -DEFAULTLIB:/C/lib/libkernel32.a " OURS},
    {"all of one", "/NOLOGO a.obj /wholearchive:OLE32.lib",
     LLD "a.obj /wholearchive:/C/lib/libole32.a " OURS},
    {"the user's come first", "/NOLOGO a.obj mine.lib theirs.lib /libpath:/l",
     LLD "a.obj mine.lib theirs.lib /libpath:/l " OURS},
    {"what an object asks for", "/NOLOGO c.obj",
     LLD "c.obj /nodefaultlib:Ole32.Lib /defaultlib:/C/lib/libole32.a /nodefaultlib:user32 "
         "/defaultlib:/C/lib/libuser32.a " OURS},
    {"what one in an archive asks for", "/NOLOGO c.rlib",
     LLD "c.rlib /nodefaultlib:USER32 /defaultlib:/C/lib/libuser32.a " OURS},
    {"what the call leaves out stays out", "/NOLOGO c.obj /nodefaultlib:ole32.lib /nodefaultlib:USER32",
     LLD "c.obj /nodefaultlib:ole32.lib /nodefaultlib:USER32 " OURS},
    {"lld's own search is off already", "/NOLOGO a.obj /lldignoreenv",
     LLD "a.obj /lldignoreenv /defaultlib:/C/lib/libkernel32.a /libpath:/P/lib"},
    {"a library that nobody has", "/NOLOGO a.obj nobodys.lib",
     "linkshim: error: no folder of this link has nobodys.lib\n"
     "  target        x86_64-pc-windows-msvc\n"
     "  linkshim has  an import library for each DLL that mingw-w64 describes\n"
     "  others'       by their folder: rustc -L native=DIR, /libpath:DIR; vcpkg's is "
     "installed/x64-windows/lib\n"
     "  Microsoft's   by XWIN_DIR: a folder that `xwin splat` made, with Microsoft's C runtime and Windows "
     "SDK\n"
     "  try: export XWIN_DIR=/path/to/it\n"},
};

/// Some of mingw-w64's names have capitals.
TEST(MsvcLibraries, FurtherOnesInAnyCase) {
  test::FakeFileSystem files = machine();
  files.file("/share/sysroots/windows-imports-more.pack",
             test::packOf("recipe 1\n3 UNIDRV.def.x86_64\n3 wsmsvc.def.x86_64\n", "abcdef"));
  for (const auto &[given, file] :
       {std::pair("unidrv.lib", "libUNIDRV.a"), {"UniDrv.Lib", "libUNIDRV.a"}, {"WSMSVC.lib", "libwsmsvc.a"}})
    EXPECT_THAT(planned(std::string("/NOLOGO a.obj ") + given, files),
                testing::ContainsRegex(std::string("/cache/windows-x86_64-[^ ]*/lib/") + file + " "))
        << given;
}

TEST(MsvcLibraries, AreThoseOfLinkshim) {
  test::FakeFileSystem files = machine();
  for (const auto &c : cases)
    EXPECT_EQ(planned(c.given, files), c.expected) << c.name;
}

/// lld does not look for a Visual Studio, so it does not read LIB either.
TEST(MsvcLibraries, TheUsersFoldersOfLibAreSearchedLast) {
  test::FakeFileSystem files = machine();
  files.file("/m/mine2.lib");
  EXPECT_EQ(planned("/NOLOGO a.obj mine2.lib", files, {{"LIB", "/m;/n"}}),
            LLD "a.obj mine2.lib " OURS " /libpath:/m /libpath:/n");
}

/// Microsoft's are used where the user says where they are.
TEST(MsvcLibraries, AreMicrosoftsWithXwin) {
  test::FakeFileSystem files = machine();
  files.file("/x/crt/lib/x86_64/msvcrt.lib");
  EXPECT_EQ(planned("/NOLOGO a.obj /defaultlib:msvcrt", files, {{"XWIN_DIR", "/x"}}),
            LLD "a.obj /defaultlib:msvcrt /libpath:/x/crt/lib/x86_64");
}

} // namespace
} // namespace linkshim
