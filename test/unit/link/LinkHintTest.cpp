#include "shim/link/notes/FailureNotes.h"
#include "shim/link/notes/Hint.h"
#include "test/unit/PlannedCall.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using test::Strings;

const Target &x86 = *findTarget("x86_64-unknown-linux-gnu");

/// What every link by cc names.
const Strings usual{"gcc_s", "c"};

/// The typical mistakes of a link for a glibc floor. A note is true, one sentence, with a command or an
/// option; for what nobody can know there is none.
TEST(LinkHint, Symbols) {
  struct {
    const char *symbol;
    Version floor;
    Strings libraries;
    std::string hint;
  } cases[] = {
      {"statx",
       {2, 17},
       usual,
       "statx came with glibc 2.28 (libc.so.6), and this link is for 2.17; a floor of 2.28 would do: "
       "x86_64-unknown-linux-gnu.2.28"},
      {"__malloc_hook",
       {2, 34},
       usual,
       "glibc 2.34 has __malloc_hook for programs that were linked long ago, not for new ones"},
      {"xdr_void",
       {2, 32},
       usual,
       "glibc 2.32 has xdr_void for programs that were linked long ago, not for new ones"},
      {"cos", {2, 17}, usual, "cos is in glibc's libm.so.6; add -lm"},
      {"dladdr", {2, 17}, usual, "dladdr is in glibc's libdl.so.2; add -ldl"},
      {"pthread_create", {2, 17}, usual, "pthread_create is in glibc's libpthread.so.0; add -lpthread"},
      {"shm_open", {2, 17}, usual, "shm_open is in glibc's librt.so.1; add -lrt"},
      // Since 2.34 they are in libc itself.
      {"pthread_create",
       {2, 34},
       {},
       "pthread_create is in glibc's libc.so.6, and this link names no C library; add -lc"},
      // A link that names no C library: -nostdlib, -nodefaultlibs, or ld.
      {"printf", {2, 17}, {}, "printf is in glibc's libc.so.6, and this link names no C library; add -lc"},
      {"printf", {2, 17}, {"m"}, "printf is in glibc's libc.so.6, and this link names no C library; add -lc"},
      {"__tls_get_addr",
       {2, 17},
       {},
       "__tls_get_addr is in glibc's ld-linux-x86-64.so.2, and this link names no C library; add -lc"},
      // It is on the line, so that something else is wrong.
      {"printf", {2, 17}, usual, ""},
      {"cos", {2, 17}, {"m", "c"}, ""},
      {"cos", {2, 17}, {"+m", "c"}, ""},
      // C++ by cc.
      {"_Znwm",
       {2, 17},
       usual,
       "_Znwm is in the C++ library; link with x86_64-unknown-linux-gnu-c++, or add -lc++"},
      {"__gxx_personality_v0",
       {2, 17},
       usual,
       "__gxx_personality_v0 is in the C++ library; link with x86_64-unknown-linux-gnu-c++, or add -lc++"},
      {"_ZNSt3__14coutE",
       {2, 17},
       usual,
       "_ZNSt3__14coutE is in the C++ library; link with x86_64-unknown-linux-gnu-c++, or add -lc++"},
      {"_Znwm", {2, 17}, {"stdc++", "c"}, ""},
      {"_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE9_M_createERmm",
       {2, 17},
       usual,
       ""}, // libstdc++'s
      {"__cxa_finalize", {2, 17}, usual, ""},
      {"__cxa_atexit",
       {2, 17},
       {},
       "__cxa_atexit is in glibc's libc.so.6, and this link names no C library; add -lc"},
      // The program's own, of the compiler's runtime, of another library.
      {"main", {2, 17}, usual, ""},
      {"_ZN4core9panicking5panic17h0123456789abcdefE", {2, 17}, usual, ""},
      {"_ZN6Widget4drawEv", {2, 17}, usual, ""},
      {"__udivti3", {2, 17}, usual, ""},
      {"SSL_new", {2, 17}, usual, ""},
      {"deflate", {2, 17}, usual, ""},
  };
  for (const auto &c : cases)
    EXPECT_EQ(symbolHint({&x86, c.floor, true, c.libraries}, c.symbol),
              c.hint.empty() ? "" : "linkshim: note: " + c.hint + "\n")
        << c.symbol;
}

TEST(LinkHint, Libraries) {
  const std::string shared = "stands behind -Bstatic, where only ",
                    alone = ".a will do, and linkshim brings glibc's "
                            "shared libraries alone; put ";
  struct {
    const char *library;
    Strings libraries;
    bool byDriver;
    std::string hint;
  } cases[] = {
      {"mvec",
       {"mvec"},
       true,
       "glibc has libmvec from 2.22 on; a floor of 2.22 would do: x86_64-unknown-linux-gnu.2.22"},
      {"ssl",
       {"ssl", "c"},
       true,
       "libssl is no part of glibc 2.17; give the folder of the target's own with -L, or fetch the package "
       "that has "
       "it: linkshim sysroot add x86_64-unknown-linux-gnu PACKAGE"},
      {"c", {"+gcc_s", "+c"}, true, "-lc " + shared + "libc" + alone + "-Wl,-Bdynamic before it"},
      {"gcc_s", {"+gcc_s", "+c"}, true, "-lgcc_s " + shared + "libgcc_s" + alone + "-Wl,-Bdynamic before it"},
      {"m", {"+m", "c"}, false, "-lm " + shared + "libm" + alone + "-Bdynamic before it"},
      {"z",
       {"+z", "c"},
       true,
       "-lz " + shared + "libz.a will do, and -L names no folder with one; put -Wl,-Bdynamic before it"},
      {"c", {"c"}, true, ""},
      {"kernel32.lib", {"kernel32.lib", "c"}, true, ""},
  };
  for (const auto &c : cases)
    EXPECT_EQ(libraryHint({&x86, Version{2, 17}, c.byDriver, c.libraries}, c.library),
              c.hint.empty() ? "" : "linkshim: note: " + c.hint + "\n")
        << c.library;
}

/// Links for other systems, which have no floor.
TEST(LinkHint, OtherSystems) {
  const Target &freebsd = *findTarget("x86_64-unknown-freebsd"),
               &netbsd = *findTarget("x86_64-unknown-netbsd"),
               &musl = *findTarget("x86_64-unknown-linux-musl"),
               &withoutCxx = *findTarget("mips64el-unknown-linux-gnuabi64");
  auto note = [](const std::string &text) { return "linkshim: note: " + text + "\n"; };
  EXPECT_EQ(symbolHint({&freebsd, {}, true, usual}, "sin"), note("sin is in the system's libm; add -lm"));
  EXPECT_EQ(symbolHint({&freebsd, {}, true, usual}, "pthread_create"),
            note("pthread_create is in the system's libpthread; add -lpthread"));
  EXPECT_EQ(symbolHint({&netbsd, {}, true, {}}, "printf"), note("printf is in the system's libc; add -lc"));
  EXPECT_EQ(symbolHint({&freebsd, {}, true, {"m", "c"}}, "sin"), "");
  EXPECT_EQ(symbolHint({&freebsd, {}, true, usual}, "SSL_new"), "");
  EXPECT_EQ(symbolHint({&freebsd, {}, true, usual}, "_Znwm"), ""); // there is no C++ library for it
  EXPECT_EQ(symbolHint({&withoutCxx, Version{2, 17}, true, usual}, "_Znwm"), "");
  EXPECT_EQ(symbolHint({&musl, {}, true, usual}, "_Znwm"),
            note("_Znwm is in the C++ library; link with x86_64-unknown-linux-musl-c++, or add -lc++"));
  EXPECT_EQ(symbolHint({&musl, {}, true, {}}, "printf"), "");
  EXPECT_EQ(libraryHint({&musl, {}, true, usual}, "ssl"),
            note("linkshim brings no libssl for x86_64-unknown-linux-musl; give the folder of the target's "
                 "own with -L"));
  EXPECT_EQ(
      libraryHint({&freebsd, {}, true, {"+gcc_s", "+c"}}, "c"),
      note("-lc stands behind -Bstatic, where only libc.a will do, and -L names no folder with one; put "
           "-Wl,-Bdynamic before it"));
  EXPECT_NE(linkHint({"undefined-symbol", "sin"},
                     Environment({{"LINKSHIM_LINKS_FOR", "x86_64-unknown-freebsd - cc c"}})),
            "");
}

/// Hints that end in the same remedy are printed once for all.
TEST(LinkHint, Remedies) {
  LinkedFor link{&x86, Version{2, 17}, true, usual};
  auto same = [&](const char *a, const char *b) {
    std::string first = symbolHint(link, a), second = symbolHint(link, b);
    return remedyOf(first) == remedyOf(second);
  };
  EXPECT_TRUE(same("cos", "sin"));
  EXPECT_TRUE(same("_Znwm", "__cxa_throw"));
  EXPECT_FALSE(same("cos", "dlopen"));
  EXPECT_FALSE(same("statx", "memfd_create"));
}

TEST(LinkHint, OnlyWhenALinkAsked) {
  Environment asked({{"LINKSHIM_LINKS_FOR", "x86_64-unknown-linux-gnu 2.17 cc m +z"}});
  EXPECT_TRUE(isHintCall({"undefined-symbol", "statx"}, asked));
  EXPECT_TRUE(isHintCall({"missing-lib", "z"}, asked));
  EXPECT_FALSE(isHintCall({"undefined-symbol", "statx"}, {}));
  EXPECT_FALSE(isHintCall({"undefined-symbol"}, asked));
  EXPECT_FALSE(isHintCall({"-o", "statx"}, asked));
  EXPECT_NE(linkHint({"missing-lib", "z"}, asked).find("-lz stands behind -Bstatic"), std::string::npos);
  EXPECT_EQ(linkHint({"undefined-symbol", "cos"}, asked), "");
  EXPECT_EQ(linkHint({"missing-lib", "z"}, Environment({{"LINKSHIM_LINKS_FOR", "nonsense"}})), "");
}

/// What a link tells of its libraries.
TEST(LinkHint, TheLinkTellsItsLibraries) {
  struct {
    const char *tool, *given;
    std::string told;
  } links[] = {
      {"x86_64-unknown-linux-gnu-cc", "a.o", " cc gcc_s c"},
      {"x86_64-unknown-linux-gnu-cc", "a.o -lfoo -nodefaultlibs", " cc foo"},
      {"x86_64-unknown-linux-gnu-cc", "a.o -nostdlib", " cc"},
      {"x86_64-unknown-linux-gnu-cc", "a.o -Wl,-Bstatic -lz -Wl,-Bdynamic -lssl", " cc +z ssl gcc_s c"},
      {"x86_64-unknown-linux-gnu-cc", "a.o -Wl,-Bstatic -lz", " cc +z +gcc_s +c"},
      {"x86_64-unknown-linux-gnu-cc", "a.o -Xlinker -Bstatic -l z", " cc +z +gcc_s +c"},
      {"x86_64-unknown-linux-gnu-cc", "a.o -Wl,--push-state,-Bstatic -lz -Wl,--pop-state", " cc +z gcc_s c"},
      {"x86_64-unknown-linux-gnu-ld", "a.o -lm", " ld m"},
      {"x86_64-unknown-linux-gnu-ld", "-Bstatic a.o -lm -lc", " ld +m +c"},
  };
  test::FakeFileSystem files;
  files.program("/bin/ld.lld").file("a.o");
  for (const auto &link : links) {
    Result<Plan> plan = test::plannedCall(link.tool, test::words(link.given), {{"PATH", "/bin"}}, files);
    ASSERT_TRUE(plan.has_value()) << plan.error().text();
    std::string told;
    for (const EnvironmentChange &change : plan->environment)
      if (change.name == hintVariable) told = change.value.value_or("");
    EXPECT_EQ(told, "x86_64-unknown-linux-gnu 2.17" + link.told) << link.given;
  }
}

/// The notes that are made of lld's messages. Nothing is said of what no SDK can have.
TEST(FailureNotes, Apple) {
  const Target &mac = *findTarget("aarch64-apple-darwin");
  const std::string sdk = "if an SDK has it: export SDKROOT=/path/to/MacOSX.sdk";
  struct {
    const char *messages;
    std::string note;
  } cases[] = {
      {"undefined symbol: _main", ""},
      {"undefined symbol: Widget::draw()", ""},
      {"undefined symbol: __ZN6Widget4drawEv", ""},
      {"undefined symbol: core::panicking::panic::h0123456789abcdef", ""},
      {"unknown argument '-V'", ""},
      {"undefined symbol: _SecItemAdd",
       "the system has _SecItemAdd in a library that is not on the line; add -framework Security"},
      {"undefined symbol: _OBJC_CLASS_$_NSWindow",
       "the system has _OBJC_CLASS_$_NSWindow in a library that is not on the line; add -framework AppKit"},
      {"undefined symbol: _deflate", "the system has _deflate in a library that is not on the line; add -lz"},
      {"undefined symbol: _printf",
       "the system has _printf in a library that is not on the line; add -lSystem"},
      {"undefined symbol: operator new(unsigned long)",
       "operator new(unsigned long) is in the C++ library; link with aarch64-apple-darwin-c++, or add -lc++"},
      {"undefined symbol: __Znwm",
       "__Znwm is in the C++ library; link with aarch64-apple-darwin-c++, or add -lc++"},
      {"undefined symbol: __ZNSt3__14coutE",
       "__ZNSt3__14coutE is in the C++ library; link with aarch64-apple-darwin-c++, or add -lc++"},
      {"undefined symbol: std::__1::cout",
       "std::__1::cout is in the C++ library; link with aarch64-apple-darwin-c++, or add -lc++"},
      {"undefined symbol: ___gxx_personality_v0",
       "___gxx_personality_v0 is in the C++ library; link with aarch64-apple-darwin-c++, or add -lc++"},
      {"undefined symbol: _frobnicate",
       "linkshim's own lists of what the system exports lack _frobnicate; " + sdk},
      {"undefined symbol: _OBJC_CLASS_$_NSFrobnicator",
       "linkshim's own lists of what the system exports lack _OBJC_CLASS_$_NSFrobnicator; " + sdk},
      {"library not found for -lkernel32.lib", ""},
      {"library not found for -lssl",
       "linkshim's own lists of the system's libraries have no libssl; give its folder with -L, or, " + sdk},
  };
  for (const auto &c : cases)
    EXPECT_EQ(appleNote(mac, std::string("ld64.lld: error: ") + c.messages + "\n"),
              c.note.empty() ? "" : "linkshim: note: " + c.note + "\n")
        << c.messages;
}

TEST(FailureNotes, NewerGlibc) {
  const std::vector<NewerLibrary> libraries{{"/usr/lib/x86_64-linux-gnu/libssl.so", {2, 33}},
                                            {"/usr/lib/x86_64-linux-gnu/libcrypto.so", {2, 34}},
                                            {"/usr/lib/x86_64-linux-gnu/libother.so", {2, 36}}};
  EXPECT_EQ(
      newerGlibcNote(x86, {2, 17}, libraries,
                     "ld.lld: error: undefined reference: pthread_once@GLIBC_2.34\n>>> referenced by "
                     "/usr/lib/x86_64-linux-gnu/libcrypto.so (disallowed by --no-allow-shlib-undefined)\n"),
      "linkshim: note: /usr/lib/x86_64-linux-gnu/libcrypto.so needs glibc 2.34, and this link is for 2.17; a "
      "floor "
      "of 2.34 would do: x86_64-unknown-linux-gnu.2.34, or a library of an older system: linkshim sysroot "
      "add "
      "--sources FILE x86_64-unknown-linux-gnu PACKAGE\n");
  EXPECT_EQ(newerGlibcNote(x86, {2, 17}, libraries, "ld.lld: error: undefined symbol: main\n"), "");
}

TEST(FailureNotes, MissingImportLibrary) {
  const Target &windows = *findTarget("x86_64-pc-windows-gnu");
  EXPECT_EQ(missingImportLibraryNote(windows, "ssl", "lld: error: undefined symbol: WinMain\n"), "");
  EXPECT_NE(missingImportLibraryNote(windows, "ssl", "lld: error: unable to find library -lssl\n"), "");
  EXPECT_EQ(missingImportLibraryNote(windows, "kernel32.lib",
                                     "lld: error: unable to find library -lkernel32.lib\n"),
            "linkshim: note: -l takes the name of a library without .lib; write -lkernel32\n");
}

} // namespace
} // namespace linkshim
