#include "shim/call/Invocation.h"
#include "shim/call/DefaultTarget.h"
#include "test/unit/FakeFileSystem.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

struct SpecCase {
  const char *text;
  const char *triple;
  const char *floor; ///< empty: none
};

const SpecCase specs[] = {
    {"aarch64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", ""},
    {"aarch64-unknown-linux-gnu.2.17", "aarch64-unknown-linux-gnu", "2.17"},
    {"aarch64-linux-gnu.2.28", "aarch64-unknown-linux-gnu", "2.28"},
    {"aarch64-linux-gnu.debian11", "aarch64-unknown-linux-gnu", "2.31"},
    {"x86_64-unknown-linux-gnu.ubuntu20.04", "x86_64-unknown-linux-gnu", "2.31"},
    {"x86_64-unknown-linux-gnu.rhel8", "x86_64-unknown-linux-gnu", "2.28"},
    {"x86_64-unknown-linux-gnu.amzn2023", "x86_64-unknown-linux-gnu", "2.34"},
    {"aarch64-unknown-linux-gnu.bookworm", "aarch64-unknown-linux-gnu", "2.36"},
    {"x86_64-unknown-linux-gnu.manylinux_2_28", "x86_64-unknown-linux-gnu", "2.28"},
    {"x86_64-linux-musl", "x86_64-unknown-linux-musl", ""},
    {"thumbv8m.main-none-eabi", "thumbv8m.main-none-eabi", ""},
};

TEST(TargetSpec, Reads) {
  for (const SpecCase &c : specs) {
    TargetSpec spec;
    Failure failure;
    ASSERT_TRUE(test::into(parseTargetSpec(c.text), spec, failure)) << failure.text();
    EXPECT_EQ(spec.target->triple, c.triple);
    EXPECT_EQ(spec.floor ? spec.floor->str() : "", c.floor);
  }
}

struct BadCase {
  const char *text;
  const char *message;
};

const BadCase badSpecs[] = {
    {"aarch64-unknown-linux-gun", "linkshim: error: there is no target named aarch64-unknown-linux-gun\n"
                                  "  nearest  aarch64-unknown-linux-gnu\n"
                                  "  try: linkshim targets\n"},
    {"zzz", "linkshim: error: there is no target named zzz\n"
            "  try: linkshim targets\n"},
    {"aarch64-unknown-linux-musl.2.17",
     "linkshim: error: the target aarch64-unknown-linux-musl has no glibc, so it takes no glibc version\n"
     "  it has     musl\n"
     "  asked for  2.17\n"
     "  try: use aarch64-unknown-linux-musl without a version\n"},
    {"aarch64-unknown-linux-gnu.2",
     "linkshim: error: 2 is no glibc version and no release of a distribution\n"
     "  target  aarch64-unknown-linux-gnu\n"
     "  try: use aarch64-unknown-linux-gnu.2.17\n"},
    {"aarch64-unknown-linux-gnu.debian1",
     "linkshim: error: debian1 is no glibc version and no release of a distribution\n"
     "  target   aarch64-unknown-linux-gnu\n"
     "  nearest  debian10\n"
     "  try: use aarch64-unknown-linux-gnu.debian10\n"},
    {"riscv64gc-unknown-linux-gnu.rhel7",
     "linkshim: error: glibc 2.17 is too old for riscv64gc-unknown-linux-gnu\n"
     "  oldest    2.27\n"
     "  newest    2.43\n"
     "  glibc of  RHEL 7\n"
     "  try: use riscv64gc-unknown-linux-gnu.2.27\n"},
    {"x86_64-unknown-linux-musl.debian11",
     "linkshim: error: the target x86_64-unknown-linux-musl has no glibc, so it takes no glibc version\n"
     "  it has     musl\n"
     "  asked for  2.31\n"
     "  glibc of   Debian 11\n"
     "  try: use x86_64-unknown-linux-musl without a version\n"},
    {"thumbv8m.main-none-eabi.2.17",
     "linkshim: error: the target thumbv8m.main-none-eabi has no glibc, so it takes no glibc version\n"
     "  it has     no C library\n"
     "  asked for  2.17\n"
     "  try: use thumbv8m.main-none-eabi without a version\n"},
};

TEST(TargetSpec, Refuses) {
  for (const BadCase &c : badSpecs) {
    TargetSpec spec;
    Failure failure;
    EXPECT_FALSE(test::into(parseTargetSpec(c.text), spec, failure)) << c.text;
    EXPECT_EQ(failure.text(), c.message);
  }
}

TEST(TargetSpec, FloorsOutOfRange) {
  for (const char *text :
       {"x86_64-unknown-linux-gnu.2.16", "x86_64-unknown-linux-gnu.1.0", "x86_64-unknown-linux-gnu.2.2.5"}) {
    TargetSpec spec;
    Failure failure;
    EXPECT_FALSE(test::into(parseTargetSpec(text), spec, failure)) << text;
    EXPECT_THAT(failure.what, testing::HasSubstr("is too old for x86_64-unknown-linux-gnu"));
    EXPECT_EQ(failure.action, "use x86_64-unknown-linux-gnu.2.17");
  }
  for (const char *text : {"x86_64-unknown-linux-gnu.2.99", "x86_64-unknown-linux-gnu.3.0"}) {
    TargetSpec spec;
    Failure failure;
    EXPECT_FALSE(test::into(parseTargetSpec(text), spec, failure)) << text;
    EXPECT_THAT(failure.what, testing::HasSubstr("is not known for x86_64-unknown-linux-gnu"));
  }
}

struct CallCase {
  const char *name; ///< argv[0]
  std::vector<std::pair<std::string, std::string>> environment;
  const char *triple;
  const char *floor;
};

const CallCase calls[] = {
    {"aarch64-unknown-linux-gnu-cc", {}, "aarch64-unknown-linux-gnu", "2.17"},
    {"aarch64-unknown-linux-gnu-cc", {{"LINKSHIM_GLIBC", "2.31"}}, "aarch64-unknown-linux-gnu", "2.31"},
    {"aarch64-unknown-linux-gnu.2.28-cc", {{"LINKSHIM_GLIBC", "2.31"}}, "aarch64-unknown-linux-gnu", "2.28"},
    {"aarch64-unknown-linux-musl-cc", {{"LINKSHIM_GLIBC", "2.31"}}, "aarch64-unknown-linux-musl", ""},
    {"cc",
     {{"LINKSHIM_TARGET", "aarch64-linux-musl"}, {"TARGETPLATFORM", "linux/386"}},
     "aarch64-unknown-linux-musl",
     ""},
    {"cc", {{"TARGETPLATFORM", "linux/arm64"}}, "aarch64-unknown-linux-gnu", "2.17"},
    {"cc",
     {{"TARGETPLATFORM", "linux/arm64/v8"}, {"LINKSHIM_LIBC", "musl"}},
     "aarch64-unknown-linux-musl",
     ""},
    {"ld", {{"TARGETOS", "linux"}, {"TARGETARCH", "amd64"}}, "x86_64-unknown-linux-gnu", "2.17"},
    {"cc",
     {{"TARGETOS", "linux"}, {"TARGETARCH", "arm"}, {"TARGETVARIANT", "v7"}},
     "armv7-unknown-linux-gnueabihf",
     "2.17"},
    {"cc", {{"TARGETARCH", "s390x"}}, "s390x-unknown-linux-gnu", "2.17"},
    {"cc", {{"TARGETOS", "windows"}}, LINKSHIM_TEST_HOST_ARCH "-unknown-linux-gnu", "2.17"},
    {"cc",
     {{"TARGETPLATFORM", ""}, {"LINKSHIM_TARGET", ""}, {"LINKSHIM_LIBC", "musl"}},
     LINKSHIM_TEST_HOST_ARCH "-unknown-linux-musl",
     ""},
    {"cc", {{"TARGETPLATFORM", "windows/amd64"}, {"LINKSHIM_LIBC", "musl"}}, "x86_64-pc-windows-gnu", ""},
    {"cc", {}, LINKSHIM_TEST_HOST_ARCH "-unknown-linux-gnu", "2.17"},
};

TEST(Invocation, FindsTheTarget) {
  test::FakeFileSystem files;
  for (const CallCase &c : calls) {
    Invocation invocation;
    Failure failure;
    ASSERT_TRUE(
        test::into(readInvocation(*parseToolName(c.name), c.name, {}, Environment(c.environment), files),
                   invocation, failure))
        << failure.text();
    EXPECT_EQ(invocation.target->triple, c.triple) << c.name;
    EXPECT_EQ(invocation.floor ? invocation.floor->str() : "", c.floor) << c.name;
  }
}

TEST(Invocation, HostWithMuslOnly) {
  test::FakeFileSystem files;
  files.program("/lib/ld-musl-" LINKSHIM_TEST_HOST_ARCH ".so.1");
  EXPECT_EQ(hostTarget(files)->triple, LINKSHIM_TEST_HOST_ARCH "-unknown-linux-musl");
}

TEST(Invocation, BadEnvironment) {
  test::FakeFileSystem files;
  struct {
    const char *tool;
    std::vector<std::pair<std::string, std::string>> environment;
    const char *what;
  } cases[] = {
      {"cc", {{"TARGETPLATFORM", "linux/vax"}}, "no target belongs to the platform linux/vax"},
      {"cc",
       {{"TARGETPLATFORM", "linux/arm64"}, {"LINKSHIM_LIBC", "uclibc"}},
       "LINKSHIM_LIBC is not a C library that it can choose"},
      {"cc", {{"LINKSHIM_TARGET", "nonsense"}}, "there is no target named nonsense"},
      {"x86_64-linux-gnu-gcc",
       {{"LINKSHIM_GLIBC", "new"}},
       "LINKSHIM_GLIBC is no glibc version and no release of a distribution"},
      {"x86_64-linux-gnu-gcc",
       {{"LINKSHIM_GLIBC", "2.5"}},
       "glibc 2.5 is too old for x86_64-unknown-linux-gnu"},
  };
  for (const auto &c : cases) {
    Invocation invocation;
    Failure failure;
    EXPECT_FALSE(
        test::into(readInvocation(*parseToolName(c.tool), c.tool, {}, Environment(c.environment), files),
                   invocation, failure));
    EXPECT_EQ(failure.what, c.what);
  }
}

TEST(Invocation, ReadsResponseFiles) {
  test::FakeFileSystem files;
  files.file("/tmp/rustcX/linker-arguments", "a\\ b\n'c'\n").file("/tmp/other", "'a b' c");
  Invocation invocation;
  Failure failure;
  ASSERT_TRUE(test::into(readInvocation(*parseToolName("x86_64-linux-gnu-gcc"), "x86_64-linux-gnu-gcc",
                                        {"@/tmp/rustcX/linker-arguments", "@/tmp/other"}, {}, files),
                         invocation, failure));
  EXPECT_EQ(invocation.args(), (std::vector<std::string>{"a b", "'c'", "a b", "c"}));
  EXPECT_TRUE(invocation.argsWereInFile);
}

} // namespace
} // namespace linkshim
