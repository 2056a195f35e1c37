// The face of link.exe and lld-link: what is read of their words, what a compiler driver's become, and the
// variables and response files that bring more.
#include "test/unit/PlannedCall.h"
#include "test/unit/Results.h"
#include <algorithm>
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using test::joined;
using test::Strings;
using test::Variables;
using test::words;

/// A machine with Microsoft's libraries, whose folders come last on each line.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld").program("/bin/lld-link").workIn("/w");
  for (const char *name :
       {"crt/lib/x86_64/libcmt.lib", "crt/lib/x86/libcmt.lib", "crt/lib/aarch64/libcmt.lib"})
    files.file(std::string("/xwin/") + name);
  return files;
}

struct Case {
  const char *name;
  const char *tool;
  const char *given;
  const char *expected; ///< the line without its folders at the end, or the message
  Variables variables = {};
};

std::string planned(const Case &c, const test::FakeFileSystem &files) {
  Variables variables = c.variables;
  variables.emplace_back("PATH", "/rust/bin:/bin");
  variables.emplace_back("XWIN_DIR", "/xwin");
  Result<Plan> plan = test::plannedCall(c.tool, words(c.given), std::move(variables), files);
  if (!plan) return plan.error().text();
  std::string line = joined(plan->args);
  return line.substr(0, line.find(" /libpath:/xwin"));
}

#define CC "x86_64-pc-windows-msvc-cc"
#define LLD "rust-lld -flavor link /Brepro "
#define HEAD LLD "-nologo -machine:x64 "
#define LIBS "-defaultlib:libcmt -defaultlib:oldnames "

const Case cases[] = {
    {"rustc's words to a compiler driver", CC, "/NOLOGO a.obj /OUT:a.exe", LLD "/NOLOGO a.obj /OUT:a.exe"},
    {"to a linker by Microsoft's name", "x86_64-pc-windows-msvc-link", "a.obj -out:a.exe",
     LLD "a.obj -out:a.exe"},
    {"to one by lld's", "aarch64-pc-windows-msvc-lld-link", "@missing a.obj", LLD "@missing a.obj"},
    {"what link.exe has and lld lacks is left out, and does not become a file", "x86_64-pc-windows-msvc-ld",
     "/CGTHREADS:4 -cgthreads:4 /Qspectre /d2:-x /NOASSEMBLY /USEPROFILE /UseProfile:x /FORCE:PGOREPRO "
     "/TIME+ "
     "/SOURCELINK:x.json a.obj /TIME",
     LLD "a.obj /TIME"},
    {"lld is lib.exe by its first argument", "x86_64-pc-windows-msvc-link", "/LIB /out:a.lib a.obj",
     "rust-lld -flavor link /LIB /out:a.lib a.obj"},
    {"the same for a linker that says its flavor", CC, "-flavor link -lib -out:a.lib a.obj",
     "rust-lld -flavor link -lib -out:a.lib a.obj"},
    {"a compiler driver's words, as clang has them", CC,
     "main.o -o x.exe -lfoo -L/l -L d -Wl,/SUBSYSTEM:windows",
     HEAD LIBS "main.o -out:x.exe foo.lib -libpath:/l -libpath:d /SUBSYSTEM:windows"},
    {"a DLL has an import library beside it", CC, "-shared a.o -o out/a.b.dll -fuse-ld=lld -g",
     HEAD LIBS "-dll a.o -out:out/a.b.dll -implib:out/a.b.lib -debug"},
    {"or where it was told to", CC,
     "-shared a.o -o a.dll -Xlinker /IMPLIB:b.lib -Xlinker -debug -g -fuse-ld=lld-link",
     HEAD LIBS "-dll a.o -out:a.dll /IMPLIB:b.lib -debug"},
    {"values of -Xlinker with a slash are no call of link.exe", CC,
     "-nostartfiles -nostdlib a.obj -o a.exe -Xlinker /subsystem:console -Xlinker -pdb:a.pdb -lkernel32 "
     "foo.lib",
     HEAD "a.obj -out:a.exe /subsystem:console -pdb:a.pdb kernel32.lib foo.lib"},
    {"entry, symbol, subsystem", CC, "a.o -e start -u keep -mwindows -nodefaultlibs",
     HEAD "a.o -entry:start -include:keep -subsystem:windows -out:a.exe"},
    {"what is a matter of other systems", CC,
     "a.o -s -g -static -pthread -lm -lc -rdynamic -pie -z now -O2 -DX -march=native -o a.exe",
     HEAD LIBS "a.o -out:a.exe"},
    {"a library's file", CC, "a.o -l:b.lib -lc.lib -g0", HEAD LIBS "a.o b.lib c.lib -out:a.exe"},
    {"an object below / is a path", CC, "/w/a.obj -o a.exe", HEAD LIBS "/w/a.obj -out:a.exe"},
    {"i686", "i686-pc-windows-msvc-clang", "a.o", LLD "-nologo -machine:x86 " LIBS "a.o -out:a.exe"},
    {"UEFI has no library, and an entry", "x86_64-unknown-uefi-cc",
     "a.o -o a.efi -Wl,/subsystem:efi_application",
     HEAD "-entry:efi_main a.o -out:a.efi /subsystem:efi_application"},
    {"its variables come first, in lld's order",
     "x86_64-pc-windows-msvc-link",
     "a.obj /out:a.exe",
     LLD "/two \"x /one\\y a b.lib a.obj /out:a.exe",
     {{"LINK", "/one\\y \"a b.lib\""}, {"_LINK_", "/two \\\"x"}}},
    {"behind -flavor", CC, "-flavor link a.obj /out:a.exe", LLD "/x a.obj /out:a.exe", {{"LINK", "/x"}}},
    {"for a driver's words too",
     CC,
     "a.obj -o a.exe",
     LLD "/x -nologo -machine:x64 " LIBS "a.obj -out:a.exe",
     {{"LINK", "@more"}}},
    {"unless the call says otherwise",
     "x86_64-pc-windows-msvc-ld",
     "/lldIgnoreEnv a.obj",
     LLD "/lldIgnoreEnv a.obj",
     {{"LINK", "/x"}}},
    {"the archiver has none",
     "x86_64-pc-windows-msvc-lib",
     "a.obj",
     "rust-lld -flavor link /lib a.obj",
     {{"LINK", "/x"}}},
    {"a relocatable file", CC, "-r a.o",
     "linkshim: error: lld makes no relocatable file (-r) of Windows objects\n"
     "  asked for  -r\n"
     "  target     x86_64-pc-windows-msvc\n"
     "  try: put the objects into an archive with ar\n"},
};

TEST(LinkExe, Plans) {
  test::FakeFileSystem files = machine();
  files.file("/w/more", "/x");
  for (const Case &c : cases)
    EXPECT_EQ(planned(c, files), c.expected) << c.name;
}

/// lld must not read them a second time; GNU ld, and so lld for MinGW, has no such variables.
TEST(LinkExe, VariablesDoNotReachLld) {
  test::FakeFileSystem files = machine();
  for (const char *name : {"crt2.o", "libkernel32.a"})
    files.file(std::string("/share/sysroots/x86_64-pc-windows-gnu/lib/") + name);
  for (const char *tool :
       {CC, "x86_64-pc-windows-msvc-ld", "x86_64-pc-windows-gnu-cc", "x86_64-pc-windows-gnu-ld"}) {
    Result<Plan> plan = test::plannedCall(
        tool, {"a.o"}, {{"PATH", "/rust/bin"}, {"XWIN_DIR", "/xwin"}, {"LINK", "/x"}, {"_LINK_", "/y"}},
        files);
    ASSERT_TRUE(plan) << plan.error().text();
    for (std::string_view name : {"LINK", "_LINK_"})
      EXPECT_TRUE(std::ranges::any_of(plan->environment, [&](const EnvironmentChange &change) {
        return change.name == name && !change.value;
      })) << tool;
  }
}

/// Each spelling that lld takes is the same option.
TEST(LinkExe, Spellings) {
  const Strings spellings[] = {{"/libpath:x"}, {"-libpath:x"},  {"/LIBPATH:x"},
                               {"-LibPath:x"}, {"/?libpath:x"}, {"-?LIBPATH:x"}};
  for (const Strings &args : spellings) {
    Arguments arguments(args, OptionSet::msvc);
    EXPECT_EQ(arguments.values(OPT_msvc_libpath), Strings{"x"}) << args.front();
  }
  const struct {
    const char *text;
    OptionId option;
    const char *value;
  } options[] = {
      {"/DEFAULTLIB:msvcrt", OPT_msvc_defaultlib, "msvcrt"},
      {"-NoDefaultLib", OPT_msvcf_nodefaultlib, ""},
      {"/nodefaultlib:libcmt.lib", OPT_msvc_nodefaultlib, "libcmt.lib"},
      {"/WHOLEARCHIVE:c:\\a b.lib", OPT_msvc_wholearchive, "c:\\a b.lib"},
      {"/Out:C:\\x.exe", OPT_msvc_out, "C:\\x.exe"},
      {"-DLL", OPT_dll, ""},
      {"/Manifest:EMBED,ID=2", OPT_msvc_manifest, "EMBED,ID=2"},
      {"/MANIFEST", OPT_msvcf_manifest, ""},
      {"/manifestuac:level='asInvoker' uiAccess='false'", OPT_msvc_manifestuac,
       "level='asInvoker' uiAccess='false'"},
      {"/SubSystem:console,6.02", OPT_msvc_subsystem, "console,6.02"},
      {"/home/a.obj", OPT_INPUT, "/home/a.obj"},
      {"/dll/a.obj", OPT_INPUT, "/dll/a.obj"},
      {"-new:x", OPT_UNKNOWN, "-new:x"},
  };
  for (const auto &c : options) {
    Arguments arguments({c.text}, OptionSet::msvc);
    EXPECT_EQ(arguments.all().front().id(), c.option) << c.text;
    EXPECT_EQ(arguments.all().front().value(), c.value) << c.text;
  }
}

/// A file that a call of link.exe names is quoted as Windows does; one of a compiler driver's as clang on
/// this machine reads it. Both may be UTF-16.
TEST(LinkExe, ResponseFiles) {
  test::FakeFileSystem files = machine();
  files.file("/w/link", "/OUT:\"a b.exe\" c:\\d\\e.obj \"say \"\"x\"\"\"")
      .file("/w/driver", "-o 'a b.exe' c\\ d.o")
      .file("/w/wide", std::string("\xff\xfe/\0O\0U\0T\0:\0x\0\n\0\"\0\xe9\0 \0b\0\"\0", 28));
  const struct {
    const char *tool;
    const char *file;
    Strings args;
  } calls[] = {
      {CC, "@link", {"/OUT:a b.exe", "c:\\d\\e.obj", "say \"x\""}},
      {"x86_64-pc-windows-msvc-link", "@link", {"/OUT:a b.exe", "c:\\d\\e.obj", "say \"x\""}},
      {CC, "@driver", {"-o", "a b.exe", "c d.o"}},
      {CC, "@wide", {"/OUT:x", "\xc3\xa9 b"}},
  };
  for (const auto &c : calls) {
    Result<Invocation> invocation =
        readInvocation(*parseToolName(c.tool), c.tool, {c.file}, Environment(), files);
    ASSERT_TRUE(invocation) << invocation.error().text();
    EXPECT_EQ(invocation->args(), c.args) << c.tool << " " << c.file;
    EXPECT_TRUE(invocation->argsWereInFile);
  }
}

/// A name without a target: /machine: tells it, else the objects.
TEST(LinkExe, TargetOfBareName) {
  test::FakeFileSystem files = machine();
  files.file("/w/arm64.obj", std::string("\x64\xaa\x01\0", 4) + std::string(32, '\0'));
  const struct {
    const char *given;
    const char *target;
  } calls[] = {
      {"/machine:x86 arm64.obj", "i686-pc-windows-msvc"},
      {"-MACHINE:ARM64EC arm64.obj", "arm64ec-pc-windows-msvc"},
      {"missing.obj arm64.obj /out:x", "aarch64-pc-windows-msvc"},
      {"a.obj", "x86_64-pc-windows-msvc"},
  };
  for (const auto &c : calls)
    for (const char *tool : {"link", "lld-link", "link.exe"}) {
      Result<Invocation> invocation =
          readInvocation(*parseToolName(tool), tool, words(c.given), Environment(), files);
      ASSERT_TRUE(invocation) << invocation.error().text();
      EXPECT_EQ(invocation->target->triple, c.target) << tool << " " << c.given;
      EXPECT_EQ(invocation->arguments->set(), OptionSet::msvc);
    }
}

/// `linkshim explain` tells what became of the driver's own arguments.
TEST(LinkExe, NotesOfADriver) {
  test::FakeFileSystem files = machine();
  Result<Plan> plan = test::plannedCall(CC, words("a.o -lfoo -s -Wl,/CGTHREADS:2 -o a.exe"),
                                        {{"PATH", "/rust/bin"}, {"XWIN_DIR", "/xwin"}}, files);
  ASSERT_TRUE(plan) << plan.error().text();
  Strings told;
  for (const Note &note : plan->notes)
    if (note.fate != Note::Fate::added) told.push_back(note.argument + " > " + note.became);
  EXPECT_EQ(told, (Strings{"a.o > a.o", "-lfoo > foo.lib", "-s > ", "-Wl,/CGTHREADS:2 > ",
                           "-o a.exe > -out:a.exe"}));
}

} // namespace
} // namespace linkshim
