#include "test/unit/PackBytes.h"
#include "test/unit/PlannedCall.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using test::Strings;
using test::words;

constexpr const char *x64 = "x86_64-w64-mingw32-gcc", *x86 = "i686-w64-mingw32-gcc";

/// A machine with a Rust toolchain, and the packs of both architectures.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld").program("/zig/zig").workIn("/w");
  for (const char *triple : {"x86_64-pc-windows-gnu", "i686-pc-windows-gnu"})
    for (const char *name :
         {"crt2.o", "crt2u.o", "dllcrt2.o", "gcrt2.o", "libgcc.a", "libunwind.a", "libc++.a", "libz.dll.a"})
      files.file(std::string("/packs/") + triple + "/lib/" + name);
  return files;
}

/// The plan; P stands for the folder of the pack in its arguments.
bool planned(const std::string &name, Strings args, const test::FakeFileSystem &files, Plan &plan,
             Failure &failure, std::string path = "/rust/bin") {
  std::string pack = "/packs/" + std::string(parseTargetSpec(parseToolName(name)->target)->target->triple);
  if (!test::into(test::plannedCall(name, std::move(args), {{"PATH", std::move(path)}}, files, pack), plan,
                  failure))
    return false;
  pack += "/lib";
  for (std::string &arg : plan.args)
    if (size_t at = arg.find(pack); at != std::string::npos) arg.replace(at, pack.size(), "P");
  return true;
}

struct Case {
  const char *name;
  const char *tool;
  const char *given;    ///< space separated
  const char *expected; ///< space separated, argv[0] and flavour included
};

#define LLD "rust-lld -flavor gnu -m i386pep --no-insert-timestamp "
#define HEAD LLD "P/crt2.o "
#define DLL LLD "-e DllMainCRTStartup P/dllcrt2.o "
#define SYSTEM " -ladvapi32 -lshell32 -luser32 -lkernel32 -L P"
#define LIBS " -lgcc -lmingw32 -lmoldname -lmingwex -lmsvcrt" SYSTEM

const Case cases[] = {
    {"a program", x64, "a.o -o a.exe", HEAD "a.o -o a.exe" LIBS},
    {"its name gets an extension", x64, "a.o -o dir.d/a", HEAD "a.o -o dir.d/a.exe" LIBS},
    {"any extension will do", x64, "-oa.pyd a.o", HEAD "-oa.pyd a.o" LIBS},
    {"a library in another case", x64, "a.o -o a.exe -lZ -l Z -Wl,-lZ -lQ",
     HEAD "a.o -o a.exe -lz -l z -lz -lQ" LIBS},
    {"-pthread is one of the default libraries", x64, "-nodefaultlibs -pthread a.o -o a.exe",
     HEAD "a.o -o a.exe -L P"},
    {"GNU ld's short spellings that lld refuses", x64, "-nodefaultlibs -Wl,-x,-X -EL a.o -o a.exe",
     HEAD "a.o -o a.exe -L P"},
    {"a DLL", x64, "-shared a.o -o a.dll -Wl,--out-implib,liba.dll.a",
     DLL "-shared a.o -o a.dll --out-implib liba.dll.a" LIBS},
    {"a DLL in other words", x64, "-mdll a.o -o a.dll",
     LLD "--dll -e DllMainCRTStartup P/dllcrt2.o a.o -o a.dll" LIBS},
    {"a DLL in the linker's words, with an entry", x64, "-Wl,--dll -e Start a.o -o a.dll",
     LLD "P/dllcrt2.o --dll -e Start a.o -o a.dll" LIBS},
    {"32 bits decorate the entry", x86, "-shared a.o -o a.dll",
     "rust-lld -flavor gnu -m i386pe --no-insert-timestamp -e DllMainCRTStartup@12 P/dllcrt2.o -shared a.o "
     "-o a.dll" LIBS},
    {"a program with windows", x64, "-mwindows a.o",
     LLD "--subsystem windows P/crt2.o a.o -lgcc -lmingw32 -lmoldname -lmingwex -lmsvcrt -lgdi32 "
         "-lcomdlg32" SYSTEM},
    {"wmain", x64, "-municode -mconsole a.o", LLD "--subsystem console P/crt2u.o a.o" LIBS},
    {"-mthreads, -pthread", x64, "-mthreads -pthread a.o", HEAD "a.o -lmingwthrd -lpthread" LIBS},
    {"-pg", x64, "-nodefaultlibs -pg a.o", HEAD "P/gcrt2.o a.o -L P"},
    {"-static", x64, "-static a.o -static-libgcc", LLD "-Bstatic P/crt2.o a.o" LIBS},
    {"-nostdlib", x64, "-nostdlib a.o", LLD "a.o -L P"},
    {"-nodefaultlibs keeps the start file", x64, "-nodefaultlibs a.o -lz", HEAD "a.o -lz -L P"},
    {"-nostartfiles keeps the libraries", x64, "-nostartfiles a.o", LLD "a.o" LIBS},
    {"-nolibc keeps the runtime", x64, "-nolibc a.o", HEAD "a.o -lgcc" SYSTEM},
    {"GCC's unwinder", x64, "-nodefaultlibs a.o -lgcc_eh -l gcc_s -lgcc",
     HEAD "a.o -lunwind -lunwind -lgcc -L P"},
    {"the C++ library", "x86_64-w64-mingw32-g++", "a.o", HEAD "a.o -lc++ -lm -lunwind" LIBS},
    {"named by another name", x64, "-nodefaultlibs a.o -lstdc++", HEAD "a.o -lc++ -lunwind -L P"},
    {"a list of exports", x64, "-nodefaultlibs -shared -Wl,/t/list.def a.o -o a.dll",
     DLL "-shared /t/list.def a.o -o a.dll -L P"},
    {"what is only for ELF", x64,
     "-nodefaultlibs -pie -Wl,-soname=a.dll -Wl,-rpath,/lib -Wl,--as-needed,--no-as-needed -z now "
     "-Wl,--eh-frame-hdr -Wl,-z,relro a.o",
     HEAD "--as-needed a.o -L P"},
    {"what --push-state saved comes back", x64,
     "-nodefaultlibs a.o -Wl,--push-state,-Bstatic,--whole-archive -lq -Wl,--pop-state -lr",
     HEAD "a.o -Bstatic --whole-archive -lq -Bdynamic --no-whole-archive -lr -L P"},
    {"within another, and in a static link", x64,
     "-nodefaultlibs -static a.o -Wl,--push-state,-Bdynamic,--push-state,-Bstatic -lq "
     "-Wl,--pop-state -lr -Wl,--pop-state -Wl,--push-state -ls -Wl,--pop-state",
     LLD "-Bstatic P/crt2.o a.o -Bdynamic -Bstatic -lq -Bdynamic -lr -Bstatic -ls -L P"},
    {"what exports all", x64, "-nodefaultlibs -rdynamic -Wl,--export-dynamic a.o",
     HEAD "--export-all-symbols --export-all-symbols a.o -L P"},
    {"GNU ld's own words for Windows", x64,
     "-nodefaultlibs -Wl,--enable-long-section-names,--enable-auto-image-base,--subsystem,windows:6.0 "
     "-Wl,--stack,--no-threads a.o",
     HEAD "--subsystem windows:6.0 --stack --no-threads a.o -L P"},
    {"what GNU ld has for ELF alone, and what it prints", x64,
     "-nodefaultlibs -Wl,-x,-X,-t,-M,--print-map,-N,--omagic,--stats,--exclude-libs,ALL,--exclude-libs=ALL "
     "-Wl,-y,main,-(,-) "
     "-Wl,--relax "
     "-Wl,--oformat,pei-x86-64,--format=pe-x86-64,-EL,-init,f -Wl,-I,loader -Wl,--add-stdcall-alias a.o",
     HEAD "a.o -L P"},
    {"what lld says in other words", x64,
     "-nodefaultlibs -Wl,--forceinteg,--no-isolation,--no-bind,--wdmdriver,--disable-large-address-aware,-V "
     "-Wl,--unresolved-symbols=ignore-all,--warn-unresolved-symbols a.o",
     HEAD "-Xlink=-integritycheck -Xlink=-allowisolation:no -Xlink=-allowbind:no -Xlink=-driver:wdm "
          "-Xlink=-largeaddressaware:no -v -Xlink=-force:unresolved -Xlink=-force:unresolved a.o -L P"},
    {"standard output is no program", x64, "-nodefaultlibs a.o -o -", HEAD "a.o -o - -L P"},
    {"a DLL by two words", x64, "-nodefaultlibs -Xlinker --dll a.o -o a.dll", DLL "--dll a.o -o a.dll -L P"},
    {"its entry by the linker's words", x64, "-nodefaultlibs -shared -Wl,-e,Start a.o -o a.dll",
     LLD "P/dllcrt2.o -shared -e Start a.o -o a.dll -L P"},
    {"rustc's start objects for 32 bits", x86, "-nodefaultlibs rsbegin.o a.o /rust/lib/rsend.o",
     "rust-lld -flavor gnu -m i386pe --no-insert-timestamp P/crt2.o a.o -L P"},
    {"a raw linker with a C library gets a start file", "x86_64-w64-mingw32-ld",
     "a.o -lmingw32 -lkernel32 --gc-sections -z x",
     "rust-lld -flavor gnu a.o -lmingw32 -lkernel32 --gc-sections -m i386pep P/crt2.o -L P"},
    {"a raw linker without one does not, as with GNU ld", "x86_64-w64-mingw32-ld", "a.o -lkernel32 -lmsvcrt",
     "rust-lld -flavor gnu a.o -lkernel32 -lmsvcrt -m i386pep -L P"},
    {"a library in another case, by ld", "x86_64-w64-mingw32-ld", "--library=Z a.o",
     "rust-lld -flavor gnu --library=z a.o -m i386pep -L P"},
    {"-nostdlib means none", "x86_64-w64-mingw32-ld", "-nostdlib a.o -lmingw32",
     "rust-lld -flavor gnu a.o -lmingw32 -m i386pep -L P"},
    {"a DLL may be without an entry", "x86_64-w64-mingw32-ld", "-nostdlib -shared -soname a.dll a.o -o a.dll",
     "rust-lld -flavor gnu -shared a.o -o a.dll -m i386pep -e DllMainCRTStartup "
     "-Xlink=-alternatename:DllMainCRTStartup=__ImageBase -L P"},
    {"the driver's too", x86, "-nostdlib -shared a.o -o a.dll",
     "rust-lld -flavor gnu -m i386pe --no-insert-timestamp -e DllMainCRTStartup@12 "
     "-Xlink=-alternatename:_DllMainCRTStartup@12=___ImageBase -shared a.o -o a.dll -L P"},
    {"a DLL whose start file is named", x64, "-nostdlib -shared /x/dllcrt2.o a.o -o a.dll",
     LLD "-e DllMainCRTStartup -shared /x/dllcrt2.o a.o -o a.dll -L P"},
    {"or has one", "x86_64-w64-mingw32-ld", "-m i386pep --shared /x/dllcrt2.o a.o",
     "rust-lld -flavor gnu -m i386pep --shared /x/dllcrt2.o a.o -L P"},
    {"or an entry", "x86_64-w64-mingw32-ld", "-e Start a.o",
     "rust-lld -flavor gnu -e Start a.o -m i386pep -L P"},
};

TEST(MinGwLink, Plans) {
  test::FakeFileSystem files = machine();
  for (const Case &c : cases) {
    Plan plan;
    Failure failure;
    EXPECT_TRUE(planned(c.tool, words(c.given), files, plan, failure)) << c.name << failure.text();
    EXPECT_EQ(plan.args, words(c.expected)) << c.name;
  }
}

TEST(MinGwLink, NamesAMissingLibrary) {
  struct {
    const char *given;
    const char *missing; ///< empty: none
  } links[] = {
      {"a.o", ""},
      {"a.o -lz", ""},
      {"a.o -Wl,-Bstatic -lz", "z"},
      {"-Wl,-Bstatic a.o -Wl,-Bdynamic -lz", ""},
      {"a.o -L/own -lown -l:own.lib", ""},
      {"a.o -lfoo -lbar", "foo"},
  };
  test::FakeFileSystem files = machine();
  files.file("/own/libown.a").file("/own/own.lib");
  for (const auto &link : links) {
    Plan plan;
    Failure failure;
    ASSERT_TRUE(planned(x64, words(link.given), files, plan, failure)) << failure.text();
    std::string library(link.missing);
    std::string note = plan.noteOnFailure
                           ? plan.noteOnFailure("lld: error: unable to find library -l" + library + "\n")
                           : "";
    EXPECT_EQ(note, library.empty()
                        ? ""
                        : "linkshim: note: there is no import library for -l" + library +
                              ": give the folder of one by -L, or make it from a list of the DLL's "
                              "symbols: x86_64-pc-windows-gnu-dlltool -d " +
                              library + ".def -l lib" + library + ".a\n")
        << link.given;
  }
}

TEST(MinGwLink, Refuses) {
  struct {
    const char *tool, *given, *path, *what;
  } links[] = {
      {"aarch64-w64-mingw32-gcc", "a.o", "/rust/bin",
       "the C runtime and the import libraries of aarch64-pc-windows-gnullvm are not installed"},
      {"aarch64-w64-mingw32-g++", "a.o", "/rust/bin",
       "the C++ library for aarch64-pc-windows-gnullvm is not installed"},
      {x64, "-r a.o -o b.o", "/rust/bin", "lld makes no relocatable file (-r) of Windows objects"},
      {"x86_64-w64-mingw32-ld", "-r a.o -o b.o", "/rust/bin",
       "lld makes no relocatable file (-r) of Windows objects"},
      {x86, "-shared -Wl,--add-stdcall-alias a.o -o a.dll", "/rust/bin",
       "lld exports a stdcall function under one name only"},
      {x64, "a.o -Wl,--version-script,v -shared", "/rust/bin",
       "lld reads no list of symbols but a .def file for Windows"},
      {x64, "a.o -Wl,--dynamic-list=d", "/rust/bin",
       "lld reads no list of symbols but a .def file for Windows"},
      {x64, "a.o -T script.ld", "/rust/bin", "lld reads no linker script for Windows"},
      {x64, "a.o -Wl,-Tscript.ld", "/rust/bin", "lld reads no linker script for Windows"},
      {x64, "a.o -Ttext=0x1000", "/rust/bin",
       "lld gives no section an address of its own in an image for Windows"},
      {"x86_64-w64-mingw32-ld", "a.o -Ttext=0x1000", "/rust/bin",
       "lld gives no section an address of its own in an image for Windows"},
      {"x86_64-w64-mingw32-ld", "a.o --section-start .text=0x1000", "/rust/bin",
       "lld gives no section an address of its own in an image for Windows"},
      {x64, "a.o -Wl,--defsym,a=b", "/rust/bin", "lld takes no symbol from the command line for Windows"},
      {"x86_64-w64-mingw32-ld", "a.o --defsym=a=b", "/rust/bin",
       "lld takes no symbol from the command line for Windows"},
      {x64, "-fuse-ld=mold a.o", "/rust/bin", "the linker mold that -fuse-ld asks for was not found"},
      {x64, "a.o -o", "/rust/bin", "-o needs a value after it"},
      {x64, "a.o", "/zig", "the lld inside zig does not link for MinGW"},
  };
  test::FakeFileSystem files = machine();
  for (const auto &link : links) {
    Plan plan;
    Failure failure;
    EXPECT_FALSE(planned(link.tool, words(link.given), files, plan, failure, link.path)) << link.given;
    EXPECT_EQ(failure.what, link.what);
    EXPECT_FALSE(failure.action.empty());
  }
}

/// What most programs name is in the pack of the processor; of all others a link unpacks those that it names.
TEST(MinGwLink, UnpacksFurtherLibrariesByName) {
  test::FakeFileSystem files = machine();
  files.file("/share/sysroots/windows-imports-more.pack",
             test::packOf("recipe 1\n3 wsmsvc.def.x86_64+aarch64\n2 msvcr90.list.x86_64+x86\n"
                          "0 msvcr90_def.part.x86_64\n",
                          "abcde"));
  files.file("/share/sysroots/windows-x86_64-more.pack",
             test::packOf("recipe 1\n3 libdelayimp.a\n2 msvcr90.objects\n", "abcde"));
  const struct {
    const char *tool, *args, *unpacked, *named;
  } calls[] = {
      {"x86_64-pc-windows-gnu-cc", "a.o -lkernel32", "", ""},
      {"x86_64-pc-windows-gnu-cc", "a.o -lwsmsvc", "libwsmsvc.a", "-lwsmsvc"},
      {"x86_64-pc-windows-gnullvm-cc", "a.o -lWsmSvc", "libwsmsvc.a", "-lwsmsvc"},
      {"x86_64-pc-windows-gnu-cc", "a.o -l:libwsmsvc.a", "libwsmsvc.a", "-l:libwsmsvc.a"},
      {"x86_64-pc-windows-gnu-cc", "a.o -Wl,-lmsvcr90", "libmsvcr90.a", "-lmsvcr90"},
      {"x86_64-pc-windows-gnu-cc", "a.o -ldelayimp", "libdelayimp.a", "-ldelayimp"},
      {"x86_64-pc-windows-gnu-cc", "a.o -lmsvcr90_def", "", "-lmsvcr90_def"},
      {"x86_64-w64-mingw32-ld", "a.o -lwsmsvc", "libwsmsvc.a", "-lwsmsvc"},
      {"i686-pc-windows-gnu-cc", "a.o -lwsmsvc", "", "-lwsmsvc"},
      {"x86_64-pc-windows-gnu-cc", "a.o -lnobodys", "", "-lnobodys"},
  };
  for (const auto &c : calls) {
    std::string pack = std::string("/packs/") + (c.tool[0] == 'i' ? "i686" : "x86_64") + "-pc-windows-gnu";
    Result<Plan> plan = test::plannedCall(c.tool, words(c.args), {{"PATH", "/rust/bin"}}, files, pack);
    ASSERT_TRUE(plan) << plan.error().text();
    std::string unpacked, line = test::joined(plan->args);
    for (const PieceFolder &piece : plan->pieces) {
      unpacked += piece.only;
      EXPECT_THAT(line, testing::HasSubstr("-L " + piece.path + "/lib")) << c.args;
    }
    EXPECT_EQ(unpacked, c.unpacked) << c.args;
    EXPECT_THAT(line, testing::HasSubstr(c.named)) << c.args;
  }
}

} // namespace
} // namespace linkshim
