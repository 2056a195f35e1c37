#include "shim/compile/Compile.h"
#include "shim/link/Instrument.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using Strings = std::vector<std::string>;

struct Row {
  const char *name, *tool;
  Strings args;
  LinkMode mode;
  Strings whole;    ///< runtimes, without folder and ending
  const char *what; ///< of the failure; empty: none
};

constexpr LinkMode pie = LinkMode::pie;
const Row rows[] = {
    {"nothing", "x86_64-linux-gnu-gcc", {"-O2"}, pie, {}, ""},
    {"address", "x86_64-linux-gnu-gcc", {"-fsanitize=address"}, pie, {"asan_static", "asan"}, ""},
    {"for C++", "x86_64-linux-gnu-g++", {"-fsanitize=address"}, pie, {"asan_static", "asan", "asan_cxx"}, ""},
    {"two, of which one reports for both",
     "x86_64-linux-gnu-gcc",
     {"-fsanitize=address,undefined"},
     pie,
     {"asan_static", "asan"},
     ""},
    {"leaks are in it",
     "x86_64-linux-gnu-gcc",
     {"-fsanitize=address,leak"},
     pie,
     {"asan_static", "asan"},
     ""},
    {"undefined", "x86_64-linux-gnu-gcc", {"-fsanitize=undefined"}, pie, {"ubsan_standalone"}, ""},
    {"one check of it",
     "x86_64-linux-gnu-gcc",
     {"-fsanitize=signed-integer-overflow"},
     pie,
     {"ubsan_standalone"},
     ""},
    {"switched off",
     "x86_64-linux-gnu-gcc",
     {"-fsanitize=shift,vptr", "-fno-sanitize=undefined"},
     pie,
     {},
     ""},
    {"all switched off", "x86_64-linux-gnu-gcc", {"-fsanitize=address", "-fno-sanitize=all"}, pie, {}, ""},
    {"traps need none",
     "x86_64-linux-gnu-gcc",
     {"-fsanitize=undefined", "-fsanitize-trap=undefined"},
     pie,
     {},
     ""},
    {"traps beside another",
     "x86_64-linux-gnu-gcc",
     {"-fsanitize=address,undefined", "-fsanitize-trap=undefined"},
     pie,
     {"asan_static", "asan"},
     ""},
    {"the small one",
     "x86_64-linux-gnu-gcc",
     {"-fsanitize=undefined", "-fsanitize-minimal-runtime"},
     pie,
     {},
     "the undefined sanitizer has no runtime for x86_64-unknown-linux-gnu"},
    {"a library", "x86_64-linux-gnu-gcc", {"-fsanitize=address"}, LinkMode::shared, {"asan_static"}, ""},
    {"a runtime of another C++ library",
     "x86_64-linux-gnu-g++",
     {"-fsanitize=fuzzer"},
     pie,
     {},
     "the runtime of the fuzzer sanitizer is made for libstdc++, and libc++ is linked"},
    {"and that library",
     "x86_64-linux-gnu-g++",
     {"-fsanitize=fuzzer", "-stdlib=libstdc++"},
     pie,
     {"fuzzer"},
     ""},
    {"not there",
     "x86_64-linux-gnu-gcc",
     {"-fsanitize=thread"},
     pie,
     {},
     "the thread sanitizer has no runtime for x86_64-unknown-linux-gnu"},
    {"another libc",
     "x86_64-linux-musl-gcc",
     {"-fsanitize=address"},
     pie,
     {},
     "the address sanitizer has no runtime for x86_64-unknown-linux-musl"},
    {"another architecture",
     "aarch64-linux-gnu-gcc",
     {"--coverage"},
     pie,
     {},
     "profiled code has no runtime for aarch64-unknown-linux-gnu"},
};

TEST(CompileInstrument, Runtimes) {
  test::FakeFileSystem files;
  const std::string folder = "/usr/lib/llvm-22/lib/clang/22/lib/linux/libclang_rt.";
  files.program("/usr/lib/llvm-22/bin/clang");
  for (const char *name : {"asan", "asan_static", "asan_cxx", "ubsan_standalone", "profile"})
    files.file(folder + name + "-x86_64.a");
  files.file(folder + "fuzzer-x86_64.a", "!<arch>\n... NSt7__cxx1112basic_string");
  for (const Row &row : rows) {
    Environment environment({{"PATH", "/bin"}});
    Invocation invocation;
    Failure failure;
    ASSERT_TRUE(test::into(readInvocation(*parseToolName(row.tool), row.tool, row.args, environment, files),
                           invocation, failure));
    PlanContext context{environment, files, {"/cache", "/share"}, "/opt/linkshim"};
    Result<Runtimes> runtimes = findInstrumentation(invocation, context, row.mode);
    EXPECT_EQ(runtimes ? "" : runtimes.error().what, row.what) << row.name;
    Strings whole;
    for (const std::string &path : runtimes ? runtimes->whole : Strings())
      whole.push_back(path.substr(folder.size(), path.rfind('-') - folder.size()));
    EXPECT_EQ(whole, row.whole) << row.name;
  }
}

TEST(CompileInstrument, Profiles) {
  test::FakeFileSystem files;
  const std::string runtime = "/usr/lib/llvm-22/lib/clang/22/lib/linux/libclang_rt.profile-x86_64.a";
  files.program("/usr/lib/llvm-22/bin/clang").file(runtime);
  const struct {
    const char *arg;
    Strings words;
  } profiles[] = {{"--coverage", {runtime}},
                  {"-fprofile-arcs", {runtime}},
                  {"-fprofile-generate", {"-u", "__llvm_profile_runtime", runtime}},
                  {"-fprofile-generate=/d", {"-u", "__llvm_profile_runtime", runtime}},
                  {"-fprofile-instr-generate", {"-u", "__llvm_profile_runtime", runtime}},
                  {"-fprofile-use=x", {}}};
  for (const auto &row : profiles) {
    Environment environment({{"PATH", "/bin"}});
    Invocation invocation;
    invocation.target = findTarget("x86_64-unknown-linux-gnu");
    invocation.readArguments({row.arg});
    Result<Runtimes> runtimes = findInstrumentation(
        invocation, {environment, files, {"/cache", "/share"}, "/opt/linkshim"}, LinkMode::pie);
    ASSERT_TRUE(runtimes) << row.arg;
    EXPECT_EQ(runtimes->args, row.words) << row.arg;
  }
}

TEST(CompileInstrument, OpenMp) {
  test::FakeFileSystem files;
  files.file("/own/libomp.a");
  const struct {
    Strings args, folders, words;
    const char *said;
  } cases[] = {
      {{"-fopenmp"}, {"/x", "/own"}, {"-lomp", "-lpthread", "-ldl"}, ""},
      {{"-fopenmp", "-fno-openmp"}, {}, {}, ""},
      {{"-fopenmp=libomp"},
       {"/x"},
       {},
       "linkshim: error: OpenMP has no runtime for aarch64-unknown-linux-gnu\n"
       "  looked for  libomp.so or libomp.a\n"
       "  looked in   /x\n"
       "  try: leave out -fopenmp, or give the folder of a libomp of the target by -L\n"},
  };
  for (const auto &c : cases) {
    Invocation invocation;
    invocation.target = findTarget("aarch64-unknown-linux-gnu");
    invocation.readArguments(c.args);
    Result<Strings> words = findOpenMp(invocation, c.folders, files);
    EXPECT_EQ(words.value_or(Strings()), c.words);
    EXPECT_EQ(words ? "" : words.error().text(), c.said);
  }
}

} // namespace
} // namespace linkshim
