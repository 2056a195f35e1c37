#include "sysroots/glibc/Glibc.h"
#include "sysroots/musl/Musl.h"
#include "test/unit/PlannedCall.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using test::Strings;
using test::words;

/// A machine with a Rust toolchain on PATH and the musl pack of aarch64.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld").program("/bin/mold").program("/bin/ld.bfd").workIn("/w");
  for (const char *name : {"crt1.o", "rcrt1.o", "crti.o", "crtn.o", "crtbegin.o", "crtbeginS.o",
                           "crtbeginT.o", "crtend.o", "crtendS.o", "libc.a", "libunwind.a", "libgcc.a"})
    files.file(std::string("/share/sysroots/aarch64-unknown-linux-musl/lib/") + name);
  return files;
}

/// The plan's arguments with the folder of generated pieces as GEN.
Strings planned(const std::string &name, Strings args, const test::FakeFileSystem &files, Failure &failure,
                test::Variables variables = {}) {
  variables.emplace_back("PATH", "/rust/bin:/bin");
  Plan plan;
  bool made =
      test::into(test::plannedCall(name, std::move(args), std::move(variables), files), plan, failure);
  return made ? test::withPiecesAs("GEN", plan) : Strings();
}

struct Case {
  const char *name;
  const char *tool;
  const char *given;    ///< space separated
  const char *expected; ///< space separated, argv[0] and flavour included
};

#define HEAD "rust-lld -flavor gnu -m elf_x86_64 --error-handling-script=/opt/linkshim --eh-frame-hdr "
#define HINT " --error-handling-script=/opt/linkshim"
#define LOADER "-dynamic-linker /lib64/ld-linux-x86-64.so.2 "
#define PIE HEAD "-pie " LOADER "GEN/Scrt1.o GEN/crti.o GEN/crtbeginS.o "
#define TAIL " -L GEN GEN/crtendS.o GEN/crtn.o"
#define LIBS " --push-state --as-needed -lgcc_s --pop-state -lc"

const Case cases[] = {
    {"an executable is position independent", "x86_64-linux-gnu-gcc", "a.o -o a", PIE "a.o -o a" LIBS TAIL},
    {"-no-pie", "x86_64-linux-gnu-gcc", "-no-pie a.o",
     HEAD LOADER "GEN/crt1.o GEN/crti.o GEN/crtbegin.o --no-pie a.o" LIBS " -L GEN GEN/crtend.o GEN/crtn.o"},
    {"a shared library has no loader", "x86_64-linux-gnu-gcc", "-shared a.o -o liba.so",
     HEAD "GEN/crti.o GEN/crtbeginS.o -shared a.o -o liba.so" LIBS TAIL},
    {"a partial link has nothing", "x86_64-linux-gnu-gcc", "-r a.o -o b.o",
     "rust-lld -flavor gnu -m elf_x86_64 -r a.o -o b.o -L GEN"},
    {"-pg starts the profiler", "x86_64-linux-gnu-gcc", "-nodefaultlibs -pg a.o",
     HEAD "-pie " LOADER "GEN/gcrt1.o GEN/crti.o GEN/crtbeginS.o a.o" TAIL},
    {"-nostdlib", "x86_64-linux-gnu-gcc", "-nostdlib a.o", HEAD "-pie " LOADER "a.o -L GEN"},
    {"-nodefaultlibs keeps the start files", "x86_64-linux-gnu-gcc", "-nodefaultlibs a.o -lc",
     PIE "a.o -lc" TAIL},
    {"-nostartfiles keeps the libraries", "x86_64-linux-gnu-gcc", "-nostartfiles a.o",
     HEAD "-pie " LOADER "a.o" LIBS " -L GEN"},
    {"-nolibc", "x86_64-linux-gnu-gcc", "-nolibc a.o",
     PIE "a.o --push-state --as-needed -lgcc_s --pop-state" TAIL},
    {"an output named like a library", "x86_64-linux-gnu-gcc", "-nodefaultlibs -o -lgcc_s a.o",
     PIE "-o -lgcc_s a.o" TAIL},
    {"order is kept", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -L/a a.o -Wl,--start-group b.a -lz -Wl,--end-group -L /b c.o",
     PIE "-L/a a.o --start-group b.a -lz --end-group -L /b c.o" TAIL},
    {"-Wl and -Xlinker", "x86_64-linux-gnu-gcc", "-nodefaultlibs -Wl,-rpath,$ORIGIN -Xlinker -z -Xlinker now",
     PIE "-rpath $ORIGIN -z now" TAIL},
    {"words of a compiler driver", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -rdynamic -symbolic -pthread a.o -s -u main -z now -T x.ld",
     PIE "--export-dynamic -Bsymbolic a.o -s -u main -z now -T x.ld" TAIL},
    {"-pthread is one of the default libraries", "x86_64-linux-gnu-gcc", "-pthread a.o",
     PIE "a.o -lpthread" LIBS TAIL},
    {"-pthread in a link without the C library", "x86_64-linux-gnu-gcc", "-nolibc -pthread a.o",
     PIE "a.o --push-state --as-needed -lgcc_s --pop-state" TAIL},
    {"-pthread in a partial link", "x86_64-linux-gnu-gcc", "-r -pthread a.o",
     "rust-lld -flavor gnu -m elf_x86_64 -r a.o -L GEN"},
    {"-pthread where nothing is added", "x86_64-unknown-none-cc", "-nostdlib -static -pthread a.o",
     "rust-lld -flavor gnu -m elf_x86_64 --error-handling-script=/opt/linkshim --eh-frame-hdr -static a.o"},
    {"addresses of sections", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -Ttext=0x41 -Tdata 0x42 -Tbss0x43 -Wl,-Ttext=0x44 -Wl,--section-start,.a=0x45 "
     "-Ttext-segment=0x46 -Wl,-Ttext-segment,0x47 -Tx.ld a.o",
     PIE "-Ttext=0x41 -Tdata=0x42 -Tbss=0x43 -Ttext=0x44 --section-start .a=0x45 --image-base=0x46 "
         "--image-base=0x47 -Tx.ld a.o" TAIL},
    {"addresses of sections by ld", "x86_64-unknown-none-ld",
     "-Ttext=0x41 -Tdata 0x42 -Ttext-segment 0x43 --Ttext-segment=0x44 a.o",
     "rust-lld -flavor gnu -Ttext=0x41 -Tdata 0x42 --image-base=0x43 --image-base=0x44 a.o -m elf_x86_64"},
    {"debug information of bitcode in files of its own", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -nostartfiles -flto -g -gsplit-dwarf a.o -o d/ex",
     "rust-lld -flavor gnu -m elf_x86_64 --plugin-opt=dwo_dir=d/ex-dwo --error-handling-script=/opt/linkshim "
     "--eh-frame-hdr -pie " LOADER "a.o -o d/ex -L GEN"},
    {"a boot sector", "x86_64-unknown-none-ld", "-m elf_i386 -Ttext 0x7c00 b.o -e start",
     "rust-lld -flavor gnu -m elf_i386 -Ttext 0x7c00 b.o -e start --image-base=0"},
    {"a section at a low address", "x86_64-unknown-none-ld",
     "--section-start .a=0x7c00 --section-start=.b=1000000 b.o",
     "rust-lld -flavor gnu --section-start .a=0x7c00 --section-start=.b=1000000 b.o -m elf_x86_64 "
     "--image-base=0"},
    {"code at a high address", "x86_64-unknown-none-ld", "-Ttext=ffff0000 b.o",
     "rust-lld -flavor gnu -Ttext=ffff0000 b.o -m elf_x86_64"},
    {"compressed debug sections", "x86_64-linux-gnu-gcc", "-nodefaultlibs -g -gz -gz=zstd -gdwarf-4 -g0 a.o",
     PIE "--compress-debug-sections=zlib --compress-debug-sections=zstd a.o" TAIL},
    {"values that keep their equal sign", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -Map=a.map -soname=a -rpath=/r -z=x -e=y -march=z --entry=e a.o",
     PIE "-Map=a.map -soname=a -rpath=/r -z=x -e=y --entry=e a.o" TAIL},
    {"the byte order", "x86_64-linux-gnu-gcc", "-nodefaultlibs -EL a.o", PIE "-EL a.o" TAIL},
    {"raw ld for another machine", "x86_64-unknown-none-ld", "-m elf_i386 a.o",
     "rust-lld -flavor gnu -m elf_i386 a.o"},
    {"compile options mean nothing here", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -O2 -g -Wall -fPIC -m64 -march=x86-64-v3 -DX=1 -I inc -std=c11 -include x.h -pipe a.o",
     PIE "a.o" TAIL},
    {"what chooses a linker is used up", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -fuse-ld=lld -B /rust/gcc-ld a.o", PIE "a.o" TAIL},
    {"what is not known goes through", "x86_64-linux-gnu-gcc", "-nodefaultlibs --new-option=1 a.o",
     PIE "--new-option=1 a.o" TAIL},
    {"libgcc stands for nothing, libgcc_eh for the unwinder", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs a.o -lgcc -lgcc_eh -l gcc_s", PIE "a.o -lgcc_s -l gcc_s" TAIL},
    {"GNU ld's options that lld refuses", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -Wl,--no-warn-rwx-segments,--reduce-memory-overheads,--hash-size=31 -Wl,--no-threads "
     "-Wl,--threads a.o",
     PIE "--threads=1 a.o" TAIL},
    {"a value that looks like such an option", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -Wl,-rpath,--no-threads a.o", PIE "-rpath --no-threads a.o" TAIL},
    {"an option and its value by two -Xlinker", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -Xlinker --hash-size -Xlinker -rpath -Xlinker --no-threads -Wl,--assert,definitions a.o",
     PIE "--hash-size -rpath --no-threads a.o" TAIL},
    {"an option of the linker that no driver knows", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs --no-warn-rwx-segments a.o", PIE "a.o" TAIL},
    {"options of Apple's driver", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -dynamiclib -ObjC -install_name @rpath/a a.o", PIE "a.o" TAIL},
    {"mold on request takes its own words", "x86_64-linux-gnu-gcc",
     "-nodefaultlibs -fuse-ld=mold -Wl,--no-threads a.o",
     "mold -m elf_x86_64 --eh-frame-hdr -pie " LOADER
     "GEN/Scrt1.o GEN/crti.o GEN/crtbeginS.o --no-threads a.o" TAIL},
    {"GNU ld looks nowhere by itself", "x86_64-linux-gnu-gcc", "-nodefaultlibs -fuse-ld=bfd a.o",
     "ld.bfd -m elf_x86_64 -nostdlib --eh-frame-hdr -pie " LOADER
     "GEN/Scrt1.o GEN/crti.o GEN/crtbeginS.o a.o" TAIL},
    {"raw ld knows its system", "x86_64-linux-gnu-ld", "a.o libz.so -o a",
     "rust-lld -flavor gnu a.o libz.so -o a -m elf_x86_64 " LOADER "-L GEN" HINT},
    {"raw ld without a shared library gives no loader", "x86_64-linux-gnu-ld", "a.o b.a -o a",
     "rust-lld -flavor gnu a.o b.a -o a -m elf_x86_64 -L GEN" HINT},
    {"raw ld passes what the platform's own driver does", "mips-linux-musl-ld", "-static -pie a.o",
     "rust-lld -flavor gnu -static -pie a.o -z dynamic-undefined-weak -m elf32btsmip "
     "--error-handling-script=/opt/linkshim"},
    {"raw ld with GCC's archive gives no loader", "x86_64-linux-gnu-ld", "a.o -lgcc",
     "rust-lld -flavor gnu a.o -m elf_x86_64 -L GEN" HINT},
    {"raw ld with a library that may be shared", "x86_64-linux-gnu-ld", "a.o -lz",
     "rust-lld -flavor gnu a.o -lz -m elf_x86_64 " LOADER "-L GEN" HINT},
    {"a program of objects alone has no loader", "x86_64-linux-gnu-gcc", "-nostdlib -no-pie a.o",
     "rust-lld -flavor gnu -m elf_x86_64 --error-handling-script=/opt/linkshim --eh-frame-hdr --no-pie a.o "
     "-L GEN"},
    {"raw ld -pie has a loader", "x86_64-linux-gnu-ld", "-pie a.o",
     "rust-lld -flavor gnu -pie a.o -m elf_x86_64 " LOADER "-L GEN" HINT},
    {"raw ld with a C library gets a start file where there is none", "x86_64-linux-gnu-ld",
     "-pie a.o -o a -lc",
     "rust-lld -flavor gnu -pie a.o -o a -lc -m elf_x86_64 " LOADER
     "--start-lib GEN/Scrt1.o GEN/crtbeginS.o --end-lib -L GEN" HINT},
    {"rustc takes a floor in the name for a file ending", "x86_64-linux-gnu.2.17-ld",
     "-m64 a.o -Wl,--as-needed -nodefaultlibs", PIE "a.o --as-needed" TAIL},
    {"raw ld with an option that lacks its value", "x86_64-linux-gnu-ld", "-r a.o -u",
     "rust-lld -flavor gnu -r a.o -u -m elf_x86_64"},
    {"raw ld with -flavor that chooses nothing", "x86_64-linux-gnu-ld", "-r a.o -flavor gnu",
     "rust-lld -flavor gnu -r a.o -flavor gnu -m elf_x86_64"},
    {"raw ld is told already", "x86_64-linux-gnu-ld", "-m elf_x86_64 -I /my/ld.so a.o",
     "rust-lld -flavor gnu -m elf_x86_64 --dynamic-linker=/my/ld.so a.o -L GEN" HINT},
    {"GNU ld's short spellings", "x86_64-linux-gnu-gcc", "-nodefaultlibs -Wl,-i,-x,-X,-I,/l,-I/m a.o",
     PIE "-r -x -X --dynamic-linker=/l --dynamic-linker=/m a.o" TAIL},
    {"raw ld -shared and -r", "x86_64-linux-gnu-ld", "-shared a.o",
     "rust-lld -flavor gnu -shared a.o -m elf_x86_64 -L GEN" HINT},
    {"raw ld -r", "x86_64-linux-gnu-ld", "-r a.o -o b.o", "rust-lld -flavor gnu -r a.o -o b.o -m elf_x86_64"},
    {"raw ld of nothing but data", "x86_64-linux-gnu-ld", "-r -b binary blob.txt -o b.o",
     "rust-lld -flavor gnu -r -b binary blob.txt -o b.o -m elf_x86_64"},
    {"raw ld asked for its version", "x86_64-linux-gnu-ld", "-v -L/x",
     "rust-lld -flavor gnu --version -m elf_x86_64"},
    {"raw ld that tells its version and links", "x86_64-linux-gnu-ld", "-v a.o",
     "rust-lld -flavor gnu -v a.o -m elf_x86_64 -L GEN" HINT},
    {"bare metal has nothing but an emulation", "thumbv7em-none-eabihf-cc",
     "-flavor gnu a.o -o a --gc-sections -Tlink.x",
     "rust-lld -flavor gnu a.o -o a --gc-sections -Tlink.x -m armelf"},
    {"WebAssembly is left as it is", "wasm32-unknown-unknown-cc",
     "-flavor wasm --export main a.o --allow-undefined",
     "rust-lld -flavor wasm --export main a.o --allow-undefined"},
    {"static musl uses the pack", "aarch64-linux-musl-gcc", "-static -no-pie a.o",
     "rust-lld -flavor gnu -m aarch64linux --error-handling-script=/opt/linkshim --eh-frame-hdr "
     "/share/sysroots/aarch64-unknown-linux-musl/lib/crt1.o "
     "/share/sysroots/aarch64-unknown-linux-musl/lib/crti.o "
     "/share/sysroots/aarch64-unknown-linux-musl/lib/crtbeginT.o -static --no-pie "
     "a.o -lgcc -lc -lgcc -L /share/sysroots/aarch64-unknown-linux-musl/lib "
     "/share/sysroots/aarch64-unknown-linux-musl/lib/crtend.o "
     "/share/sysroots/aarch64-unknown-linux-musl/lib/crtn.o"},
    {"Rust's own start files are left alone", "aarch64-linux-musl-gcc",
     "-nostartfiles /rs/crt1.o a.o -static -no-pie -nodefaultlibs -lc",
     "rust-lld -flavor gnu -m aarch64linux --error-handling-script=/opt/linkshim --eh-frame-hdr /rs/crt1.o "
     "a.o -static --no-pie -lc -L "
     "/share/sysroots/aarch64-unknown-linux-musl/lib"},
    {"bare start files are found", "aarch64-linux-musl-gcc",
     "-nostartfiles crt1.o a.o -static -no-pie -nodefaultlibs -lc crtn.o",
     "rust-lld -flavor gnu -m aarch64linux --error-handling-script=/opt/linkshim --eh-frame-hdr "
     "/share/sysroots/aarch64-unknown-linux-musl/lib/crt1.o a.o -static --no-pie -lc "
     "/share/sysroots/aarch64-unknown-linux-musl/lib/crtn.o -L "
     "/share/sysroots/aarch64-unknown-linux-musl/lib"},
};

TEST(LinkPlan, WholeLines) {
  test::FakeFileSystem files = machine();
  for (const Case &c : cases) {
    Failure failure;
    EXPECT_EQ(planned(c.tool, words(c.given), files, failure), words(c.expected)) << c.name << "\n"
                                                                                  << failure.text();
  }
}

#define ARM_HEAD "rust-lld -flavor gnu -m aarch64linux --error-handling-script=/opt/linkshim --eh-frame-hdr "
#define DEB "/sys/usr/lib/aarch64-linux-gnu"
#define GCC "/sys/usr/lib/gcc/aarch64-linux-gnu/12"
#define USER " -L " DEB " -L /sys/usr/lib -L " GCC

const Case userSysrootCases[] = {
    {"the user's libraries come after the floor's", "aarch64-linux-gnu-gcc",
     "--sysroot=/sys -nostartfiles -nodefaultlibs a.o -lssl",
     "rust-lld -flavor gnu -m aarch64linux --error-handling-script=/opt/linkshim --eh-frame-hdr -pie "
     "-dynamic-linker /lib/ld-linux-aarch64.so.1 --sysroot=/sys a.o -lssl -L GEN" USER},
    {"ld has the variable", "aarch64-linux-gnu-ld", "-shared a.o -lssl",
     "rust-lld -flavor gnu -shared a.o -lssl -m aarch64linux -L GEN" USER HINT},
    {"a static glibc is the user's, start files too", "aarch64-linux-gnu-gcc", "-static a.o",
     ARM_HEAD DEB "/crt1.o " DEB "/crti.o GEN/crtbeginT.o -static a.o --start-group -lgcc_eh -lgcc -lc "
                  "--end-group" USER " GEN/crtend.o " DEB "/crtn.o"},
    {"static and position independent", "aarch64-linux-gnu-gcc", "-static-pie -nodefaultlibs a.o",
     ARM_HEAD "-static -pie --no-dynamic-linker -z text " DEB "/rcrt1.o " DEB
              "/crti.o GEN/crtbeginS.o a.o" USER " GEN/crtendS.o " DEB "/crtn.o"},
};

/// Data alone has no object that would tell the machine. lld has no emulation for AVR.
TEST(LinkPlan, RawLdOfEveryTargetKnowsItsEmulation) {
  size_t seen = 0;
  for (const Target &target : allTargets()) {
    if (target.linkFormat != LinkFormatKind::elf || !target.lld || target.arch == "avr") continue;
    Failure failure;
    Strings line =
        planned(std::string(target.triple) + "-ld", words("-r -b binary x -o y"), machine(), failure);
    ASSERT_GE(line.size(), 2U) << target.triple << failure.text();
    EXPECT_EQ(line[line.size() - 2] + line.back(), "-m" + std::string(target.emulation)) << target.triple;
    EXPECT_FALSE(target.emulation.empty()) << target.triple;
    ++seen;
  }
  EXPECT_GT(seen, 150U);
}

TEST(LinkPlan, UserSysroot) {
  test::FakeFileSystem files = machine();
  for (const char *name : {"crt1.o", "rcrt1.o", "crti.o", "crtn.o", "libc.a", "libssl.so"})
    files.file(std::string(DEB "/") + name);
  for (const char *name : {"/9/libgcc.a", "/12/libgcc.a", "/12/libgcc_eh.a"})
    files.file(std::string("/sys/usr/lib/gcc/aarch64-linux-gnu") + name);
  for (const Case &c : userSysrootCases) {
    Failure failure;
    Strings got = planned(c.tool, words(c.given), files, failure,
                          {{"LINKSHIM_SYSROOT_aarch64_unknown_linux_gnu", "/sys"}});
    EXPECT_EQ(got, words(c.expected)) << c.name << "\n" << failure.text();
  }
}

TEST(LinkPlan, GnuLinkerWhereLldKnowsNothing) {
  test::FakeFileSystem files = machine();
  files.program("/bin/m68k-linux-gnu-ld");
  Failure failure;
  EXPECT_EQ(
      planned("m68k-linux-gnu-gcc", {"-shared", "a.o", "-nodefaultlibs"}, files, failure),
      words("m68k-linux-gnu-ld -m m68kelf -nostdlib --eh-frame-hdr GEN/crti.o GEN/crtbeginS.o -shared a.o "
            "-L GEN GEN/crtendS.o GEN/crtn.o"))
      << failure.text();
  EXPECT_EQ(planned("m68k-linux-gnu-ld", {"-shared", "a.o"}, files, failure),
            words("m68k-linux-gnu-ld -shared a.o -m m68kelf -L GEN"))
      << failure.text();
}

TEST(LinkPlan, PathsWithEverythingInThem) {
  test::FakeFileSystem files = machine();
  Failure failure;
  Strings given = {"-nodefaultlibs", "my dir/a,b.o", "it's\"\\.o", "new\nline.o", "\xff\xfe.o", "-o", "-o"};
  Strings got = planned("x86_64-linux-gnu-gcc", given, files, failure);
  Strings expected = words(PIE);
  expected.insert(expected.end(), given.begin() + 1, given.end());
  for (const std::string &word : words(TAIL))
    expected.push_back(word);
  EXPECT_EQ(got, expected);
}

struct BadCase {
  const char *name;
  const char *tool;
  const char *given;
  const char *what;
};

const BadCase badCases[] = {
    {"glibc cannot be linked statically", "x86_64-linux-gnu-gcc", "-static a.o",
     "a static link needs the C library itself, and linkshim brings stubs of glibc only"},
    {"nor as static-pie", "x86_64-linux-gnu-gcc", "-static-pie a.o",
     "a static link needs the C library itself, and linkshim brings stubs of glibc only"},
    {"no pack of that target", "x86_64-linux-musl-gcc", "-static a.o",
     "the start files and the C library of x86_64-unknown-linux-musl are not installed"},
    {"no pack, and rustc asks", "x86_64-linux-musl-gcc", "-nostartfiles crt1.o -static a.o",
     "the start files and the C library of x86_64-unknown-linux-musl are not installed"},
    {"lld does not know the processor", "m68k-linux-gnu-gcc", "a.o",
     "lld does not link for m68k-unknown-linux-gnu"},
    {"nor as ld", "m68k-linux-gnu-ld", "a.o", "lld does not link for m68k-unknown-linux-gnu"},
    {"no symbol table", "csky-unknown-linux-gnuabiv2-cc", "-fuse-ld=bfd a.o",
     "linkshim has no symbol table of glibc for csky-unknown-linux-gnuabiv2 yet"},
    {"a value is missing", "x86_64-linux-gnu-gcc", "a.o -o", "-o needs a value after it"},
    {"a linker that is not there", "x86_64-linux-gnu-gcc", "-fuse-ld=wild a.o",
     "the linker wild that -fuse-ld asks for was not found"},
};

TEST(LinkPlan, Refuses) {
  test::FakeFileSystem files = machine();
  for (const BadCase &c : badCases) {
    Failure failure;
    EXPECT_EQ(planned(c.tool, words(c.given), files, failure), Strings()) << c.name;
    EXPECT_EQ(failure.what, c.what) << c.name;
    EXPECT_FALSE(failure.action.empty()) << c.name;
  }
}

TEST(LinkPlan, EnvironmentOfTheLinker) {
  struct {
    std::vector<std::pair<std::string, std::string>> given;
    std::vector<EnvironmentChange> changes;
  } environments[] = {
      {{{"PATH", "/rust/bin"}}, {}},
      {{{"PATH", "/rust/bin"}, {"LD_LIBRARY_PATH", "/target/debug/deps"}},
       {{"LD_LIBRARY_PATH", std::nullopt}}},
      {{{"LINKSHIM_LLD", "/rust/bin/rust-lld"}, {"LD_LIBRARY_PATH", "/needed"}}, {}},
  };
  test::FakeFileSystem files = machine();
  for (const auto &c : environments) {
    Environment environment(c.given);
    Invocation invocation;
    Failure failure;
    Plan plan;
    ASSERT_TRUE(test::into(readInvocation(*parseToolName("x86_64-linux-gnu-gcc"), "x86_64-linux-gnu-gcc",
                                          {"a.o"}, environment, files),
                           invocation, failure));
    ASSERT_TRUE(test::into(
        makePlan(
            invocation,
            {environment, files, {"/cache", "/share", test::packOf(*invocation.target)}, "/opt/linkshim"}),
        plan, failure))
        << failure.text();
    std::vector<EnvironmentChange> expected = c.changes;
    expected.push_back({"LINKSHIM_LINKS_FOR", "x86_64-unknown-linux-gnu 2.17 cc gcc_s c"});
    EXPECT_EQ(plan.environment, expected);
  }
}

TEST(LinkPlan, AnotherCLibraryInAFolderOfTheUser) {
  const struct {
    const char *tool;
    Strings args;
    const char *holds; ///< a file
    const char *first; ///< the folder that is searched first
  } rows[] = {
      {"x86_64-unknown-linux-gnu-cc", {"-L/usr/lib", "a.o"}, "/usr/lib/libc.so", "GEN"},
      {"x86_64-unknown-linux-gnu-cc", {"-L/usr/lib", "a.o"}, "/usr/lib/libz.so", "/usr/lib"},
      {"aarch64-unknown-linux-musl-cc",
       {"-static", "-L/usr/lib", "a.o"},
       "/usr/lib/libc.a",
       "/share/sysroots/aarch64-unknown-linux-musl/lib"},
      {"aarch64-unknown-linux-musl-cc",
       {"-static", "-L/rust/lib/self-contained", "a.o"},
       "/rust/lib/self-contained/libc.a",
       "/rust/lib/self-contained"},
      {"x86_64-unknown-linux-gnu-cc", {"-static", "-L/my/lib", "a.o"}, "/my/lib/libc.a", "/my/lib"},
      {"x86_64-unknown-linux-gnu-ld", {"-L/usr/lib", "a.o", "-lc"}, "/usr/lib/libc.so", "GEN"},
  };
  for (const auto &row : rows) {
    test::FakeFileSystem files = machine();
    files.file(row.holds);
    for (const char *name : {"crt1.o", "crti.o", "crtbeginT.o", "crtend.o", "crtn.o"})
      files.file(std::string("/my/lib/") + name);
    Failure failure;
    Strings line = planned(row.tool, row.args, files, failure);
    std::string first;
    for (size_t i = 0; i < line.size() && first.empty(); ++i)
      if (line[i].starts_with("-L")) first = line[i] == "-L" ? line[i + 1] : line[i].substr(2);
    EXPECT_EQ(first, row.first) << row.tool << " " << row.holds << "\n" << failure.text();
  }
}

TEST(LinkPlan, LibrariesByNameOfAnotherArchitecture) {
  std::string foreign(64, '\0');
  foreign.replace(0, 6,
                  std::string("\x7f"
                              "ELF\2\1",
                              6));
  foreign[18] = 62;
  const struct {
    Strings args;
    const char *file; ///< that is refused; empty: none
  } rows[] = {
      {{"-L/usr/lib", "-lz"}, "/usr/lib/libz.so"},
      {{"-L/usr/lib", "-Wl,-Bstatic", "-lz"}, "/usr/lib/libz.a"},
      {{"-L/own", "-L/usr/lib", "-lz"}, ""},
      {{"-L/usr/lib", "-l:libz.a"}, "/usr/lib/libz.a"},
      {{"-L/usr/lib", "-lm"}, ""},
      {{"-L/usr/lib", "-lnone"}, ""},
      {{"-L/usr/lib", "-fuse-ld=mold", "-lz"}, ""},
  };
  test::FakeFileSystem files = machine();
  for (const char *name : {"libz.so", "libz.a", "libm.so", "libm.a", "libc.so"})
    files.file(std::string("/usr/lib/") + name, foreign);
  files.file("/own/libz.a", "!<arch>\n");
  for (const auto &row : rows) {
    Strings args = row.args;
    args.insert(args.begin(), "a.o");
    Failure failure;
    planned("aarch64-unknown-linux-gnu-cc", args, files, failure);
    EXPECT_EQ(failure.facts.empty() ? "" : failure.facts.front().second, row.file) << failure.text();
  }
}

TEST(LinkPlan, OptionsOfTheDriverAlone) {
  Failure failure;
  Strings plain = planned("x86_64-unknown-linux-gnu-cc", {"a.o"}, machine(), failure);
  for (const char *word : {"--gcc-toolchain=/x", "-Qn", "-trigraphs", "-emit-llvm", "-integrated-as",
                           "-static-libasan", "-static-libgfortran", "-fno-ipa-icf", "-flto=4", "-mfpu=neon",
                           "--config=x", "-undef", "-working-directory=/", "-O3", "-fprofile-use"})
    EXPECT_EQ(planned("x86_64-unknown-linux-gnu-cc", {"a.o", word}, machine(), failure), plain) << word;
  EXPECT_THAT(planned("aarch64-unknown-linux-gnu-cc", {"-mfix-cortex-a53-843419", "a.o"}, machine(), failure),
              testing::Contains("--fix-cortex-a53-843419"));
}

TEST(LinkPlan, LevelOfTheOptimisationOfBitcode) {
  const struct {
    Strings args;
    const char *level; ///< empty: none is said
  } rows[] = {{{"-flto", "-O3"}, "--lto-O3"},
              {{"-flto=thin", "-Os"}, "--lto-O2"},
              {{"-flto", "-O0"}, "--lto-O0"},
              {{"-flto", "-O"}, "--lto-O1"},
              {{"-flto", "-Ofast"}, "--lto-O3"},
              {{"-flto"}, ""},
              {{"-O3"}, ""},
              {{"-flto", "-O3", "-fno-lto"}, ""},
              {{"-flto", "-O3", "-fuse-ld=mold"}, ""}};
  for (const auto &row : rows) {
    Strings args = row.args;
    args.emplace_back("a.o");
    Failure failure;
    Strings line = planned("x86_64-unknown-linux-gnu-cc", args, machine(), failure);
    auto level = std::find_if(line.begin(), line.end(),
                              [](const std::string &word) { return word.starts_with("--lto-O"); });
    EXPECT_EQ(level == line.end() ? "" : *level, row.level) << testing::PrintToString(args);
  }
}

TEST(LinkPlan, BitcodeInObjectsThatHaveCodeToo) {
  const struct {
    Strings args;
    bool read;
  } rows[] = {{{"-flto", "-ffat-lto-objects"}, true},
              {{"-flto=thin", "-ffat-lto-objects"}, true},
              {{"-flto", "-ffat-lto-objects", "-fno-fat-lto-objects"}, false},
              {{"-flto", "-fno-fat-lto-objects", "-ffat-lto-objects"}, true},
              {{"-ffat-lto-objects"}, false},
              {{"-flto", "-ffat-lto-objects", "-fno-lto"}, false},
              {{"-flto", "-ffat-lto-objects", "-fuse-ld=mold"}, false}};
  for (const auto &row : rows) {
    Strings args = row.args;
    args.emplace_back("a.o");
    Failure failure;
    Strings line = planned("x86_64-unknown-linux-gnu-cc", args, machine(), failure);
    EXPECT_EQ(std::count(line.begin(), line.end(), "--fat-lto-objects"), row.read)
        << testing::PrintToString(args);
  }
}

TEST(LinkPlan, VersionScriptsAsGnuLdTakesThem) {
  const struct {
    Strings args;
    int count; ///< of --undefined-version
  } rows[] = {{{"-Wl,--version-script,x.map"}, 1},
              {{"-Wl,--version-script=x.map"}, 1},
              {{"-Wl,-version-script", "-Wl,x.map"}, 1},
              {{"-Xlinker", "--version-script=x.map"}, 1},
              {{"-Wl,--version-script=x.map", "-Wl,--no-undefined-version"}, 0},
              {{"-Wl,--version-script=x.map", "-fuse-ld=mold"}, 0},
              {{"-Wl,-soname,x"}, 0}};
  for (const auto &row : rows) {
    Strings args = row.args;
    args.insert(args.end(), {"-shared", "a.o"});
    Failure failure;
    Strings line = planned("x86_64-unknown-linux-gnu-cc", args, machine(), failure);
    EXPECT_EQ(std::count(line.begin(), line.end(), "--undefined-version"), row.count)
        << testing::PrintToString(args);
  }
}

} // namespace
} // namespace linkshim
