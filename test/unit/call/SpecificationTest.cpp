// Targets that the table lacks: which row is the nearest, and what is taken from the specification.
#include "shim/call/Specification.h"
#include "test/unit/PlannedCall.h"
#include "test/unit/Results.h"
#include <gtest/gtest.h>

namespace linkshim {
namespace {

using test::Strings;

struct Case {
  const char *name;
  const char *json; ///< without the braces
  const char *plannedAs;
  const char *differences;
};

#define LINUX R"("os": "linux", "target-family": ["unix"], "position-independent-executables": true, )"
#define WIDTH32 R"("target-pointer-width": 32, "data-layout": "e-m:e-p:32:32", )"
#define WIDTH64 R"("target-pointer-width": 64, "data-layout": "e-m:e-i64:64", )"

const Case cases[] = {
    {"a kernel through a driver",
     WIDTH64 R"("llvm-target": "x86_64-unknown-none", "arch": "x86_64", "linker-flavor": "gcc")",
     "x86_64-unknown-none", "llvm x86_64-unknown-none, dialect gnu-cc, pie false"},
    {"an old specification, whose width is a text",
     R"("target-pointer-width": "64", "data-layout": "e-m:e", "llvm-target": "x86_64-unknown-none-elf", "arch": "x86_64",
        "linker-flavor": "ld.lld", "position-independent-executables": true)",
     "x86_64-unknown-none", ""},
    {"a Linux of one's own",
     LINUX WIDTH64
     R"("llvm-target": "x86_64-unknown-linux-gnu", "arch": "x86_64", "env": "gnu", "linker-flavor": "gnu-lld-cc",
        "cpu": "x86-64-v3")",
     "x86_64-unknown-linux-gnu", "clangFlags -march=x86-64-v3"},
    {"static musl",
     LINUX WIDTH64
     R"("llvm-target": "aarch64-unknown-linux-musl", "arch": "aarch64", "env": "musl", "linker-flavor": "gnu-lld-cc",
        "crt-static-default": true, "features": "+v8a,+outline-atomics")",
     "aarch64-unknown-linux-musl", "clangFlags -mno-outline-atomics -Xclang -target-feature -Xclang +v8a"},
    {"a system of one's own",
     WIDTH64
     R"("llvm-target": "aarch64-unknown-none", "arch": "aarch64", "os": "mine", "linker-flavor": "gnu-lld")",
     "aarch64-unknown-none", "system mine"},
    {"a microcontroller with an FPU",
     WIDTH32
     R"("llvm-target": "thumbv7em-none-eabihf", "arch": "arm", "abi": "eabihf", "llvm-floatabi": "hard",
        "linker-flavor": "gnu-lld", "cpu": "cortex-m7")",
     "thumbv7em-none-eabihf", "clangFlags -mfloat-abi=hard -mfpu=fpv4-sp-d16 -mthumb -mcpu=cortex-m7"},
    {"RISC-V: no extension that the chip lacks",
     WIDTH32
     R"("llvm-target": "riscv32", "arch": "riscv32", "linker-flavor": "gnu-lld", "cpu": "generic-rv32",
        "features": "+m,+c,+zba,+forced-atomics", "llvm-abiname": "ilp32")",
     "riscv32imc-unknown-none-elf", "clangFlags -march=rv32imc_zba -mabi=ilp32"},
    {"RISC-V with another ABI",
     WIDTH32
     R"("llvm-target": "riscv32", "arch": "riscv32", "linker-flavor": "gnu-lld",
        "features": "+m,+a,+f,+d,+c", "llvm-abiname": "ilp32f")",
     "riscv32imafc-unknown-none-elf", "clangFlags -march=rv32imafdc -mabi=ilp32f"},
    {"Windows by MinGW",
     R"("target-pointer-width": 64, "data-layout": "e-m:w", "llvm-target": "x86_64-pc-windows-gnu", "arch": "x86_64",
        "os": "windows", "env": "gnu", "target-family": ["windows"], "linker-flavor": "gnu-cc")",
     "x86_64-pc-windows-gnu", ""},
    {"Windows by link.exe",
     R"("target-pointer-width": 64, "data-layout": "e-m:w", "llvm-target": "x86_64-pc-windows-msvc", "arch": "x86_64",
        "os": "windows", "env": "msvc", "target-family": ["windows"], "linker-flavor": "msvc-lld")",
     "x86_64-pc-windows-msvc", ""},
    {"WebAssembly",
     R"("target-pointer-width": 32, "data-layout": "e-m:e-p:32:32", "llvm-target": "wasm32-unknown-unknown",
        "arch": "wasm32", "os": "unknown", "target-family": ["wasm"], "linker-flavor": "wasm-lld")",
     "wasm32-unknown-unknown", ""},
    {"a processor that GNU ld alone links",
     LINUX
     R"("target-pointer-width": 64, "target-endian": "big", "data-layout": "E-m:e", "llvm-target": "sparc64-unknown-linux-gnu",
        "arch": "sparc64", "env": "gnu", "linker-flavor": "gnu-cc")",
     "sparc64-unknown-linux-gnu", ""},
};

TEST(Specification, IsPlannedAsTheNearestRow) {
  for (const Case &c : cases) {
    SCOPED_TRACE(c.name);
    test::FakeFileSystem files;
    files.workIn("/w").file("/w/own.json", std::string("{") + c.json + "}");
    Failure failure;
    TargetSpec spec;
    ASSERT_TRUE(test::into(findTargetSpec("own.json", Environment(), files), spec, failure))
        << failure.text();
    EXPECT_EQ(spec.target->triple, "own");
    EXPECT_EQ(spec.target->plannedAs, c.plannedAs);
    EXPECT_EQ(differences(*spec.target), c.differences);
    EXPECT_EQ(specificationFile(*spec.target), "/w/own.json");
  }
}

TEST(Specification, OfARowGivesThatRow) {
  EXPECT_EQ(differences(*findTarget("x86_64-unknown-linux-gnu")), "");
  EXPECT_EQ(specificationFile(*findTarget("x86_64-unknown-linux-gnu")), "");
}

/// The tools of such a target read the specification that the environment names; so does --target=.
TEST(Specification, IsReadByTheToolsOfItsTarget) {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld")
      .workIn("/w")
      .file("/w/my-os.v2.json",
            "{" LINUX WIDTH64 R"("llvm-target": "aarch64-my-linux-gnu", "arch": "aarch64", "env": "gnu",
      "linker-flavor": "gnu-lld-cc"})");
  test::Variables variables{{"PATH", "/rust/bin"}, {"LINKSHIM_SPEC_my_os_v2", "/w/my-os.v2.json"}};
  struct {
    const char *tool, *args;
    const char *floor;
  } const calls[] = {
      {"my-os.v2-cc", "a.o", "2.17"},
      {"my-os.v2.2.28-cc", "a.o", "2.28"},
      {"my-os.v2.debian11-gcc", "a.o", "2.31"},
      {"cc", "--target=my-os.v2.json a.o", "2.17"},
      {"cc", "a.o -L /r/lib/rustlib/my-os.v2/lib", "2.17"}, // as rustc calls it
      {"cc", "--target=/w/my-os.v2.json.2.28 a.o", "2.28"},
  };
  for (const auto &call : calls) {
    SCOPED_TRACE(call.tool);
    Plan plan;
    Failure failure;
    ASSERT_TRUE(
        test::into(test::plannedCall(call.tool, test::words(call.args), variables, files), plan, failure))
        << failure.text();
    std::string line = test::joined(plan.args);
    EXPECT_NE(line.find("-m aarch64linux"), std::string::npos) << line;
    EXPECT_EQ(line.find(".json"), std::string::npos) << line;
    ASSERT_FALSE(plan.pieces.empty());
    EXPECT_EQ(plan.pieces.front().floor.str(), call.floor);
  }
}

} // namespace
} // namespace linkshim
