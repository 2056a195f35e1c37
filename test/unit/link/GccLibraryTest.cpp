#include "shim/link/GccLibrary.h"
#include "shim/link/notes/FailureNotes.h"
#include "shim/link/notes/Hint.h"
#include "shim/sysroot/Cache.h"
#include "test/unit/PlannedCall.h"
#include "test/unit/Results.h"
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using test::Strings;
using test::words;

/// A target of each family, and what is in its pack.
struct Family {
  const char *target;
  const char *pack; ///< -l names of its archives, space separated
};

#define MUSL "gcc clang_rt.builtins atomic c m pthread rt dl util resolv crypt xnet unwind gcc_eh c++ c++abi"
#define MINGW                                                                                                \
  "gcc clang_rt.builtins atomic m pthread ssp ssp_nonshared msvcrt ucrt mingw32 mingwex moldname kernel32 "  \
  "user32 advapi32 "                                                                                         \
  "shell32 unwind "                                                                                          \
  "c++"

const Family families[] = {
    {"x86_64-unknown-linux-gnu", "gcc clang_rt.builtins atomic c++ c++abi"},
    {"aarch64-unknown-linux-gnu", ""},
    {"aarch64-unknown-linux-musl", MUSL},
    {"mips64-unknown-linux-muslabi64", "gcc atomic c m pthread rt dl util resolv crypt xnet unwind gcc_eh"},
    {"x86_64-unknown-linux-musl", ""},
    {"x86_64-pc-windows-gnu", MINGW},
    {"aarch64-pc-windows-gnullvm", MINGW},
    {"aarch64-apple-darwin", "clang_rt.builtins gcc"},
    {"x86_64-apple-ios", ""},
    {"x86_64-unknown-freebsd", "gcc clang_rt.builtins atomic"},
    {"aarch64-unknown-netbsd", ""},
    {"x86_64-unknown-openbsd", "gcc atomic"},
    {"wasm32-wasip1", "gcc clang_rt.builtins c m pthread rt dl util crypt resolv xnet"},
    {"wasm32-unknown-unknown", ""},
    {"x86_64-unknown-none", "gcc clang_rt.builtins"},
    {"thumbv7em-none-eabihf", ""},
    {"avr-none", ""},
};

const char *const modes[] = {"",
                             "-static",
                             "-static-pie",
                             "-shared",
                             "-shared -static",
                             "-shared -static-libgcc",
                             "-static-libgcc",
                             "-r",
                             "-nostdlib",
                             "-nodefaultlibs",
                             "-nostdlib -static",
                             "-nodefaultlibs -static-pie",
                             "-nostdlib -shared",
                             "-nodefaultlibs -shared -static-libgcc"};

const char *const names[] = {
    "gcc",      "gcc_s",   "gcc_eh", "atomic", "stdc++", "supc++", "ssp",      "ssp_nonshared", "gomp",
    "quadmath", "gcov",    "asan",   "ubsan",  "tsan",   "itm",    "gfortran", "objc",          "c",
    "m",        "pthread", "dl",     "rt",     "util",   "resolv", "crypt",    "xnet"};

test::FakeFileSystem machine(const Family &family) {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld").program("/rust/bin/gcc-ld/wasm-ld").workIn("/w");
  std::string lib = "/share/sysroots/" + std::string(family.target) + "/lib/";
  for (const char *file : {"crt1.o", "Scrt1.o", "rcrt1.o", "crti.o", "crtn.o", "crtbegin.o", "crtbeginS.o",
                           "crtbeginT.o", "crtend.o", "crtendS.o", "crt2.o", "dllcrt2.o", "crt1-command.o"})
    if (*family.pack != '\0') files.file(lib + file);
  for (const std::string &name : words(family.pack))
    files.file(lib + "lib" + name + ".a");
  return files;
}

/// The family that a tool's name begins with; null where none has it.
const Family *familyOf(std::string_view tool) {
  const auto *family = std::find_if(std::begin(families), std::end(families),
                                    [&](const Family &each) { return tool.starts_with(each.target); });
  return family == std::end(families) ? nullptr : family;
}

/// The folders that the line searches, and how.
struct Search {
  Strings folders;
  bool archives = false;

  bool finds(const std::string &name, const FileReader &files) const {
    Strings endings{".a"};
    if (!archives) endings.insert(endings.end(), {".so", ".dll.a", ".tbd"});
    for (const std::string &folder : folders)
      for (const std::string &ending : endings)
        if (files.status(folder + "/lib" + name + ending).isFile()) return true;
    return false;
  }
};

bool has(const Plan &plan, std::string_view word) {
  return std::find(plan.args.begin(), plan.args.end(), word) != plan.args.end();
}

/// The -l names of a line that no folder has.
Strings unfound(const Plan &plan, const FileReader &files) {
  Search search;
  for (size_t i = 0; i + 1 < plan.args.size(); ++i) {
    if (plan.args[i] == "-L") search.folders.push_back(plan.args[i + 1]);
    if (plan.args[i] == "-syslibroot") search.folders.push_back(plan.args[i + 1] + "/usr/lib");
  }
  for (const std::string &word : plan.args)
    if (word.starts_with("-L") && word.size() > 2) search.folders.push_back(word.substr(2));
  Strings missing;
  bool apple = has(plan, "-syslibroot"); // lld takes stubs there with -static too
  for (const std::string &word : plan.args) {
    if (!apple && (word == "-static" || word == "-Bstatic" || word == "-r")) search.archives = true;
    if (word == "-Bdynamic") search.archives = false;
    if (word.starts_with("-l") && !search.finds(word.substr(2), files)) missing.push_back(word.substr(2));
  }
  return missing;
}

/// Plans one link, and looks for its libraries in `made`, where the pieces are.
void checkLink(const Family &family, const char *mode, const char *name, const test::FakeFileSystem &files,
               test::FakeFileSystem &made) {
  std::string tool = fmt::format("{}-cc", family.target);
  SCOPED_TRACE(fmt::format("{} {} a.o -l{}", tool, mode, name));
  Strings args = words(mode);
  args.insert(args.end(), {"a.o", fmt::format("-l{}", name)});
  std::optional<std::string> pack;
  if (*family.pack == '\0') pack = "";
  Plan plan;
  Failure failure;
  if (!test::into(test::plannedCall(tool, args, {{"PATH", "/rust/bin"}}, files, pack), plan, failure)) {
    EXPECT_FALSE(failure.action.empty()) << failure.text();
    return;
  }
  for (const PieceFolder &piece : plan.pieces)
    if (!made.status(piece.path).isDirectory()) {
      ASSERT_TRUE(materialise(piece, made));
    }
  for (const std::string &missing : unfound(plan, made))
    EXPECT_NE(libraryAdvice(*findTarget(family.target), missing), "")
        << missing << ": " << test::joined(plan.args);
  EXPECT_FALSE(has(plan, "-lgcc_s") && (has(plan, "-lunwind") || has(plan, "-lgcc_eh")))
      << test::joined(plan.args);
}

/// In every mode of every family each library of GCC's has its equal, is nothing, or is explained.
TEST(GccLibrary, EveryNameInEveryMode) {
  for (const Family &family : families) {
    test::FakeFileSystem files = machine(family), made = machine(family);
    for (const char *mode : modes)
      for (const char *name : names)
        checkLink(family, mode, name, files, made);
  }
}

TEST(GccLibrary, Becomes) {
  const struct {
    const char *tool, *given;
    const char *expected; ///< the -l words of the line
  } rows[] = {
      {"aarch64-unknown-linux-musl-cc", "-static -nodefaultlibs a.o -lgcc_s -lgcc", "-lunwind -lgcc"},
      {"aarch64-unknown-linux-musl-cc", "-static-pie -nodefaultlibs a.o -lgcc_eh", "-lunwind"},
      {"aarch64-unknown-linux-musl-cc", "-shared -nodefaultlibs a.o -lgcc_s -lgcc_eh", "-lgcc_s -lgcc_s"},
      {"aarch64-unknown-linux-musl-cc", "-shared -static-libgcc -nodefaultlibs a.o -lgcc_s -lc",
       "-lunwind -lc"},
      {"aarch64-unknown-linux-musl-cc", "-shared -static-libgcc a.o", "-lgcc -lunwind -lc -lgcc"},
      {"aarch64-unknown-linux-musl-cc", "-shared -static a.o", "-lgcc -lunwind -lc -lgcc"},
      {"aarch64-unknown-linux-musl-cc", "-r a.o -lgcc_s -lm", "-lm"},
      {"aarch64-unknown-linux-musl-ld", "-static a.o -lgcc_s -lc", "-lunwind -lc"},
      {"x86_64-unknown-linux-gnu-cc", "-nodefaultlibs a.o -lgcc_eh -lgcc", "-lgcc_s -lgcc"},
      {"x86_64-unknown-linux-gnu-cc", "-nodefaultlibs -static-libgcc a.o -lgcc_s", "-lgcc_s"},
      {"x86_64-unknown-linux-gnu-cc", "-nodefaultlibs -Wl,-Bstatic a.o -lgcc_eh -Wl,-Bdynamic", "-lgcc_s"},
      {"x86_64-unknown-linux-gnu-cc", "-nodefaultlibs -r a.o -lgcc_s -lm -lgcc", "-lgcc"},
      {"x86_64-unknown-linux-gnu-ld", "-shared a.o -lgcc_eh -lssp", "-lgcc_s"},
      {"x86_64-pc-windows-gnu-cc", "-nodefaultlibs a.o -lgcc_s -lgcc_eh -lgcc", "-lunwind -lunwind -lgcc"},
      {"x86_64-unknown-freebsd-cc", "-nodefaultlibs a.o -lgcc_eh -lgcc", "-lgcc_s -lgcc"},
      {"x86_64-unknown-freebsd-cc", "a.o", "-lgcc -lgcc_s -lc -lgcc"},
      {"wasm32-wasip1-cc", "a.o -lgcc_s -latomic -lm", "-lm -lc -lclang_rt.builtins"},
      {"x86_64-unknown-none-cc", "a.o", "-lgcc"},
      {"x86_64-unknown-none-cc", "-nostdlib a.o -lgcc -latomic", "-lgcc"},
  };
  for (const auto &row : rows) {
    const Family *family = familyOf(row.tool);
    ASSERT_NE(family, nullptr) << row.tool;
    Plan plan;
    Failure failure;
    ASSERT_TRUE(
        test::into(test::plannedCall(row.tool, words(row.given), {{"PATH", "/rust/bin"}}, machine(*family)),
                   plan, failure))
        << row.given << failure.text();
    Strings libraries;
    for (const std::string &word : plan.args)
      if (word.starts_with("-l")) libraries.push_back(word);
    EXPECT_EQ(test::joined(libraries), row.expected) << row.tool << " " << row.given << "\n"
                                                     << test::joined(plan.args);
  }
}

TEST(GccLibrary, ALinkOfRustcGetsTheBuiltins) {
  const struct {
    const char *tool, *given;
    bool builtins;
  } rows[] = {
      {"x86_64-unknown-linux-gnu-cc", "-nodefaultlibs a.rcgu.o", true},
      {"x86_64-unknown-linux-gnu-cc", "-nodefaultlibs -shared a.o libb.rlib", true},
      {"x86_64-unknown-linux-gnu-cc", "-nodefaultlibs -r a.rcgu.o", false},
      {"x86_64-unknown-linux-gnu-cc", "-nodefaultlibs a.o", false}, // GCC's rule for everybody else
      {"x86_64-unknown-linux-gnu-cc", "a.rcgu.o", false},           // -lgcc is a default library
      {"x86_64-unknown-linux-gnu-ld", "a.rcgu.o -lc", true},
      {"x86_64-unknown-linux-gnu-ld", "a.o -lc", false},
      {"aarch64-unknown-linux-musl-cc", "-static -nodefaultlibs a.rcgu.o", true},
      {"x86_64-pc-windows-gnu-cc", "-nodefaultlibs a.rcgu.o", true},
      {"x86_64-pc-windows-gnu-ld", "a.rcgu.o", true},
      {"aarch64-pc-windows-gnullvm-cc", "-nodefaultlibs a.rcgu.o", true},
      {"x86_64-unknown-freebsd-cc", "-nodefaultlibs a.rcgu.o", true},
      {"x86_64-unknown-none-cc", "-nodefaultlibs a.rcgu.o", true},
      {"x86_64-unknown-none-ld", "a.rcgu.o", true},
      {"x86_64-unknown-none-ld", "-r a.rcgu.o", false},
      {"avr-none-cc", "-nodefaultlibs a.rcgu.o", false}, // there is no pack
  };
  for (const auto &row : rows) {
    const Family *family = familyOf(row.tool);
    ASSERT_NE(family, nullptr) << row.tool;
    Plan plan;
    Failure failure;
    ASSERT_TRUE(
        test::into(test::plannedCall(row.tool, words(row.given), {{"PATH", "/rust/bin"}}, machine(*family)),
                   plan, failure))
        << row.given << failure.text();
    bool there = std::ranges::any_of(
        plan.args, [](std::string_view word) { return word.ends_with("/libclang_rt.builtins.a"); });
    EXPECT_EQ(there, row.builtins) << row.tool << " " << row.given << "\n" << test::joined(plan.args);
  }
}

TEST(GccLibrary, AnotherAllocator) {
  const struct {
    const char *tool, *given, *variable;
    bool first;                   ///< its object is before all other inputs
    const char *failure, *notice; ///< parts of these; empty: there is none
  } rows[] = {
      {"aarch64-unknown-linux-musl-cc", "-static a.o", "mimalloc", true, "", ""},
      {"aarch64-unknown-linux-musl-cc", "-static-pie -nodefaultlibs a.o -lc", "mimalloc", true, "", ""},
      {"aarch64-unknown-linux-musl-cc", "-static a.o -lmimalloc", "", true, "", ""},
      {"aarch64-unknown-linux-musl-ld", "-static a.o -lmimalloc -lc", "", true, "", ""},
      {"aarch64-unknown-linux-musl-cc", "-static a.o", "", false, "", ""},
      {"aarch64-unknown-linux-musl-cc", "-r a.o", "mimalloc", false, "", ""},
      {"aarch64-unknown-linux-musl-cc", "-static a.o", "fast", false, "no allocator fast", ""},
      {"aarch64-unknown-linux-musl-cc", "a.o", "mimalloc", false, "", "a dynamic program"},
      {"aarch64-unknown-linux-musl-cc", "-shared a.o", "mimalloc", false, "", "a library"},
      {"aarch64-unknown-linux-musl-cc", "a.o -lmimalloc", "", false, "static programs", ""},
      {"x86_64-unknown-linux-gnu-cc", "a.o", "mimalloc", false, "", "glibc's allocator"},
      {"x86_64-unknown-linux-gnu-cc", "a.o -lmimalloc", "", false, "static programs", ""},
      {"mips64-unknown-linux-muslabi64-cc", "-static a.o", "mimalloc", false, "not installed", ""},
  };
  for (const auto &row : rows) {
    const Family *family = familyOf(row.tool);
    ASSERT_NE(family, nullptr) << row.tool;
    test::FakeFileSystem files = machine(*family);
    if (std::string_view(row.tool).starts_with("aarch64"))
      files.file("/share/sysroots/" + std::string(family->target) + "/lib/mimalloc.o");
    Plan plan;
    Failure failure;
    bool made =
        test::into(test::plannedCall(row.tool, words(row.given),
                                     {{"PATH", "/rust/bin"}, {"LINKSHIM_MALLOC", row.variable}}, files),
                   plan, failure);
    EXPECT_EQ(made, *row.failure == 0) << row.given << failure.text();
    EXPECT_NE(failure.text().find(row.failure), std::string::npos) << failure.text();
    EXPECT_NE(plan.notice.find(row.notice), std::string::npos) << plan.notice;
    EXPECT_EQ(plan.notice.empty(), *row.notice == 0) << plan.notice;
    std::string line = test::joined(plan.args);
    size_t object = line.find("/mimalloc.o"), input = line.find(" a.o");
    EXPECT_EQ(object < input, row.first) << line;
    EXPECT_EQ(object == std::string::npos, !row.first) << line;
  }
}

TEST(GccLibrary, AStaticLibraryOfGlibcIsTheUsers) {
  for (const char *given :
       {"-shared -static a.o", "-nostdlib -static a.o -lc", "-nostdlib -static-pie a.o -lm"}) {
    Plan plan;
    Failure failure;
    EXPECT_FALSE(test::into(test::plannedCall("x86_64-unknown-linux-gnu-cc", words(given),
                                              {{"PATH", "/rust/bin"}}, machine(families[0])),
                            plan, failure));
    EXPECT_EQ(failure.what,
              "a static link needs the C library itself, and linkshim brings stubs of glibc only")
        << given;
  }
}

TEST(GccLibrary, Builtins) {
  for (const char *symbol : {"__divdc3",
                             "__udivti3",
                             "__muloti4",
                             "__divmodti4",
                             "__udivmoddi4",
                             "__floattidf",
                             "__floatuntisf",
                             "__fixunsdfti",
                             "__fixtfsi",
                             "__extendhfsf2",
                             "__truncdfbf2",
                             "__powidf2",
                             "__popcountdi2",
                             "__bswapsi2",
                             "__negvdi2",
                             "__eqtf2",
                             "__unorddf2",
                             "__aeabi_ldivmod",
                             "__aarch64_ldadd4_acq",
                             "__clear_cache",
                             "__cpu_model",
                             "__gcc_qadd",
                             "__emutls_get_address",
                             "__floatdidf"})
    EXPECT_TRUE(isBuiltin(symbol)) << symbol;
  for (const char *symbol : {"main", "__divide", "__add", "__fixed", "__cxa_atexit", "__libc_start_main",
                             "__float128", "__muslc", "__fixsf", "_ZN3addEv", "__subdir", "__memcpy_chk"})
    EXPECT_FALSE(isBuiltin(symbol)) << symbol;
}

TEST(GccLibrary, Advice) {
  const Target &bare = *findTarget("thumbv7em-none-eabihf"), &avr = *findTarget("avr-none");
  EXPECT_EQ(
      builtinAdvice(bare, "__aeabi_ldivmod"),
      "__aeabi_ldivmod is a function of the compiler's runtime, libgcc.a of the target's pack, which cc "
      "links by itself; add -lgcc to a call of ld or behind -nodefaultlibs, and see whether the pack is "
      "there: linkshim doctor thumbv7em-none-eabihf");
  EXPECT_EQ(builtinAdvice(avr, "__divsf3"), "__divsf3 is a function of the compiler's runtime (libgcc or "
                                            "compiler-rt): give the folder of the target's own by "
                                            "-L, and -lgcc");
  EXPECT_EQ(libraryAdvice(bare, "c"),
            "libc: thumbv7em-none-eabihf has no C library of its own; give the folder of one by -L");
  EXPECT_EQ(libraryAdvice(bare, "z"), "");
}

/// The notes that people see, with the names of a link that failed.
TEST(GccLibrary, Notes) {
  auto hint = [](std::vector<std::string> args, std::string linked) {
    return linkHint(args, Environment({{"LINKSHIM_LINKS_FOR", std::move(linked)}}));
  };
  const std::string add =
      "is a function of the compiler's runtime, libgcc.a of the target's pack, which cc links by itself; add "
      "-lgcc to a call of ld or behind -nodefaultlibs, and see whether the pack is there: linkshim doctor ";
  EXPECT_EQ(hint({"undefined-symbol", "__udivti3"}, "x86_64-unknown-none - cc"),
            "linkshim: note: __udivti3 " + add + "x86_64-unknown-none\n");
  EXPECT_EQ(hint({"undefined-symbol", "__udivti3"}, "x86_64-unknown-none - cc gcc"), "");
  EXPECT_EQ(hint({"undefined-symbol", "memcpy"}, "x86_64-unknown-none - cc"), "");
  EXPECT_EQ(hint({"missing-lib", "c"}, "x86_64-unknown-none - cc c"),
            "linkshim: note: libc: x86_64-unknown-none has no C library of its own; give the folder of one "
            "by -L\n");
  EXPECT_EQ(hint({"missing-lib", "quadmath"}, "x86_64-unknown-linux-gnu 2.17 cc quadmath").substr(0, 28),
            "linkshim: note: libquadmath:");
  EXPECT_EQ(appleNote(*findTarget("aarch64-apple-darwin"), "ld64.lld: error: undefined symbol: ___divdc3\n"),
            "linkshim: note: ___divdc3 " + add + "aarch64-apple-darwin\n");
  EXPECT_EQ(
      wasmNote(*findTarget("wasm32-unknown-unknown"), "wasm-ld: error: a.o: undefined symbol: __multi3\n"),
      "linkshim: note: __multi3 " + add + "wasm32-unknown-unknown\n");
}

} // namespace
} // namespace linkshim
