// The face of link.exe and lld-link: what is read of their words, what a compiler driver's become, and the
// variables and response files that bring more.
#include "shim/link/coff/LinkExeCall.h"
#include "shim/link/notes/FailureNotes.h"
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
    {"what CMake passes to a compiler for MinGW", CC,
     "-shared -o a.dll -Wl,--out-implib,liba.dll.a -Wl,--major-image-version,1,--minor-image-version,2 a.o "
     "-Wl,--enable-auto-import,--subsystem=windows,--high-entropy-va -Wl,-Bstatic -Wl,--stack -Wl,99 -lfoo",
     HEAD LIBS "-dll -out:a.dll -implib:liba.dll.a a.o -subsystem:windows -highentropyva -stack:99 foo.lib "
               "-version:1.2"},
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
      .file("/w/wide", std::string("\xff\xfe/\0O\0U\0T\0:\0x\0\n\0\"\0\xe9\0 \0b\0\"\0", 26));
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

/// What a wrong input or folder ends in.
TEST(LinkExe, Messages) {
  test::FakeFileSystem files = machine();
  const std::string arm64("\x64\xaa\x01\0", 4), big("\0\0\xff\xff\x02\0\x64\xaa", 8), rest(40, '\0');
  files.file("/w/arm64.obj", arm64 + rest)
      .file("/w/big.obj", big + rest)
      .file("/w/elf.o", "\x7f"
                        "ELF\2\1\1" +
                            std::string(11, '\0') + "\x3e" + rest);
  files.file("/w/bad.def", "EXPORTS\n  a @x\n").directory("/empty").file("/w/a.obj");
  auto foreign = [](const char *file, const char *found) {
    return std::string("linkshim: error: an input file was made for another architecture than the target's\n "
                       " file      ") +
           file + "\n  made for  " + found +
           "\n  target    x86_64-pc-windows-msvc: x86_64 COFF (Windows)\n"
           "  try: cargo clean --target x86_64-pc-windows-msvc, and build it again for that target\n";
  };
  const struct {
    const char *given;
    const char *folder; ///< XWIN_DIR
    std::string message;
  } calls[] = {
      {"/out:a.exe arm64.obj", "/xwin", foreign("arm64.obj", "aarch64 COFF (Windows)")},
      {"-o a.exe big.obj", "/xwin", foreign("big.obj", "aarch64 COFF (Windows)")},
      {"/out:a.exe /wholearchive:elf.o", "/xwin", foreign("elf.o", "x86_64 ELF, 64-bit little-endian")},
      {"/out:./a.obj a.obj", "/xwin",
       "linkshim: error: the output would be written over one of the inputs\n  output  ./a.obj\n  input   "
       "a.obj\n"
       "  try: /out:./a.obj.new\n"},
      {"/out:a.dll /PDB:a.obj a.obj", "/xwin",
       "linkshim: error: the output would be written over one of the inputs\n  output  a.obj\n  input   "
       "a.obj\n"
       "  try: /pdb:a.obj.new\n"},
      {"/out:a.exe a.obj", "/nowhere",
       "linkshim: error: /nowhere is no folder\n"
       "  missing     a folder that `xwin splat` made, with Microsoft's C runtime and Windows SDK\n"
       "  looked for  crt/lib/x86_64 sdk/lib/um/x86_64 sdk/lib/ucrt/x86_64 crt/lib/x64 sdk/lib/um/x64 "
       "sdk/lib/ucrt/x64\n"
       "  wanted      a folder that `xwin splat` made, with Microsoft's C runtime and Windows SDK\n"
       "  try: export XWIN_DIR=/path/to/it\n"},
      {"/out:a.exe a.obj kernel32.lib", "/empty",
       "linkshim: error: /empty has not what links for x86_64-pc-windows-msvc need\n"
       "  missing     kernel32.lib\n"
       "  looked for  crt/lib/x86_64 sdk/lib/um/x86_64 sdk/lib/ucrt/x86_64 crt/lib/x64 sdk/lib/um/x64 "
       "sdk/lib/ucrt/x64\n"
       "  wanted      a folder that `xwin splat` made, with Microsoft's C runtime and Windows SDK\n"
       "  try: export XWIN_DIR=/path/to/it\n"},
  };
  for (const auto &c : calls) {
    Result<Plan> plan =
        test::plannedCall(CC, words(c.given), {{"PATH", "/rust/bin"}, {"XWIN_DIR", c.folder}}, files);
    EXPECT_EQ(plan ? joined(plan->args) : plan.error().text(), c.message) << c.given;
  }
}

/// What is said of lld's messages once it has failed.
TEST(LinkExe, NotesOnFailure) {
  const Target &target = *findTarget("x86_64-pc-windows-msvc");
  constexpr const char *xwin = "; export XWIN_DIR=/path/to/it";
  const struct {
    const char *messages, *note;
    bool byMicrosofts;
  } rows[] = {
      {"lld-link: error: could not open 'MSVCPRT.lib': No such file or directory\n",
       "MSVCPRT.lib is of Microsoft's C++ library, which linkshim does not bring", false},
      {"lld-link: error: could not open 'libcmtd.lib': No such file or directory\n",
       "libcmtd.lib is for debugging with Microsoft's compiler, and no part of Windows; compile without /MDd "
       "and /MTd (-D_DEBUG)",
       false},
      {"lld-link: error: could not open 'foo.lib': No such file or directory\n",
       "no folder of this link has foo.lib", false},
      {"lld-link: error: undefined symbol: void __cdecl std::_Xlength_error(char const *)\n>>> referenced by "
       "a.obj:(main)\n",
       "void __cdecl std::_Xlength_error(char const *) is of Microsoft's C++ library, which linkshim does "
       "not bring",
       false},
      {"lld-link: error: undefined symbol: ??0exception@std@@QEAA@PEBD@Z\n",
       "??0exception@std@@QEAA@PEBD@Z is of Microsoft's C++ library, which linkshim does not bring", false},
      {"lld-link: error: undefined symbol: __std_find_trivial_1\n",
       "__std_find_trivial_1 is of Microsoft's own C runtime, and linkshim's does without it", false},
      {"lld-link: error: undefined symbol: ___chkstk_ms\n",
       "___chkstk_ms is of mingw-w64's runtime, so what refers to it was compiled for windows-gnu; compile "
       "it with "
       "x86_64-pc-windows-msvc-cc",
       true},
      {"lld-link: error: undefined symbol: my_own\n", "", false},
      {"lld-link: error: undefined symbol: __std_find_trivial_1\n", "", true},
      {"lld-link: error: could not open '/x/foo.lib': No such file or directory\n", "", false},
      {"lld-link: error: could not open 'foo.obj': No such file or directory\n", "", false},
  };
  for (const auto &c : rows) {
    std::string note = linkExeNote(target, c.messages, c.byMicrosofts), wanted = c.note;
    bool brings = wanted.ends_with("bring") || wanted.ends_with("without it") || wanted.ends_with("foo.lib");
    bool symbol = wanted.ends_with("without it") || (brings && wanted.find(".lib") == std::string::npos);
    std::string end = brings ? xwin : "",
                names = symbol ? ", which names a folder that `xwin splat` made" : "";
    EXPECT_EQ(note, wanted.empty() ? "" : "linkshim: note: " + wanted + end + names + "\n") << c.messages;
  }
}

/// A manifest that the call names becomes a resource: rust-lld would start mt.exe for it.
TEST(LinkExe, Manifests) {
  test::FakeFileSystem files = machine();
  files.file("/w/plain", "\xef\xbb\xbf<?xml version='1.0'?>\n<assembly>\n<a/></assembly>\n")
      .file("/w/admin", "<assembly><requestedExecutionLevel uiAccess=\"false\" level = "
                        "\"requireAdministrator\"/></assembly>")
      .file("/w/none", "hello");
  const std::string access =
      "<trustInfo xmlns=\"urn:schemas-microsoft-com:asm.v3\"><security><requestedPrivileges>"
      "<requestedExecutionLevel level='asInvoker' uiAccess='false'/></requestedPrivileges></security>"
      "</trustInfo>\n";
  const std::string contradicts =
      "linkshim: error: a manifest asks for another execution level than the link\n  file         admin\n"
      "  it asks for  requireAdministrator\n  the link     asInvoker, unless told otherwise\n  try: "
      "/MANIFESTUAC:NO\n";
  const struct {
    Strings words;
    std::string holds; ///< the manifest, or the message
  } rows[] = {
      {{"/MANIFEST:EMBED", "/MANIFESTINPUT:plain", "/MANIFESTUAC:NO"},
       "<?xml version='1.0'?>\n<assembly>\n<a/></assembly>\n"},
      {{"/manifestinput:plain", "/manifest:embed,id=3"},
       "<?xml version='1.0'?>\n<assembly>\n<a/>" + access + "</assembly>\n"},
      {{"/manifestinput:plain", "/manifest:embed", "/manifestuac:no", "/manifestdependency:name='x'"},
       "<?xml version='1.0'?>\n<assembly>\n<a/><dependency "
       "xmlns=\"urn:schemas-microsoft-com:asm.v1\"><dependentAssembly>"
       "<assemblyIdentity name='x'/></dependentAssembly></dependency>\n</assembly>\n"},
      {{"/manifestinput:admin", "/manifest:embed", "/manifestuac:level='requireAdministrator'"},
       "<assembly><requestedExecutionLevel uiAccess=\"false\" level = \"requireAdministrator\"/></assembly>"},
      {{"/manifestinput:admin", "/manifest:embed"}, contradicts},
      {{"/manifestinput:none", "/manifest:embed"},
       "linkshim: error: a manifest is no XML of an assembly in UTF-8\n  file  none\n  try: head -c 200 "
       "none\n"},
      {{"/manifestinput:plain", "/manifestinput:admin", "/manifest:embed"},
       "linkshim: error: the lld of the Rust toolchain does not merge manifests\n  /manifestinput  plain, "
       "admin\n"
       "  try: llvm-mt /manifest plain admin /out:merged.manifest, and name that file alone\n"},
  };
  for (const auto &c : rows) {
    Strings args = c.words;
    args.insert(args.end(), {"a.obj", "/out:a.exe"});
    Result<Plan> plan = test::plannedCall(CC, args, {{"PATH", "/rust/bin"}, {"XWIN_DIR", "/xwin"}}, files);
    if (!plan) {
      EXPECT_EQ(plan.error().text(), c.holds);
      continue;
    }
    ASSERT_EQ(plan->pieces.size(), 1U);
    EXPECT_THAT(plan->pieces[0].bytes, ::testing::HasSubstr(c.holds));
    std::string line = joined(test::withPiecesAs("PIECE", *plan));
    EXPECT_EQ(line.substr(0, line.find(" /libpath")), LLD "PIECE/manifest.res a.obj /out:a.exe");
  }
  Result<Plan> embedded = test::plannedCall(CC, {"/manifest:embed", "a.obj"},
                                            {{"PATH", "/rust/bin"}, {"XWIN_DIR", "/xwin"}}, files);
  EXPECT_THAT(embedded.value().args, ::testing::Contains("/manifest:embed")); // lld does that by itself
}

/// What a failed link must not leave behind.
TEST(LinkExe, Outputs) {
  const struct {
    const char *given;
    Strings outputs;
  } rows[] = {
      {"/out:x/a.exe a.obj", {"x/a.exe"}},
      {"/OUT:x.y/a /DLL /debug a.obj", {"x.y/a", "x.y/a.lib", "x.y/a.pdb"}},
      {"/out:a.dll /dll /implib:i.lib /debug:full /pdb:p.pdb /manifest /map /lldmap:m a.obj",
       {"a.dll", "i.lib", "p.pdb", "a.dll.manifest", "a.map", "m"}},
      {"a.obj", {}},
  };
  for (const auto &c : rows)
    EXPECT_EQ(outputsOfLinkExe(Arguments(words(c.given), OptionSet::msvc)), c.outputs) << c.given;
}

} // namespace
} // namespace linkshim
