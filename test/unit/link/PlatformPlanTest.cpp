#include "sysroots/bsd/Bsd.h"
#include "test/unit/PlannedCall.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using test::joined;
using test::Strings;
using test::Variables;
using test::words;

/// A machine with a Rust toolchain, and what people bring for some platforms.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld")
      .program("/rust/bin/wasm-component-ld")
      .program("/bin/clang")
      .workIn("/w");
  const std::string ndk = "/ndk/toolchains/llvm/prebuilt/linux-x86_64/",
                    lib = "sysroot/usr/lib/aarch64-linux-android/";
  for (const char *name : {"21/crtbegin_dynamic.o", "21/crtend_android.o", "21/libc.so", "24/crtbegin_so.o",
                           "24/crtend_so.o", "24/libc.so", "24/liblog.so"})
    files.file(ndk + lib + name);
  files.directory(ndk + "sysroot/usr/include/aarch64-linux-android");
  files.file(ndk + "lib/clang/9/lib/linux/aarch64/libunwind.a")
      .file(ndk + "lib/clang/18/lib/linux/aarch64/libunwind.a");
  for (const char *name :
       {"crt/lib/x86_64/libcmt.lib", "sdk/lib/um/x86_64/kernel32.lib", "sdk/lib/ucrt/x86_64/ucrt.lib",
        "crt/include/vcruntime.h", "sdk/include/ucrt/stdio.h"})
    files.file(std::string("/xwin/") + name);
  for (const char *name : {"crt1.o", "crti.o", "crtn.o", "libc.so"})
    files.file(std::string("/qnx/aarch64le/lib/") + name);
  for (const char *name : {"crt1-command.o", "crt1-reactor.o", "libc.a", "libclang_rt.builtins.a"})
    files.file(std::string("/share/sysroots/wasm32-wasip1/lib/") + name)
        .file(std::string("/share/sysroots/wasm32-wasip2/lib/") + name);
  files.file("/sys/lib/Scrt1.o").file("/sys/lib/libc.so");
  return files;
}

struct Case {
  const char *name;
  const char *tool;
  const char *given;
  const char *expected; ///< the whole line, or what the message begins with
  Variables variables = {};
};

std::string planned(const Case &c, const test::FakeFileSystem &files) {
  Variables variables = c.variables;
  variables.emplace_back("PATH", "/rust/bin:/bin");
  Result<Plan> plan = test::plannedCall(c.tool, words(c.given), std::move(variables), files);
  return plan ? joined(test::withPiecesAs("GEN", *plan)) : plan.error().text();
}

#define NDK "/ndk/toolchains/llvm/prebuilt/linux-x86_64/"
#define ANDROID(api)                                                                                         \
  " -L " NDK "sysroot/usr/lib/aarch64-linux-android/" api " -L " NDK                                         \
  "sysroot/usr/lib/aarch64-linux-android -L " NDK "lib/clang/18/lib/linux/aarch64 -L " NDK                   \
  "lib/clang/18/lib/linux"
#define ANDROID_PLACES                                                                                       \
  "toolchains/llvm/prebuilt/*/sysroot/usr/lib/aarch64-linux-android/%api "                                   \
  "toolchains/llvm/prebuilt/*/sysroot/usr/lib/aarch64-linux-android "                                        \
  "toolchains/llvm/prebuilt/*/lib/clang/*/lib/linux/aarch64 "                                                \
  "toolchains/llvm/prebuilt/*/lib/clang/*/lib/linux"
#define ANDROID_HEAD                                                                                         \
  "rust-lld -flavor gnu -m aarch64linux --hash-style=both --no-rosegment -z max-page-size=16384 "            \
  "--fix-cortex-a53-843419 --error-handling-script=/opt/linkshim --eh-frame-hdr "
#define BRINGS "try: export "

const Case cases[] = {
    {"a flavour that is not the target's", "x86_64-unknown-uefi-ld", "-flavor gnu a.o -o a",
     "rust-lld -flavor gnu a.o -o a"},
    {"a linker's call where another linker links", "bpfel-unknown-none-ld", "--llvm-args=x a.o",
     "linkshim: error: bpfel-unknown-none is linked by bpf-linker, which was not found\n"
     "  looked in  PATH\n"
     "  try: cargo install bpf-linker\n"},
    {"an Android program, of the oldest system",
     "aarch64-linux-android-cc",
     "-nodefaultlibs a.o -lc",
     ANDROID_HEAD "-pie -dynamic-linker /system/bin/linker64 " NDK
                  "sysroot/usr/lib/aarch64-linux-android/21/crtbegin_dynamic.o a.o -lc" ANDROID(
                      "21") " " NDK "sysroot/usr/lib/aarch64-linux-android/21/crtend_android.o",
     {{"ANDROID_NDK_HOME", "/ndk"}}},
    {"a library, of a newer one, by another variable",
     "aarch64-linux-android-cc",
     "-shared -nodefaultlibs a.o -llog",
     ANDROID_HEAD NDK "sysroot/usr/lib/aarch64-linux-android/24/crtbegin_so.o -shared a.o -llog" ANDROID(
         "24") " " NDK "sysroot/usr/lib/aarch64-linux-android/24/crtend_so.o",
     {{"ANDROID_NDK_ROOT", "/ndk"}, {"ANDROID_PLATFORM", "android-24"}}},
    {"nothing is brought, nothing is needed", "aarch64-linux-android-cc", "-nodefaultlibs a.o",
     ANDROID_HEAD "-pie -dynamic-linker /system/bin/linker64 a.o"},
    {"QNX: its driver's word, its folders",
     "aarch64-unknown-nto-qnx710-cc",
     "-Vgcc_ntoaarch64le_cxx -nodefaultlibs a.o -lc",
     "rust-lld -flavor gnu -m aarch64elf --error-handling-script=/opt/linkshim --eh-frame-hdr -pie "
     "-dynamic-linker "
     "/usr/lib/ldqnx-64.so.2 /qnx/aarch64le/lib/crt1.o /qnx/aarch64le/lib/crti.o a.o -lc -L "
     "/qnx/aarch64le/lib "
     "/qnx/aarch64le/lib/crtn.o",
     {{"QNX_TARGET", "/qnx"}}},
    {"Fuchsia speaks to the linker itself",
     "x86_64-unknown-fuchsia-cc",
     "-flavor gnu Scrt1.o a.o -lc",
     "rust-lld -flavor gnu /sys/lib/Scrt1.o a.o -lc -m elf_x86_64 -dynamic-linker ld.so.1 -L /sys/lib",
     {{"LINKSHIM_SYSROOT_x86_64_unknown_fuchsia", "/sys"}}},
    {"link.exe's words, with an xwin folder",
     "x86_64-pc-windows-msvc-cc",
     "/NOLOGO a.obj KERNEL32.LIB kernel32.lib",
     "rust-lld -flavor link /Brepro /NOLOGO a.obj KERNEL32.LIB kernel32.lib /libpath:/xwin/crt/lib/x86_64 "
     "/libpath:/xwin/sdk/lib/um/x86_64 /libpath:/xwin/sdk/lib/ucrt/x86_64",
     {{"XWIN_DIR", "/xwin"}}},
    {"UEFI needs nothing", "x86_64-unknown-uefi-cc",
     "/NOLOGO /entry:efi_main /subsystem:efi_application a.obj",
     "rust-lld -flavor link /Brepro /NOLOGO /entry:efi_main /subsystem:efi_application a.obj"},
    {"FreeBSD's stubs", "x86_64-unknown-freebsd-cc", "-nodefaultlibs a.o -lpthread -lc",
     "rust-lld -flavor gnu -m elf_x86_64_fbsd --error-handling-script=/opt/linkshim --eh-frame-hdr -pie "
     "-dynamic-linker "
     "/libexec/ld-elf.so.1 GEN/Scrt1.o GEN/crti.o GEN/crtbeginS.o a.o -lpthread -lc -L GEN GEN/crtendS.o "
     "GEN/crtn.o"},
    {"OpenBSD's start files have other names", "x86_64-unknown-openbsd-cc", "-nodefaultlibs a.o -lc",
     "rust-lld -flavor gnu -m elf_x86_64 --error-handling-script=/opt/linkshim --eh-frame-hdr -pie "
     "-dynamic-linker "
     "/usr/libexec/ld.so GEN/crt0.o GEN/crtbegin.o a.o -lc -L GEN GEN/crtend.o"},
    {"FreeBSD's stubs link nothing statically", "x86_64-unknown-freebsd-cc", "-static a.o",
     "linkshim: error: a static link needs the C library itself, and linkshim brings stubs of the system's "
     "shared "
     "libraries only\n"
     "  target    x86_64-unknown-freebsd\n"
     "  missing   libc.a\n"
     "  it is in  the folders lib, usr/lib and usr/include of a FreeBSD system (base.txz)\n"
     "  try: export LINKSHIM_SYSROOT_x86_64_unknown_freebsd=/path/to/it, or link without -static\n"},
    {"nor OpenBSD's as a static-pie", "x86_64-unknown-openbsd-cc", "-static-pie a.o",
     "linkshim: error: a static link needs the C library itself, and linkshim brings stubs of the system's "
     "shared "
     "libraries only\n"
     "  target    x86_64-unknown-openbsd\n"
     "  missing   libc.a\n"
     "  it is in  the folders usr/lib and usr/include of an OpenBSD system (base, comp)\n"
     "  try: export LINKSHIM_SYSROOT_x86_64_unknown_openbsd=/path/to/it, or link without -static\n"},
    {"no C library is asked for", "x86_64-unknown-netbsd-cc", "-static -nostdlib a.o",
     "rust-lld -flavor gnu -m elf_x86_64 --error-handling-script=/opt/linkshim --eh-frame-hdr -static a.o"},
    {"a C program of illumos needs its start files", "x86_64-unknown-illumos-cc", "a.o",
     "linkshim: error: this needs the platform's own headers and libraries, and "
     "LINKSHIM_SYSROOT_x86_64_unknown_illumos is not set\n"
     "  target    x86_64-unknown-illumos\n"
     "  missing   crt1.o\n"
     "  it names  the folders lib and usr of an illumos or Solaris system\n"
     "  try: export LINKSHIM_SYSROOT_x86_64_unknown_illumos=/path/to/it\n"},
    {"a static one too", "x86_64-unknown-illumos-cc", "-static a.o",
     "linkshim: error: this needs the platform's own headers and libraries, and "
     "LINKSHIM_SYSROOT_x86_64_unknown_illumos is not set\n"
     "  target    x86_64-unknown-illumos\n"
     "  missing   crt1.o\n"
     "  it names  the folders lib and usr of an illumos or Solaris system\n"
     "  try: export LINKSHIM_SYSROOT_x86_64_unknown_illumos=/path/to/it\n"},
    {"a system without a static C library",
     "x86_64-unknown-illumos-cc",
     "-static a.o",
     "linkshim: error: a static link needs the C library itself, and the given system has it as a shared "
     "library only\n"
     "  target   x86_64-unknown-illumos\n"
     "  missing  libc.a\n"
     "  system   /sys\n"
     "  try: link without -static\n",
     {{"LINKSHIM_SYSROOT_x86_64_unknown_illumos", "/sys"}}},
    {"a kernel names no library", "x86_64-unknown-freebsd-cc", "-static -nodefaultlibs -nostartfiles a.o",
     "rust-lld -flavor gnu -m elf_x86_64_fbsd --error-handling-script=/opt/linkshim --eh-frame-hdr -static "
     "a.o"},
    {"a C program of WASI", "wasm32-wasip1-cc", "-O2 -Wl,--export=f a.o -o a.wasm",
     "rust-lld -flavor wasm -m wasm32 /share/sysroots/wasm32-wasip1/lib/crt1-command.o --export=f a.o -o "
     "a.wasm -lc "
     "-lclang_rt.builtins -L/share/sysroots/wasm32-wasip1/lib"},
    {"rustc names a start file that it does not have", "wasm32-wasip1-cc",
     "-flavor wasm crt1-command.o a.o -lc",
     "rust-lld -flavor wasm /share/sysroots/wasm32-wasip1/lib/crt1-command.o a.o -lc -lclang_rt.builtins "
     "-L/share/sysroots/wasm32-wasip1/lib"},
    {"what means nothing for a module, as with clang", "wasm32-wasip1-cc",
     "-rdynamic -pie -static-pie -T x.ld -symbolic -framework F -nostdlib a.o -fuse-ld=lld",
     "rust-lld -flavor wasm -m wasm32 a.o -lclang_rt.builtins -L/share/sysroots/wasm32-wasip1/lib"},
    {"a shared module is a reactor", "wasm32-wasip1-cc", "-shared -nodefaultlibs a.o",
     "rust-lld -flavor wasm -m wasm32 /share/sysroots/wasm32-wasip1/lib/crt1-reactor.o --entry _initialize "
     "-shared "
     "a.o -lclang_rt.builtins -L/share/sysroots/wasm32-wasip1/lib"},
    {"a relocatable file", "wasm32-wasip2-cc", "-r a.o -o b.o",
     "rust-lld -flavor wasm -m wasm32 -r a.o -o b.o -L/share/sysroots/wasm32-wasip2/lib"},
    {"a component", "wasm32-wasip2-cc", "-flavor wasm crt1-command.o a.o -lc",
     "wasm-component-ld --wasm-ld-path /rust/bin/gcc-ld/wasm-ld "
     "/share/sysroots/wasm32-wasip2/lib/crt1-command.o a.o -lc "
     "-lclang_rt.builtins -L/share/sysroots/wasm32-wasip2/lib"},
    {"no library at all", "wasm32-unknown-unknown-cc", "-nostdlib -Wl,--no-entry a.o",
     "rust-lld -flavor wasm -m wasm32 --no-entry a.o"},
    {"illumos: words of its own ld", "x86_64-unknown-illumos-cc",
     "-nodefaultlibs -Wl,-z,ignore -std=c99 a.o b.so",
     "rust-lld -flavor gnu -m elf_x86_64 --error-handling-script=/opt/linkshim --eh-frame-hdr "
     "-dynamic-linker "
     "/lib/amd64/ld.so.1 a.o b.so"},
};

TEST(PlatformPlan, WholeLines) {
  test::FakeFileSystem files = machine();
  for (const Case &c : cases)
    EXPECT_EQ(planned(c, files), c.expected) << c.name;
}

const Case badCases[] = {
    {"a library of Android, and no NDK", "aarch64-linux-android-cc", "-nodefaultlibs a.o -llog",
     "linkshim: error: this needs the platform's own headers and libraries, and ANDROID_NDK_HOME is not set\n"
     "  target    aarch64-linux-android\n"
     "  missing   liblog\n"
     "  it names  the folder of an Android NDK\n"
     "  " BRINGS "ANDROID_NDK_HOME=/path/to/it\n"},
    {"an NDK that has no such level",
     "aarch64-linux-android-cc",
     "a.o",
     "linkshim: error: there are no libraries of API level 99 for aarch64-linux-android\n"
     "  looked in  " NDK "sysroot/usr/lib/aarch64-linux-android\n"
     "  it has     21 24\n"
     "  try: export ANDROID_PLATFORM=21\n",
     {{"ANDROID_NDK_HOME", "/ndk"}, {"ANDROID_PLATFORM", "android-99"}}},
    {"a folder that is no NDK",
     "aarch64-linux-android-cc",
     "a.o -llog",
     "linkshim: error: /sys has not what links for aarch64-linux-android need\n"
     "  missing     liblog\n"
     "  looked for  " ANDROID_PLACES "\n"
     "  wanted      the folder of an Android NDK\n"
     "  try: export ANDROID_NDK_HOME=/path/to/it\n",
     {{"ANDROID_NDK_HOME", "/sys"}}},
    {"no folder at all",
     "x86_64-unknown-haiku-cc",
     "a.o -lroot",
     "linkshim: error: /nowhere is no folder\n"
     "  missing     libroot\n"
     "  looked for  boot/system/develop/lib boot/system/lib develop/lib lib\n"
     "  wanted      a Haiku cross toolchain's sysroot (boot/system/develop)\n"
     "  try: export LINKSHIM_SYSROOT_x86_64_unknown_haiku=/path/to/it\n",
     {{"LINKSHIM_SYSROOT_x86_64_unknown_haiku", "/nowhere"}}},
    {"no xwin folder", "x86_64-pc-windows-msvc-cc", "/NOLOGO a.obj kernel32.lib",
     "linkshim: error: the runtime and the import libraries of x86_64-pc-windows-msvc are not installed\n"
     "  missing          kernel32.lib\n"
     "  looked for       /share/sysroots/x86_64-pc-windows-msvc.pack\n"
     "  or set XWIN_DIR  a folder that `xwin splat` made, with Microsoft's C runtime and Windows SDK\n"
     "  try: linkshim sysroot install x86_64-pc-windows-msvc\n"},
    {"a system that has no variable of its own", "x86_64-unknown-haiku-cc", "-nodefaultlibs a.o -lroot",
     "linkshim: error: this needs the platform's own headers and libraries, and "
     "LINKSHIM_SYSROOT_x86_64_unknown_haiku is "
     "not set\n"
     "  target    x86_64-unknown-haiku\n"
     "  missing   libroot\n"
     "  it names  a Haiku cross toolchain's sysroot (boot/system/develop)\n"
     "  " BRINGS "LINKSHIM_SYSROOT_x86_64_unknown_haiku=/path/to/it\n"},
    {"a linker of its own", "bpfel-unknown-none-cc", "--export f a.o",
     "linkshim: error: bpfel-unknown-none is linked by bpf-linker, which was not found\n"
     "  looked in  PATH\n"
     "  try: cargo install bpf-linker\n"},
    {"no linker that runs here", "powerpc64-ibm-aix-cc", "a.o",
     "linkshim: error: no linker that runs here makes programs for powerpc64-ibm-aix\n"
     "  links it  an AIX system: only its own ld makes XCOFF programs\n"
     "  try: cargo rustc --target powerpc64-ibm-aix -- --emit=obj, and link there\n"},
    {"lld does not know the processor, and a distribution has GNU ld", "sparc64-unknown-netbsd-cc",
     "-nodefaultlibs a.o",
     "linkshim: error: lld does not link for sparc64-unknown-netbsd\n"
     "  linker    /rust/bin/rust-lld\n"
     "  links it  GNU ld, or mold where it knows the processor\n"
     "  try: apt-get install binutils-sparc64-linux-gnu\n"},
    {"no pack of a component's C library", "wasm32-wasip3-cc", "a.o",
     "linkshim: error: the start files and the C library of wasm32-wasip3 are not installed\n"
     "  missing  crt1-command.o\n"
     "  bring    the folder share/wasi-sysroot of a wasi-sdk\n"
     "  try: export LINKSHIM_SYSROOT_wasm32_wasip3=/path/to/it\n"},
};

TEST(PlatformPlan, Messages) {
  test::FakeFileSystem files = machine();
  for (const Case &c : badCases)
    EXPECT_EQ(planned(c, files), c.expected) << c.name;
}

TEST(PlatformPlan, CompilesWithThePlatformsHeaders) {
  test::FakeFileSystem files = machine();
  EXPECT_EQ(planned({"", "aarch64-linux-android-cc", "-c a.c", "", {{"ANDROID_NDK_HOME", "/ndk"}}}, files),
            "/bin/clang --start-no-unused-arguments --target=aarch64-linux-android21 -fPIE -nostdlibinc "
            "-idirafter " NDK "sysroot/usr/include/aarch64-linux-android -idirafter " NDK
            "sysroot/usr/include --end-no-unused-arguments -c a.c");
  EXPECT_EQ(planned({"", "x86_64-pc-windows-msvc-cc", "-c a.c", "", {{"XWIN_DIR", "/xwin"}}}, files),
            "/bin/clang --start-no-unused-arguments --target=x86_64-pc-windows-msvc "
            "-mno-incremental-linker-compatible -nostdlibinc -idirafter "
            "/xwin/crt/include -idirafter /xwin/sdk/include/ucrt --end-no-unused-arguments -c a.c");
}

TEST(BsdPieces, EveryAbiHasWhatItsDriverNames) {
  for (std::string_view abi : bsd::allAbis()) {
    Strings names;
    for (const Piece &piece : bsd::makePieces(abi)) {
      names.push_back(piece.name);
      EXPECT_FALSE(piece.bytes.empty()) << abi << " " << piece.name;
    }
    EXPECT_THAT(names, ::testing::IsSupersetOf({"libc.so", "libm.so", "libpthread.so", "libutil.so",
                                                "libexecinfo.so", "libgcc_s.so", "crtbeginS.o"}))
        << abi;
  }
  EXPECT_TRUE(bsd::makePieces("freebsd-nothing").empty());
}

} // namespace
} // namespace linkshim
