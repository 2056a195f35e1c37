// Every target that `rustc --print target-list` names, one row each, by family: of the releases of Rust that Releases.td
// names. The classes and their usual values are in Platforms.td, the columns are explained in Target.h.
// scripts/check-data triples compares the rows with rustc, clang and lld; run it after each change.
//
// The GNU spelling (Gnu) names the tools of a row: aarch64-linux-gnu-gcc. Where several rows share one, exactly one is
// preferred (PreferredGnu = 0 in the others): the one that people mean by that compiler.
include "Platforms.td"

//===--- Linux with glibc -------------------------------------------------------------------------------------===//
def GlibcX86_64 : Glibc<"x86_64", "/lib64/ld-linux-x86-64.so.2", "2.17", "amd64">;
def GlibcI386 : Glibc<"i386", "/lib/ld-linux.so.2", "2.17", "i386">;
def GlibcAarch64 : Glibc<"aarch64", "/lib/ld-linux-aarch64.so.1", "2.17", "arm64">;
def GlibcArmhf : Glibc<"armhf", "/lib/ld-linux-armhf.so.3", "2.17", "armhf">;
def GlibcArmel : Glibc<"armel", "/lib/ld-linux.so.3", "2.17", "armel">;
def GlibcRiscv64 : Glibc<"riscv64", "/lib/ld-linux-riscv64-lp64d.so.1", "2.27", "riscv64">;

def : LinuxGnu<"x86_64-unknown-linux-gnu", X86_64, GlibcX86_64>;
// The same compiler, C library and pack; std itself is built with a sanitizer.
class Sanitized<string sanitizer> : LinuxGnu<"x86_64-unknown-linux-gnu" # sanitizer, X86_64, GlibcX86_64,
                                             "x86_64-unknown-linux-gnu"> {
  let Gnu = "x86_64-linux-gnu";
  let PreferredGnu = 0;
  let Pack = Llvm;
  let StaticSibling = "x86_64-unknown-linux-musl";
}
def : Sanitized<"asan">;
let RustFirst = "1.96" in {
def : Sanitized<"msan">;
def : Sanitized<"tsan">;
}
def : LinuxGnu<"x86_64-unknown-linux-gnux32", X32, Glibc<"x32", "/libx32/ld-linux-x32.so.2", "2.17", "x32">> {
  let Abi = "x32";
}
def : LinuxGnu<"i586-unknown-linux-gnu", I586, GlibcI386>;
def : LinuxGnu<"i686-unknown-linux-gnu", I686, GlibcI386>;

def : LinuxGnu<"aarch64-unknown-linux-gnu", AArch64Linux, GlibcAarch64>;
def : LinuxGnu<"aarch64_be-unknown-linux-gnu", AArch64BeLinux, Glibc<"aarch64_be", "/lib/ld-linux-aarch64_be.so.1">>;
// No released glibc has ILP32: whoever has one brings it.
def Ilp32Sysroot : NeedsSysroot<"a glibc with the ILP32 patches, and a GNU ld">;
class LinuxIlp32<string triple, Cpu cpu, string loader> : LinuxBase<triple, cpu, triple> {
  let Environment = "gnu";
  let Abi = "ilp32";
  let Libc = "Libc::other";
  let Interpreter = loader;
  let StartFiles = "StartFiles::user";
  let Runner = "";
  let Brings = Ilp32Sysroot;
}
def : LinuxIlp32<"aarch64-unknown-linux-gnu_ilp32", AArch64Ilp32, "/lib/ld-linux-aarch64_ilp32.so.1">;
def : LinuxIlp32<"aarch64_be-unknown-linux-gnu_ilp32", AArch64BeIlp32, "/lib/ld-linux-aarch64_be_ilp32.so.1">;

// Debian's arm-linux-gnueabihf-gcc makes ARMv7 code, its arm-linux-gnueabi-gcc code for old cores.
class ArmGnu<string triple, Cpu cpu, Glibc c, string llvm = triple> : LinuxGnu<triple, cpu, c, llvm> {
  let Abi = !if(!eq(c.Abi, "armhf"), "eabihf", "eabi");
  let Gnu = "arm-linux-gnu" # !if(!eq(c.Abi, "armhf"), "eabihf", "eabi");
  let PreferredGnu = 0;
}
def : ArmGnu<"armv7-unknown-linux-gnueabihf", ArmV7Hf, GlibcArmhf> { let PreferredGnu = 1; }
def : ArmGnu<"thumbv7neon-unknown-linux-gnueabihf", ArmV7Neon, GlibcArmhf, "armv7-unknown-linux-gnueabihf"> {
  let ClangFlags = "-march=armv7-a -mfloat-abi=hard -mfpu=neon -mthumb";
}
def : ArmGnu<"arm-unknown-linux-gnueabihf", ArmV6Hf, GlibcArmhf>;
def : ArmGnu<"arm-unknown-linux-gnueabi", ArmV6, GlibcArmel> { let PreferredGnu = 1; }
def : ArmGnu<"armv7-unknown-linux-gnueabi", ArmV7, GlibcArmel>;
def : ArmGnu<"armv5te-unknown-linux-gnueabi", ArmV5te, GlibcArmel>;
def : ArmGnu<"armv4t-unknown-linux-gnueabi", ArmV4t, GlibcArmel>;
def : ArmGnu<"armeb-unknown-linux-gnueabi", ArmBeV8, Glibc<"armeb", "/lib/ld-linux.so.3">> {
  let Gnu = "armeb-linux-gnueabi";
  let PreferredGnu = 1;
  let LinkFlags = "--be8"; // code little-endian in the file, as all from ARMv6 on want it
}

def : LinuxGnu<"riscv64gc-unknown-linux-gnu", Rv64gc, GlibcRiscv64, "riscv64-unknown-linux-gnu"> {
  let Gnu = "riscv64-linux-gnu";
}
def : LinuxGnu<"riscv64a23-unknown-linux-gnu", Rva23, GlibcRiscv64, "riscv64-unknown-linux-gnu"> {
  let Gnu = "riscv64-linux-gnu";
  let PreferredGnu = 0; // for chips of 2023 and later alone
}
def : LinuxGnu<"riscv32gc-unknown-linux-gnu", Rv32gc,
               Glibc<"riscv32", "/lib/ld-linux-riscv32-ilp32d.so.1", "2.33">, "riscv32-unknown-linux-gnu"> {
  let Gnu = "riscv32-linux-gnu";
}
def : LinuxGnu<"loongarch64-unknown-linux-gnu", Loongarch64Linux,
               Glibc<"loongarch64", "/lib64/ld-linux-loongarch-lp64d.so.1", "2.36", "loong64">>;
def : LinuxGnu<"s390x-unknown-linux-gnu", S390x, Glibc<"s390x", "/lib/ld64.so.1", "2.17", "s390x">>;

def : LinuxGnu<"powerpc64le-unknown-linux-gnu", Ppc64le, Glibc<"powerpc64le", "/lib64/ld64.so.2", "2.17", "ppc64el">> {
  let Abi = "elfv2";
}
def : LinuxGnu<"powerpc64-unknown-linux-gnu", Ppc64ElfV1, Glibc<"powerpc64", "/lib64/ld64.so.1", "2.17", "ppc64">> {
  let Abi = "elfv1";
}
// glibc can be built so; no distribution has done it.
def ElfV2Sysroot : NeedsSysroot<"a big-endian glibc of the ABI ELFv2">;
def : LinuxBase<"powerpc64-unknown-linux-gnuelfv2", Ppc64, "powerpc64-unknown-linux-gnu"> {
  let RustFirst = "1.98";
  let Environment = "gnu";
  let Abi = "elfv2";
  let Libc = "Libc::other";
  let Interpreter = "/lib64/ld64.so.2";
  let StartFiles = "StartFiles::user";
  let Brings = ElfV2Sysroot;
}
def : LinuxGnu<"powerpc-unknown-linux-gnu", Ppc, Glibc<"powerpc", "/lib/ld.so.1", "2.17", "powerpc">>;
// glibc dropped SPE in 2.30.
def : LinuxGnu<"powerpc-unknown-linux-gnuspe", Spe<"powerpcspe-unknown-linux-gnu">,
               Glibc<"powerpcspe", "/lib/ld.so.1", "2.17", "powerpcspe">> {
  let Abi = "spe";
}

// MIPS: rustc's o32 rows keep 32-bit and 64-bit FPU modes apart (fpxx), so that they link with either.
defvar MipsFpxx = MipsR2 # " -mfpxx -mno-odd-spreg";
def : LinuxGnu<"mips-unknown-linux-gnu", Mips32<"big", MipsFpxx>, Glibc<"mips", "/lib/ld.so.1", "2.17", "mips">>;
def : LinuxGnu<"mipsel-unknown-linux-gnu", Mips32<"little", MipsFpxx>,
               Glibc<"mipsel", "/lib/ld.so.1", "2.17", "mipsel">>;
def : LinuxGnu<"mips64-unknown-linux-gnuabi64", Mips64<"big", Mips64R2 # " -mxgot">,
               Glibc<"mips64", "/lib64/ld.so.1", "2.17", "mips64">> { let Abi = "abi64"; }
def : LinuxGnu<"mips64el-unknown-linux-gnuabi64", Mips64<"little", Mips64R2 # " -mxgot">,
               Glibc<"mips64el", "/lib64/ld.so.1", "2.17", "mips64el">> { let Abi = "abi64"; }
// Release 6 means the NaN encoding of 2008, with a loader of its own; code for it is in glibc from 2.21 on.
def : LinuxGnu<"mipsisa32r6-unknown-linux-gnu", Mips32r6<"big">,
               Glibc<"mipsr6", "/lib/ld-linux-mipsn8.so.1", "2.21", "mipsr6">>;
def : LinuxGnu<"mipsisa32r6el-unknown-linux-gnu", Mips32r6<"little">,
               Glibc<"mipsr6el", "/lib/ld-linux-mipsn8.so.1", "2.21", "mipsr6el">>;
def : LinuxGnu<"mipsisa64r6-unknown-linux-gnuabi64", Mips64r6<"big">,
               Glibc<"mips64r6", "/lib64/ld-linux-mipsn8.so.1", "2.21", "mips64r6">> { let Abi = "abi64"; }
def : LinuxGnu<"mipsisa64r6el-unknown-linux-gnuabi64", Mips64r6<"little">,
               Glibc<"mips64r6el", "/lib64/ld-linux-mipsn8.so.1", "2.21", "mips64r6el">> { let Abi = "abi64"; }

def : LinuxGnu<"m68k-unknown-linux-gnu", M68k<"M68020">, Glibc<"m68k", "/lib/ld.so.1", "2.17", "m68k">>;
def : LinuxGnu<"sparc64-unknown-linux-gnu", Sparc64, Glibc<"sparc64", "/lib64/ld-linux.so.2", "2.17", "sparc64">>;
def : LinuxGnu<"sparc-unknown-linux-gnu", SparcV8plus, Glibc<"sparc", "/lib/ld-linux.so.2", "2.17", "sparc">> {
  let LinkFlags = "--accept-unknown-input-arch"; // rustc's symbols.o lacks the mark of 32-bit code for V9
}
defvar NoCsky = "no distribution has a GNU ld or a glibc for it";
def : LinuxGnu<"csky-unknown-linux-gnuabiv2", Csky<"">, Glibc<"csky", "/lib/ld-linux-cskyv2.so.1", "2.29">> {
  let Abi = "abiv2";
  let Unlinked = NoCsky;
}
def : LinuxGnu<"csky-unknown-linux-gnuabiv2hf", Csky<"-mcpu=ck860fv -mhard-float">,
               Glibc<"cskyhf", "/lib/ld-linux-cskyv2-hf.so.1", "2.29">, "csky-unknown-linux-gnuabiv2"> {
  let Abi = "abiv2hf";
  let Unlinked = NoCsky;
  let Gnu = "csky-linux-gnuabiv2"; // one compiler, told apart by -mhard-float
  let PreferredGnu = 0;
}

// What OpenEmbedded and Yocto build: the same machines, C library and packs, in tools with names of their own. `gnu` begins
// those names, as in aarch64-oe-linux-gcc.
class OpenEmbedded<string triple, Cpu cpu, Glibc c, string gnu, string sibling, string multiarch>
    : LinuxGnu<triple, cpu, c> {
  let RustFirst = "1.98";
  let Gnu = gnu;
  let Pack = sibling;
  let Multiarch = multiarch;
  let StaticSibling = !subst("gnu", "musl", sibling);
}
def : OpenEmbedded<"aarch64-oe-linux-gnu", AArch64, GlibcAarch64, "aarch64-oe-linux", "aarch64-unknown-linux-gnu",
                   "aarch64-linux-gnu"> { let ClangFlags = InlineAtomics; }
def : OpenEmbedded<"armv7-oe-linux-gnueabihf", ArmV7Hf, GlibcArmhf, "arm-oe-linux-gnueabi",
                   "armv7-unknown-linux-gnueabihf", "arm-linux-gnueabihf"> { let Abi = "eabihf"; }
def : OpenEmbedded<"i686-oe-linux-gnu", I686, GlibcI386, "i686-oe-linux", "i686-unknown-linux-gnu", "i386-linux-gnu"> {
  let ClangFlags = "-march=core2";
}
def : OpenEmbedded<"riscv64-oe-linux-gnu", Rv64gc, GlibcRiscv64, "riscv64-oe-linux", "riscv64gc-unknown-linux-gnu",
                   "riscv64-linux-gnu">;
def : OpenEmbedded<"x86_64-oe-linux-gnu", X86_64, GlibcX86_64, "x86_64-oe-linux", "x86_64-unknown-linux-gnu",
                   "x86_64-linux-gnu">;

//===--- Linux with musl --------------------------------------------------------------------------------------===//
// Those that are static unless asked otherwise come first in each group.
class MuslStatic<string triple, Cpu cpu, string arch, string llvm = triple> : LinuxMusl<triple, cpu, arch, llvm> {
  let CrtStatic = 1;
}
def : MuslStatic<"x86_64-unknown-linux-musl", X86_64, "x86_64">;
def : MuslStatic<"i586-unknown-linux-musl", I586, "i386">;
def : MuslStatic<"i686-unknown-linux-musl", I686, "i386">;
def : MuslStatic<"aarch64-unknown-linux-musl", AArch64Linux, "aarch64">;
def : LinuxMusl<"aarch64_be-unknown-linux-musl", AArch64BeLinux, "aarch64_be">;

class ArmMusl<string triple, Cpu cpu, string llvm = triple> : MuslStatic<triple, cpu, "arm", llvm> {
  let Abi = "eabi";
}
class ArmMuslHf<string triple, Cpu cpu, string llvm = triple> : MuslStatic<triple, cpu, "armhf", llvm> {
  let Abi = "eabihf";
}
def : ArmMusl<"arm-unknown-linux-musleabi", ArmV6>;
def : ArmMuslHf<"arm-unknown-linux-musleabihf", ArmV6Hf>;
def : ArmMusl<"armv5te-unknown-linux-musleabi", ArmV5te>;
def : ArmMusl<"armv7-unknown-linux-musleabi", ArmV7>;
def : ArmMuslHf<"armv7-unknown-linux-musleabihf", ArmV7Hf>;
def : ArmMuslHf<"thumbv7neon-unknown-linux-musleabihf", ArmV7Neon, "armv7-unknown-linux-musleabihf"> {
  let Gnu = "armv7-linux-musleabihf";
  let PreferredGnu = 0;
  let CrtStatic = 0;
  let ClangFlags = "-march=armv7-a -mfloat-abi=hard -mfpu=neon -mthumb";
}

def : LinuxMusl<"riscv64gc-unknown-linux-musl", Rv64gc, "riscv64", "riscv64-unknown-linux-musl"> {
  let Gnu = "riscv64-linux-musl";
}
def : LinuxMusl<"riscv32gc-unknown-linux-musl", Rv32gc, "riscv32", "riscv32-unknown-linux-musl"> {
  let Gnu = "riscv32-linux-musl";
}
def : LinuxMusl<"loongarch64-unknown-linux-musl", Loongarch64Linux, "loongarch64">;
def : LinuxMusl<"s390x-unknown-linux-musl", S390x, "s390x">;
def : MuslStatic<"powerpc64le-unknown-linux-musl", Ppc64le, "powerpc64le"> { let Abi = "elfv2"; }
def : LinuxMusl<"powerpc64-unknown-linux-musl", Ppc64, "powerpc64"> { let Abi = "elfv2"; }
def : LinuxMusl<"powerpc-unknown-linux-musl", Ppc, "powerpc">;
def : LinuxMusl<"powerpc-unknown-linux-muslspe", Spe<"powerpcspe-unknown-linux-musl">, "powerpc-sf"> {
  let Abi = "spe";
}

// musl's `-sf` is soft float: rustc's choice for all MIPS but the abi64 rows.
def : LinuxMusl<"mips-unknown-linux-musl", Mips32<"big", MipsR2 # " -msoft-float">, "mips-sf">;
def : LinuxMusl<"mipsel-unknown-linux-musl", Mips32<"little", MipsR2 # " -msoft-float">, "mipsel-sf">;
def : LinuxMusl<"mips64-openwrt-linux-musl", Mips64<"big", Mips64R2 # " -msoft-float">, "mips64-sf",
                "mips64-unknown-linux-musl"> {
  let Abi = "abi64";
  let Gnu = "mips64-linux-musl";
}
def : LinuxMusl<"mips64-unknown-linux-muslabi64", Mips64<"big", Mips64R2 # " -mxgot">, "mips64",
                "mips64-unknown-linux-musl"> { let Abi = "abi64"; }
def : LinuxMusl<"mips64el-unknown-linux-muslabi64", Mips64<"little", Mips64R2 # " -mxgot">, "mips64el",
                "mips64el-unknown-linux-musl"> { let Abi = "abi64"; }

// musl's own sources have no Hexagon; its port is a fork.
def HexagonSysroot : NeedsSysroot<"the sysroot of a Hexagon Linux toolchain (musl's Hexagon fork)">;
def : LinuxMusl<"hexagon-unknown-linux-musl", Hexagon<"v60">, ""> {
  let Interpreter = "/lib/ld-musl-hexagon.so.1";
  let StartFiles = "StartFiles::user";
  let Brings = HexagonSysroot;
}
// Signed pointers, in an ABI that LLVM calls a test; the libraries are a fork of musl.
def PauthSysroot : NeedsSysroot<"a musl built for the ABI pauthtest (access-softek/musl)">;
def : LinuxMusl<"aarch64-unknown-linux-pauthtest", AArch64, ""> {
  let RustFirst = "1.98";
  let Abi = "pauthtest";
  let Libc = "Libc::other";
  let Interpreter = "/lib/ld-musl-aarch64.so.1";
  let StartFiles = "StartFiles::user";
  let ConfigName = "aarch64-linux-musl";
  let Brings = PauthSysroot;
}
// A unikernel: Unikraft's build links it with a musl of its own.
def UnikraftBuild : NeedsSysroot<"a Unikraft build with its musl; kraftld drives the link">;
def : LinuxMusl<"x86_64-unikraft-linux-musl", X86_64, "", "x86_64-unknown-linux-musl"> {
  let Libc = "Libc::other";
  let Gnu = "";
  let Interpreter = "";
  let StartFiles = "StartFiles::user";
  let Pie = 0;
  let Runner = "";
  let Brings = UnikraftBuild;
}

//===--- Linux with something else, or nothing ----------------------------------------------------------------===//
class ArmUclibc<string triple, Cpu cpu, string abi, string llvm> : LinuxUclibc<triple, cpu, llvm> { let Abi = abi; }
def : ArmUclibc<"armv5te-unknown-linux-uclibceabi", ArmV5te, "eabi", "armv5te-unknown-linux-gnueabi">;
def : ArmUclibc<"armv7-unknown-linux-uclibceabi", ArmV7, "eabi", "armv7-unknown-linux-gnueabi">;
def : ArmUclibc<"armv7-unknown-linux-uclibceabihf", ArmV7Hf, "eabihf", "armv7-unknown-linux-gnueabihf">;
def : LinuxUclibc<"mips-unknown-linux-uclibc", Mips32<"big", MipsR2 # " -msoft-float">, "mips-unknown-linux-gnu">;
def : LinuxUclibc<"mipsel-unknown-linux-uclibc", Mips32<"little", MipsR2 # " -msoft-float">,
                  "mipsel-unknown-linux-gnu">;

def : Ohos<"aarch64-unknown-linux-ohos", AArch64, "aarch64", "4096"> {
  let LinkFlags = "-z max-page-size=4096 --hash-style=both --fix-cortex-a53-843419";
}
def : Ohos<"armv7-unknown-linux-ohos", ArmV7, "arm", "4096"> { let Abi = "eabi"; }
def : Ohos<"loongarch64-unknown-linux-ohos", Loongarch64Linux, "loongarch64", "16384">;
def : Ohos<"x86_64-unknown-linux-ohos", X86_64, "x86_64", "4096">;

// The kernel's interface alone, with no C library.
def : LinuxBase<"x86_64-unknown-linux-none", X86_64, "x86_64-unknown-linux-none"> {
  let Dialect = "Dialect::gnuLd";
  let Gnu = "";
}

//===--- Android ----------------------------------------------------------------------------------------------===//
def : Android<"aarch64-linux-android", AArch64, "aarch64-linux-android", "16384"> {
  let LinkFlags = "--hash-style=both --no-rosegment -z max-page-size=16384 --fix-cortex-a53-843419";
}
def : Android<"x86_64-linux-android", X86_64, "x86_64-linux-android", "16384">;
def : Android<"i686-linux-android", I686, "i686-linux-android", "">;
def : Android<"riscv64-linux-android", Riscv<64, "rv64gcv_zba_zbb_zbs", "lp64d">, "riscv64-linux-android", "",
              "riscv64-linux-android", "35">;
def : Android<"arm-linux-androideabi", ArmAndroid<"armv5te", "", "armv5te">, "arm-linux-androideabi", "4096"> {
  let Abi = "eabi";
}
def : Android<"armv7-linux-androideabi", ArmAndroid<"armv7-a", "vfpv3-d16", "armv7-a">, "armv7-none-linux-android",
              "4096", "arm-linux-androideabi"> {
  let Abi = "eabi";
  let Gnu = "armv7a-linux-androideabi";
  let ClangFlags = "-march=armv7-a -mfloat-abi=softfp -mfpu=vfpv3-d16 -mthumb";
}
def : Android<"thumbv7neon-linux-androideabi", ArmAndroid<"armv7-a", "neon", "armv7-a">, "armv7-none-linux-android",
              "4096", "arm-linux-androideabi"> {
  let Abi = "eabi";
  let Gnu = "armv7a-linux-androideabi";
  let PreferredGnu = 0;
  let ClangFlags = "-march=armv7-a -mfloat-abi=softfp -mfpu=neon -mthumb";
}

//===--- The BSDs ---------------------------------------------------------------------------------------------===//
def : FreeBsd<"aarch64-unknown-freebsd", AArch64, "arm64">;
def : FreeBsd<"armv6-unknown-freebsd", ArmV6Hf, "arm", "armv6-unknown-freebsd-gnueabihf"> { let Abi = "eabihf"; }
def : FreeBsd<"armv7-unknown-freebsd", ArmV7Hf, "arm", "armv7-unknown-freebsd-gnueabihf"> { let Abi = "eabihf"; }
def : FreeBsd<"i686-unknown-freebsd", I686Pentium4, "i386"> {
  let LinkFlags = "-z notext"; // as rustc's specification has it
}
def : FreeBsd<"powerpc-unknown-freebsd", Ppc, "powerpc", "powerpc-unknown-freebsd13.0">;
def : FreeBsd<"powerpc64-unknown-freebsd", Ppc64, "powerpc64"> { let Abi = "elfv2"; }
def : FreeBsd<"powerpc64le-unknown-freebsd", Ppc64le, "powerpc64le"> { let Abi = "elfv2"; }
def : FreeBsd<"riscv64gc-unknown-freebsd", Rv64gc, "riscv64", "riscv64-unknown-freebsd">;
def : FreeBsd<"x86_64-unknown-freebsd", X86_64, "amd64">;

def : NetBsd<"aarch64-unknown-netbsd", AArch64, "evbarm">;
def : NetBsd<"aarch64_be-unknown-netbsd", AArch64Be, "evbarm">;
def : NetBsd<"armv6-unknown-netbsd-eabihf", ArmV6Hf, "evbarm", "armv6-unknown-netbsdelf-eabihf"> {
  let Abi = "eabihf";
}
def : NetBsd<"armv7-unknown-netbsd-eabihf", ArmV7Hf, "evbarm", "armv7-unknown-netbsdelf-eabihf"> {
  let Abi = "eabihf";
}
def : NetBsd<"i586-unknown-netbsd", I586, "i386", "i586-unknown-netbsdelf">;
def : NetBsd<"i686-unknown-netbsd", I686Pentium4, "i386", "i686-unknown-netbsdelf">;
def : NetBsd<"mipsel-unknown-netbsd", Mips32<"little", "-march=mips32 -mabi=32 -msoft-float">, "evbmips">;
def : NetBsd<"powerpc-unknown-netbsd", Ppc, "macppc">;
def : NetBsd<"riscv64gc-unknown-netbsd", Rv64gc, "riscv", "riscv64-unknown-netbsd">;
def : NetBsd<"sparc64-unknown-netbsd", Sparc64, "sparc64">;
def : NetBsd<"x86_64-unknown-netbsd", X86_64, "amd64">;

def : OpenBsd<"aarch64-unknown-openbsd", AArch64, "arm64">;
def : OpenBsd<"i686-unknown-openbsd", I686Pentium4, "i386">;
def : OpenBsd<"powerpc-unknown-openbsd", Ppc, "powerpc">;
def : OpenBsd<"powerpc64-unknown-openbsd", Ppc64, "powerpc64"> { let Abi = "elfv2"; }
def : OpenBsd<"riscv64gc-unknown-openbsd", Rv64gc, "riscv64", "riscv64-unknown-openbsd">;
def : OpenBsd<"sparc64-unknown-openbsd", Sparc64, "sparc64">;
def : OpenBsd<"x86_64-unknown-openbsd", X86_64, "amd64">;

def DragonFlyBase : NeedsSysroot<"the folders lib, usr/lib and usr/include of a DragonFly system">;
def : Hosted<"x86_64-unknown-dragonfly", X86_64, "x86_64-unknown-dragonfly", "dragonfly", "DragonFly", DragonFlyBase> {
  let GoSystem = "dragonfly";
  let Interpreter = "/usr/libexec/ld-elf.so.2";
  let Pie = 1;
}

//===--- Other systems with their own libraries ---------------------------------------------------------------===//
def : SunOs<"aarch64-unknown-illumos", AArch64, "aarch64-unknown-solaris2.11", "illumos", "/lib/aarch64/ld.so.1",
            "aarch64">;
def : SunOs<"x86_64-unknown-illumos", X86_64, "x86_64-pc-solaris", "illumos", "/lib/amd64/ld.so.1", "i86pc">;
def : SunOs<"x86_64-pc-solaris", X86_64, "x86_64-pc-solaris", "solaris", "/lib/amd64/ld.so.1", "i86pc">;
def : SunOs<"sparcv9-sun-solaris", Sparc64, "sparcv9-sun-solaris", "solaris", "/lib/sparcv9/ld.so.1", "sun4v">;

// Haiku: executables are shared objects (-shared) without an interpreter.
def HaikuSysroot : NeedsSysroot<"a Haiku cross toolchain's sysroot (boot/system/develop)">;
class Haiku<string triple, Cpu cpu> : Hosted<triple, cpu, triple, "haiku", "Haiku", HaikuSysroot> {
  let Starts = StartNames<"crti.o crtbeginS.o start_dyn.o init_term_dyn.o", "crti.o crtbeginS.o start_dyn.o init_term_dyn.o",
                          "crti.o crtbeginS.o init_term_dyn.o", "crtendS.o crtn.o", "crtendS.o crtn.o">;
  let PlatformLibraries = "boot/system/develop/lib boot/system/lib develop/lib lib";
  let PlatformHeaders = "boot/system/develop/headers boot/system/develop/headers/os boot/system/develop/headers/posix "
                        "boot/system/develop/headers/bsd boot/system/develop/headers/gnu";
}
def : Haiku<"i686-unknown-haiku", I686Pentium4> { let CmakeProcessor = "BePC"; }
def : Haiku<"x86_64-unknown-haiku", X86_64> { let Pie = 1; }

// The Hurd has a glibc, but not Linux's symbol versions.
def HurdSysroot : NeedsSysroot<"the libraries of a GNU/Hurd system">;
class Hurd<string triple, Cpu cpu, string loader, string gnu, string debian>
    : Hosted<triple, cpu, triple, "hurd", "GNU", HurdSysroot> {
  let Environment = "gnu";
  let Interpreter = loader;
  let Gnu = gnu;
  let Pie = 1;
  let Debian = debian;
}
def : Hurd<"i686-unknown-hurd-gnu", I686, "/lib/ld.so", "i686-gnu", "hurd-i386">;
def : Hurd<"x86_64-unknown-hurd-gnu", X86_64, "/lib/ld-x86-64.so.1", "x86_64-gnu", "hurd-amd64">;

def : Fuchsia<"aarch64-unknown-fuchsia", AArch64, " --execute-only --fix-cortex-a53-843419">;
def : Fuchsia<"riscv64gc-unknown-fuchsia", Rv64gc> { let Llvm = "riscv64-unknown-fuchsia"; }
def : Fuchsia<"x86_64-unknown-fuchsia", X86_64>;

def : Redox<"aarch64-unknown-redox", AArch64>;
def : Redox<"i586-unknown-redox", I586> { let ClangFlags = "-march=pentiumpro"; }
def : Redox<"riscv64gc-unknown-redox", Rv64gc> { let Llvm = "riscv64-unknown-redox"; }
def : Redox<"x86_64-unknown-redox", X86_64>;

def : HelenOs<"aarch64-unknown-helenos", AArch64>;
def : HelenOs<"i686-unknown-helenos", I686>;
def : HelenOs<"powerpc-unknown-helenos", Ppc>;
def : HelenOs<"sparc64-unknown-helenos", Sparc64>;
def : HelenOs<"x86_64-unknown-helenos", X86_64>;

def : Managarm<"aarch64-unknown-managarm-mlibc", AArch64, "/lib/aarch64-managarm/ld.so">;
def : Managarm<"riscv64gc-unknown-managarm-mlibc", Rv64gc, "/lib/riscv64-managarm/ld-riscv64-lp64d.so"> {
  let Llvm = "riscv64-unknown-managarm-mlibc";
}
def : Managarm<"x86_64-unknown-managarm-mlibc", X86_64, "/lib/x86_64-managarm/ld.so">;

def : Qnx<"aarch64-unknown-nto-qnx700", AArch64, "aarch64-unknown-unknown", "nto70">;
def : Qnx<"aarch64-unknown-nto-qnx710", AArch64, "aarch64-unknown-unknown", "nto71">;
def : Qnx<"aarch64-unknown-nto-qnx710_iosock", AArch64, "aarch64-unknown-unknown", "nto71_iosock">;
let RustLast = "1.97" in {
def : Qnx<"aarch64-unknown-nto-qnx800", AArch64, "aarch64-unknown-unknown", "nto80">;
def : Qnx<"x86_64-pc-nto-qnx800", X86_64, "x86_64-pc-unknown", "nto80">;
}
let System = "qnx", RustFirst = "1.98" in { // release 8 and later
def : Qnx<"aarch64-unknown-qnx", AArch64, "aarch64-unknown-unknown", "">;
def : Qnx<"x86_64-pc-qnx", X86_64, "x86_64-pc-unknown", "">;
}
def : Qnx<"i686-pc-nto-qnx700", I686Pentium4, "i586-pc-unknown", "nto70">;
def : Qnx<"x86_64-pc-nto-qnx710", X86_64, "x86_64-pc-unknown", "nto71">;
def : Qnx<"x86_64-pc-nto-qnx710_iosock", X86_64, "x86_64-pc-unknown", "nto71_iosock">;

def : VxWorks<"aarch64-wrs-vxworks", AArch64, "aarch64-unknown-linux-gnu"> {
  let ClangFlags = InlineAtomics # " -ffixed-x18";
}
def : VxWorks<"armv7-wrs-vxworks-eabihf", ArmV7Hf, "armv7-unknown-linux-gnueabihf"> { let Abi = "eabihf"; }
def : VxWorks<"i686-wrs-vxworks", I686, "i686-unknown-linux-gnu">;
def : VxWorks<"powerpc-wrs-vxworks", Ppc, "powerpc-unknown-linux-gnu">;
def : VxWorks<"powerpc-wrs-vxworks-spe", Spe<"powerpcspe-unknown-linux-gnu">, "powerpc-unknown-linux-gnuspe"> {
  let Abi = "spe";
}
def : VxWorks<"powerpc64-wrs-vxworks", Ppc64ElfV1, "powerpc64-unknown-linux-gnu"> { let Abi = "elfv1"; }
def : VxWorks<"riscv32-wrs-vxworks", Rv32gc, "riscv32-unknown-linux-gnu">;
def : VxWorks<"riscv64-wrs-vxworks", Rv64gc, "riscv64-unknown-linux-gnu">;
def : VxWorks<"x86_64-wrs-vxworks", X86_64, "x86_64-unknown-linux-gnu">;

def LynxCdk : NeedsSysroot<"a LynxOS-178 development kit">;
def : Hosted<"x86_64-lynx-lynxos178", X86_64, "x86_64-unknown-unknown-gnu", "lynxos178", "Generic", LynxCdk>;
def L4ReTree : NeedsSysroot<"an L4Re build tree; l4-bender drives the link">;
class L4Re<string triple, Cpu cpu, string llvm> : Hosted<triple, cpu, llvm, "l4re", "Generic", L4ReTree> {
  let Environment = "uclibc";
  let Dialect = "Dialect::gnuLd";
  let Interpreter = "rom/libld-l4.so";
  let Pie = 1;
}
// rustc 1.96 ends in an assertion with its own linker flavor for it; -C linker-flavor=gcc serves.
def : L4Re<"x86_64-unknown-l4re-uclibc", X86_64, "x86_64-unknown-l4re-gnu">;
def : L4Re<"aarch64-unknown-l4re-uclibc", AArch64, "aarch64-unknown-l4re-uclibc"> {
  let RustFirst = "1.99";
  let ClangFlags = "--target=aarch64-unknown-l4re-gnu"; // clang 22 takes `uclibc` for a version of the system
}
def MotorSysroot : NeedsSysroot<"a Motor OS sysroot">;
def : Hosted<"x86_64-unknown-motor", X86_64, "x86_64-unknown-none-elf", "motor", "Generic", MotorSysroot> {
  let Entry = "motor_start";
  let CrtStatic = 1;
  let Pie = 1;
}
def TrustyTree : NeedsSysroot<"a Trusty build tree (its musl)">;
class Trusty<string triple, Cpu cpu, string llvm> : Hosted<triple, cpu, llvm, "trusty", "Generic", TrustyTree> {
  let CrtStatic = 1;
  let Pie = 1;
}
def : Trusty<"aarch64-unknown-trusty", AArch64NoX18, "aarch64-unknown-unknown-musl">;
def : Trusty<"armv7-unknown-trusty", ArmV7, "armv7-unknown-unknown-gnueabi"> { let Abi = "eabi"; }
def : Trusty<"x86_64-unknown-trusty", X86_64, "x86_64-unknown-unknown-musl">;
def TeeOsSdk : NeedsSysroot<"a TEEOS development kit">;
def : Hosted<"aarch64-unknown-teeos", AArch64Strict, "aarch64-unknown-none", "teeos", "Generic", TeeOsSdk> {
  let Pie = 1;
  let LinkFlags = "-z max-page-size=4096 -z now -z text --execute-only"; // rustc's specification
}
def HexagonSdk : Needs<"HEXAGON_SDK_ROOT", "a Hexagon SDK">;
def : Hosted<"hexagon-unknown-qurt", Hexagon<"v69">, "hexagon-unknown-elf", "qurt", "Generic", HexagonSdk>;
def AixSystem : NeedsSysroot<"an AIX system: only its own ld makes XCOFF programs">;
def : Hosted<"powerpc64-ibm-aix", Ppc64, "powerpc64-ibm-aix", "aix", "AIX", AixSystem> {
  let Abi = "vec-extabi";
  let Format = "ObjectFormat::xcoff";
  let Unlinked = "only AIX's own ld makes XCOFF programs";
  let Dialect = "Dialect::foreign";
  let LinkFormat = "LinkFormatKind::other";
  let LldFlavor = "";
  let Lld = 0;
  let Emulation = "";
  let Machine = XCOFF64;
  let ClangFlags = "-mcpu=pwr7 -mabi=vec-extabi";
  let CmakeProcessor = "powerpc";
}

//===--- Consoles, phones and handhelds -----------------------------------------------------------------------===//
def VitaSdk : Needs<"VITASDK", "a VitaSDK">;
def : Hosted<"armv7-sony-vita-newlibeabihf", ArmV7Neon, "thumbv7a-sony-vita-eabihf", "vita", "Generic", VitaSdk> {
  let Environment = "newlib";
  let Abi = "eabihf";
  let ClangFlags = "-mcpu=cortex-a9 -mfloat-abi=hard -mfpu=neon -mthumb";
}
def DevkitPro : Needs<"DEVKITPRO", "a devkitPro installation with devkitARM">;
def : Hosted<"armv6k-nintendo-3ds", ArmV6kHf, "armv6k-none-eabihf", "horizon", "Nintendo3DS", DevkitPro> {
  let Environment = "newlib";
  let Abi = "eabihf";
  let ClangFlags = "-mcpu=mpcore -mfloat-abi=hard -mfpu=vfpv2 -mtp=soft";
}
def : Bare<"aarch64-nintendo-switch-freestanding", AArch64, "aarch64-unknown-none"> {
  let System = "horizon";
  let Families = ""; // no libraries, unlike Nintendo's other row
  let Pie = 1;
  let ClangFlags = "-march=armv8-a+crc+crypto";
}
def : Bare<"mipsel-sony-psp", Mips32<"little", "-march=mips2 -mabi=32 -msingle-float">> {
  let System = "psp";
  let LinkFlags = "--emit-relocs --nmagic"; // rustc's specification; the console's loader relocates
}
def : Bare<"mipsel-sony-psx", Mips32<"little", "-march=mips1 -mabi=32 -msoft-float">> { let System = "psx"; }
class VexOs<string triple, string llvm, string more = ""> : Bare<triple, ArmV7Hf, llvm> {
  let System = "vexos";
  let Environment = "v5";
  let Abi = "eabihf";
  let ClangFlags = "-mcpu=cortex-a9 -mfloat-abi=hard -mfpu=neon" # more;
}
def : VexOs<"armv7a-vex-v5", "armv7a-none-eabihf"> { let RustLast = "1.98"; }
def : VexOs<"thumbv7a-vex-v5", "thumbv7a-none-eabihf", " -mthumb"> { let RustFirst = "1.99"; }

//===--- Bare metal: Arm --------------------------------------------------------------------------------------===//
// One compiler, arm-none-eabi-gcc, serves all; without options it makes ARMv4T code, so that row is its namesake.
class ArmBare<string triple, Cpu cpu, string abi, string llvm = triple> : Bare<triple, cpu, llvm> {
  let Abi = abi;
  let Gnu = "arm-none-eabi";
  let PreferredGnu = 0;
  let CmakeProcessor = "arm";
}
class ThumbBare<string triple, Cpu cpu, string abi> : ArmBare<triple, cpu, abi> {
  let ClangFlags = cpu.Flags # " -mthumb";
}
def : ArmBare<"armv4t-none-eabi", ArmV4t, "eabi"> { let PreferredGnu = 1; }
def : ArmBare<"armv5te-none-eabi", ArmV5te, "eabi">;
def : ArmBare<"armv6-none-eabi", ArmV6k, "eabi">;
def : ArmBare<"armv6-none-eabihf", ArmV6kHf, "eabihf">;
def : ArmBare<"armv7a-none-eabi", ArmV7Strict, "eabi">;
def : ArmBare<"armv7a-none-eabihf", ArmV7HfStrict, "eabihf">;
def : ArmBare<"armv7r-none-eabi", ArmV7r, "eabi">;
def : ArmBare<"armv7r-none-eabihf", ArmV7rHf, "eabihf">;
def : ArmBare<"armv8r-none-eabihf", ArmV8rHf, "eabihf">;
// Code words are little-endian in the file.
def : ArmBare<"armebv7r-none-eabi", ArmBeV7r, "eabi"> { let LinkFlags = "--be8"; }
def : ArmBare<"armebv7r-none-eabihf", ArmBeV7rHf, "eabihf"> { let LinkFlags = "--be8"; }
def : ThumbBare<"thumbv4t-none-eabi", ArmV4t, "eabi">;
def : ThumbBare<"thumbv5te-none-eabi", ArmV5te, "eabi">;
def : ThumbBare<"thumbv6-none-eabi", ArmV6k, "eabi">;
def : ThumbBare<"thumbv7a-none-eabi", ArmV7Strict, "eabi">;
def : ThumbBare<"thumbv7a-none-eabihf", ArmV7HfStrict, "eabihf">;
def : ThumbBare<"thumbv7r-none-eabi", ArmV7r, "eabi">;
def : ThumbBare<"thumbv7r-none-eabihf", ArmV7rHf, "eabihf">;
def : ThumbBare<"thumbv8r-none-eabihf", ArmV8rHf, "eabihf">;
// Microcontrollers.
def : ThumbBare<"thumbv6m-none-eabi", ArmV6m, "eabi">;
def : ThumbBare<"thumbv7m-none-eabi", ArmV7m, "eabi">;
def : ThumbBare<"thumbv7em-none-eabi", ArmV7em, "eabi">;
def : ThumbBare<"thumbv7em-none-eabihf", ArmV7emHf, "eabihf">;
def : ThumbBare<"thumbv8m.base-none-eabi", ArmV8mBase, "eabi">;
def : ThumbBare<"thumbv8m.main-none-eabi", ArmV8mMain, "eabi">;
def : ThumbBare<"thumbv8m.main-none-eabihf", ArmV8mMainHf, "eabihf">;

def : Bare<"aarch64-unknown-none", AArch64Strict> {
  let Gnu = "aarch64-none-elf";
  let LinkFlags = "--fix-cortex-a53-843419"; // rustc's specification
}
class Aarch64Soft<string triple, Cpu cpu, string llvm> : Bare<triple, cpu, llvm> { let Abi = "softfloat"; }
def : Aarch64Soft<"aarch64-unknown-none-softfloat", AArch64Soft, "aarch64-unknown-none">;
def : Aarch64Soft<"aarch64_be-unknown-none-softfloat", AArch64BeSoft, "aarch64_be-unknown-none">;
def : Bare<"aarch64v8r-unknown-none", AArch64V8r, "aarch64-unknown-none">;
def : Aarch64Soft<"aarch64v8r-unknown-none-softfloat", AArch64V8rSoft, "aarch64-unknown-none">;

def RtemsTools : NeedsSysroot<"an RTEMS tool suite and board support package">;
def : Hosted<"armv7-rtems-eabihf", ArmV7Neon, "armv7-unknown-none-eabihf", "rtems", "Generic", RtemsTools> {
  let Environment = "newlib";
  let Abi = "eabihf";
}
def : Solid<"aarch64-kmc-solid_asp3", AArch64, "aarch64-unknown-none">;
def : Solid<"armv7a-kmc-solid_asp3-eabi", ArmV7, "armv7a-none-eabi"> { let Abi = "eabi"; }
def : Solid<"armv7a-kmc-solid_asp3-eabihf", ArmV7Hf, "armv7a-none-eabihf"> { let Abi = "eabihf"; }

//===--- Bare metal: RISC-V -----------------------------------------------------------------------------------===//
class RiscvBare<string triple, Cpu cpu> : Bare<triple, cpu, cpu.Arch>;
def : RiscvBare<"riscv32e-unknown-none-elf", Rv32<"e", "ilp32e">> { let Abi = "ilp32e"; }
def : RiscvBare<"riscv32em-unknown-none-elf", Rv32<"em", "ilp32e">> { let Abi = "ilp32e"; }
def : RiscvBare<"riscv32emc-unknown-none-elf", Rv32<"emc", "ilp32e">> { let Abi = "ilp32e"; }
def : RiscvBare<"riscv32i-unknown-none-elf", Rv32<"i">>;
def : RiscvBare<"riscv32im-unknown-none-elf", Rv32<"im">>;
def : RiscvBare<"riscv32ima-unknown-none-elf", Rv32<"ima">>;
def : RiscvBare<"riscv32imc-unknown-none-elf", Rv32<"imc">>;
def : RiscvBare<"riscv32imac-unknown-none-elf", Rv32<"imac">> { let Gnu = "riscv32-unknown-elf"; }
def : RiscvBare<"riscv32imfc-unknown-none-elf", Rv32<"imfc", "ilp32f">> { let RustFirst = "1.98"; }
def : RiscvBare<"riscv32imafc-unknown-none-elf", Rv32<"imafc", "ilp32f">>;
def : RiscvBare<"riscv64im-unknown-none-elf", Rv64<"im">>;
def : RiscvBare<"riscv64imac-unknown-none-elf", Rv64<"imac">>;
def : RiscvBare<"riscv64gc-unknown-none-elf", Rv64gc> { let Gnu = "riscv64-unknown-elf"; }
def : RiscvBare<"riscv32im-risc0-zkvm-elf", Rv32<"im">> { let System = "zkvm"; }
def : RiscvBare<"riscv32imac-unknown-xous-elf", Rv32<"imac">> { let System = "xous"; }
def : EspIdf<"riscv32imc-esp-espidf", Rv32<"imc">, "riscv32"> { let Gnu = "riscv32-esp-elf"; }
def : EspIdf<"riscv32imac-esp-espidf", Rv32<"imac">, "riscv32"> {
  let Gnu = "riscv32-esp-elf"; // its default is the oldest chip, the C3: imc
  let PreferredGnu = 0;
}
def : EspIdf<"riscv32imafc-esp-espidf", Rv32<"imafc", "ilp32f">, "riscv32"> {
  let Gnu = "riscv32-esp-elf";
  let PreferredGnu = 0;
}

//===--- Bare metal: others -----------------------------------------------------------------------------------===//
def : Bare<"x86_64-unknown-none", X86_64, "x86_64-unknown-none-elf"> {
  let Gnu = "x86_64-elf";
  let Pie = 1;
  let ClangFlags = NoVector64;
}
// SGX enclaves: rustc's specification passes the many linker options itself.
def : Bare<"x86_64-fortanix-unknown-sgx", X86_64, "x86_64-elf"> {
  let System = "unknown";
  let Environment = "sgx";
  let Abi = "fortanix";
  let Entry = "elf_entry";
  let Pie = 1;
  let ClangFlags = "-mrdrnd -mrdseed -mlvi-hardening";
}
def : Bare<"loongarch32-unknown-none", Loongarch32>;
def : Bare<"loongarch32-unknown-none-softfloat", Loongarch32Soft, "loongarch32-unknown-none"> {
  let Abi = "softfloat";
}
def : Bare<"loongarch64-unknown-none", Loongarch64>;
def : Bare<"loongarch64-unknown-none-softfloat", Loongarch64Soft, "loongarch64-unknown-none"> {
  let Abi = "softfloat";
}
defvar MipsBare = MipsR2 # " -msoft-float -mno-abicalls";
def : Bare<"mips-mti-none-elf", Mips32<"big", MipsBare>, "mips">;
def : Bare<"mipsel-mti-none-elf", Mips32<"little", MipsBare>, "mipsel">;
def : Bare<"mipsel-unknown-none", Mips32<"little", MipsBare>>;
def : Bare<"s390x-unknown-none-softfloat", S390x, "s390x-unknown-linux-gnu"> {
  let Abi = "softfloat";
  let ClangFlags = "-march=z10 -msoft-float";
}
def : Bare<"hexagon-unknown-none-elf", Hexagon<"v60">>;
def : BareCc<"sparc-unknown-none-elf", SparcV7>;
def : BareCc<"m68k-unknown-none-elf", M68k<"M68010">, "m68k"> { let Gnu = "m68k-elf"; }
def : BareCc<"avr-none", Avr, "avr-unknown-unknown"> { let Gnu = "avr"; } // the chip comes from the user's -mmcu
def : BareCc<"msp430-none-elf", Msp430> {
  let Gnu = "msp430-elf";
}
// Xtensa needs Espressif's LLVM and linker.
defvar NoXtensa = "Espressif's own linker links it, and the LLVM of old releases of rustc does not fit its specification";
class XtensaEspIdf<string chip> : EspIdf<"xtensa-" # chip # "-espidf", Xtensa<chip>, "xtensa-none-elf"> {
  let Gnu = "xtensa-" # chip # "-elf";
  let Unlinked = NoXtensa;
}
class XtensaBare<string chip> : BareCc<"xtensa-" # chip # "-none-elf", Xtensa<chip>, "xtensa-none-elf"> {
  let Gnu = "xtensa-" # chip # "-elf";
  let Unlinked = NoXtensa;
  let PreferredGnu = 0;
}
foreach chip = ["esp32", "esp32s2", "esp32s3"] in {
  def : XtensaEspIdf<chip>;
  def : XtensaBare<chip>;
}

def : Hermit<"aarch64-unknown-hermit", AArch64Strict>;
def : Hermit<"aarch64_be-unknown-hermit", AArch64BeStrict>;
def : Hermit<"riscv64gc-unknown-hermit", Rv64gc> { let Llvm = "riscv64-unknown-hermit"; }
def : Hermit<"x86_64-unknown-hermit", X86_64>;

def : Nuttx<"aarch64-unknown-nuttx", AArch64Strict, "aarch64-unknown-none"> {
  let LinkFlags = "--fix-cortex-a53-843419"; // rustc's specification
}
class NuttxArm<string triple, Cpu cpu, string abi, string llvm, string more = ""> : Nuttx<triple, cpu, llvm> {
  let Abi = abi;
  let CmakeProcessor = "arm";
  let ClangFlags = cpu.Flags # more;
}
def : NuttxArm<"armv7a-nuttx-eabi", ArmV7Strict, "eabi", "armv7a-none-eabi">;
def : NuttxArm<"armv7a-nuttx-eabihf", ArmV7NeonStrict, "eabihf", "armv7a-none-eabihf">;
class NuttxThumb<string core, Cpu cpu, string abi> : NuttxArm<core # "-nuttx-" # abi, cpu, abi, core # "-none-" # abi,
                                                              " -mthumb">;
def : NuttxThumb<"thumbv6m", ArmV6m, "eabi">;
def : NuttxThumb<"thumbv7a", ArmV7, "eabi">;
def : NuttxThumb<"thumbv7a", ArmV7Neon, "eabihf">;
def : NuttxThumb<"thumbv7m", ArmV7m, "eabi">;
def : NuttxThumb<"thumbv7em", ArmV7em, "eabi">;
def : NuttxThumb<"thumbv7em", ArmV7emHf, "eabihf">;
def : NuttxThumb<"thumbv8m.base", ArmV8mBase, "eabi">;
def : NuttxThumb<"thumbv8m.main", ArmV8mMain, "eabi">;
def : NuttxThumb<"thumbv8m.main", ArmV8mMainHf, "eabihf">;
def : Nuttx<"riscv32imac-unknown-nuttx-elf", Rv32<"imac">, "riscv32">;
def : Nuttx<"riscv32imafc-unknown-nuttx-elf", Rv32<"imafc", "ilp32f">, "riscv32">;
def : Nuttx<"riscv32imc-unknown-nuttx-elf", Rv32<"imc">, "riscv32">;
def : Nuttx<"riscv64gc-unknown-nuttx-elf", Rv64gc, "riscv64">;
def : Nuttx<"riscv64imac-unknown-nuttx-elf", Rv64<"imac">, "riscv64">;

//===--- Accelerators and virtual machines with linkers of their own ------------------------------------------===//
def : Bare<"amdgcn-amd-amdhsa", AmdGpu> { let System = "amdhsa"; } // the chip comes from the user's -C target-cpu
class Foreign<string triple, Cpu cpu, string llvm, string linker, string from> : Row<triple, cpu, llvm> {
  let Dialect = "Dialect::foreign";
  let LinkFormat = "LinkFormatKind::other";
  let LldFlavor = "";
  let OtherLinker = linker;
  let OtherLinkerFrom = from;
}
class BpfNone<string name, bit big> : Foreign<name # "-unknown-none", Bpf<big>, name, "bpf-linker",
                                              "cargo install bpf-linker"> { let Pie = 1; }
def : BpfNone<"bpfel", 0>;
def : BpfNone<"bpfeb", 1>;
def : Foreign<"nvptx64-nvidia-cuda", Nvptx64, "nvptx64-nvidia-cuda", "llvm-bitcode-linker",
              "rustup component add llvm-bitcode-linker"> {
  let System = "cuda";
  let Format = "ObjectFormat::none"; // text (PTX)
}

//===--- Apple ------------------------------------------------------------------------------------------------===//
// The last argument is rustc's deployment target.
def MacOs : AppleOs<"macos", "macos", "Darwin", "", "darwin">;
def Ios : AppleOs<"ios", "ios", "iOS", "", "ios">;
def IosSimulator : AppleOs<"ios", "ios-simulator", "iOS", "sim", "ios">;
def Catalyst : AppleOs<"ios", "mac-catalyst", "Darwin", "macabi">; // an iOS program for macOS
def TvOs : AppleOs<"tvos", "tvos", "tvOS">;
def TvOsSimulator : AppleOs<"tvos", "tvos-simulator", "tvOS", "sim">;
def WatchOs : AppleOs<"watchos", "watchos", "watchOS">;
def WatchOsSimulator : AppleOs<"watchos", "watchos-simulator", "watchOS", "sim">;
def VisionOs : AppleOs<"visionos", "xros", "visionOS">;
def VisionOsSimulator : AppleOs<"visionos", "xros-simulator", "visionOS", "sim">;

def : AppleArm<"aarch64-apple-darwin", "arm64-apple-macosx", "arm64", MacOs, "11.0">;
def : AppleArm<"arm64e-apple-darwin", "arm64e-apple-macosx", "arm64e", MacOs, "11.0">;
def : AppleX86<"x86_64-apple-darwin", "x86_64-apple-macosx", "x86_64", MacOs, "10.12">;
def : AppleX86<"x86_64h-apple-darwin", "x86_64h-apple-macosx", "x86_64h", MacOs, "10.12">;
def : Apple<"i686-apple-darwin", AppleX86_32, CPU_X86, "i686-apple-macosx", "i386", MacOs, "10.12">;

def : AppleArm<"aarch64-apple-ios", "arm64-apple-ios", "arm64", Ios, "10.0">;
def : AppleArm<"arm64e-apple-ios", "arm64e-apple-ios", "arm64e", Ios, "14.0">;
def : Apple<"armv7s-apple-ios", AppleArm32, CPU_ARM, "armv7s-apple-ios", "armv7s", Ios, "10.0">;
def : AppleArm<"aarch64-apple-ios-sim", "arm64-apple-ios-simulator", "arm64", IosSimulator, "14.0">;
def : AppleX86<"x86_64-apple-ios", "x86_64-apple-ios-simulator", "x86_64", IosSimulator, "10.0">;
def : Apple<"i386-apple-ios", AppleX86_32, CPU_X86, "i386-apple-ios-simulator", "i386", IosSimulator, "10.0">;
def : AppleArm<"aarch64-apple-ios-macabi", "arm64-apple-ios-macabi", "arm64", Catalyst, "14.0">;
def : AppleX86<"x86_64-apple-ios-macabi", "x86_64-apple-ios-macabi", "x86_64", Catalyst, "13.1">;

def : AppleArm<"aarch64-apple-tvos", "arm64-apple-tvos", "arm64", TvOs, "10.0">;
def : AppleArm<"arm64e-apple-tvos", "arm64e-apple-tvos", "arm64e", TvOs, "10.0">;
def : AppleArm<"aarch64-apple-tvos-sim", "arm64-apple-tvos-simulator", "arm64", TvOsSimulator, "14.0">;
def : AppleX86<"x86_64-apple-tvos", "x86_64-apple-tvos-simulator", "x86_64", TvOsSimulator, "10.0">;

let Pie = 1 in { // rustc leaves this unsaid for the other Apple rows, whose executables are so anyway
def : AppleArm<"aarch64-apple-watchos", "arm64-apple-watchos", "arm64", WatchOs, "26.0">;
def : Apple<"arm64_32-apple-watchos", AppleArm64_32, CPU_ARM, "arm64_32-apple-watchos", "arm64_32", WatchOs, "5.0">;
def : Apple<"armv7k-apple-watchos", AppleArm32, CPU_ARM, "armv7k-apple-watchos", "armv7k", WatchOs, "5.0">;
}
def : AppleArm<"aarch64-apple-watchos-sim", "arm64-apple-watchos-simulator", "arm64", WatchOsSimulator, "7.0">;
def : AppleX86<"x86_64-apple-watchos-sim", "x86_64-apple-watchos-simulator", "x86_64", WatchOsSimulator, "5.0">;

def : AppleArm<"aarch64-apple-visionos", "arm64-apple-xros", "arm64", VisionOs, "1.0">;
def : AppleArm<"aarch64-apple-visionos-sim", "arm64-apple-xros-simulator", "arm64", VisionOsSimulator, "1.0">;

//===--- Windows ----------------------------------------------------------------------------------------------===//
// mingw-w64's compilers, as distributions ship them, use msvcrt; llvm-mingw's use the UCRT and compiler-rt.
def : MinGw<"x86_64-pc-windows-gnu", PeX64, "x86_64-pc-windows-gnu">;
def : MinGw<"i686-pc-windows-gnu", PeX86, "i686-pc-windows-gnu">;
let PreferredGnu = 0 in {
def : MinGw<"x86_64-win7-windows-gnu", PeX64, "x86_64-pc-windows-gnu"> { let OsFloor = Windows7; }
def : MinGw<"i686-win7-windows-gnu", PeX86, "i686-pc-windows-gnu"> { let OsFloor = Windows7; }
def : MinGwLlvm<"x86_64-pc-windows-gnullvm", PeX64, "x86_64-pc-windows-gnu">;
def : MinGwLlvm<"i686-pc-windows-gnullvm", PeX86, "i686-pc-windows-gnu">;
}
def : MinGwLlvm<"aarch64-pc-windows-gnullvm", PeArm64, "aarch64-pc-windows-gnu">;
// Store apps: the UCRT, and no msvcrt.
let Abi = "uwp", Libc = "Libc::ucrt", CmakeSystem = "WindowsStore", PreferredGnu = 0 in {
def : MinGw<"x86_64-uwp-windows-gnu", PeX64, "x86_64-pc-windows-gnu">;
def : MinGw<"i686-uwp-windows-gnu", PeX86, "i686-pc-windows-gnu">;
def : Msvc<"aarch64-uwp-windows-msvc", PeArm64, "aarch64-pc-windows-msvc">;
def : Msvc<"i686-uwp-windows-msvc", PeX86, "i686-pc-windows-msvc">;
def : Msvc<"thumbv7a-uwp-windows-msvc", PeArm, "thumbv7a-pc-windows-msvc">;
def : Msvc<"x86_64-uwp-windows-msvc", PeX64, "x86_64-pc-windows-msvc">;
}
def : Msvc<"aarch64-pc-windows-msvc", PeArm64, "aarch64-pc-windows-msvc">;
def : Msvc<"arm64ec-pc-windows-msvc", PeArm64Ec, "arm64ec-pc-windows-msvc"> { let Arch = "arm64ec"; }
def : Msvc<"i686-pc-windows-msvc", PeX86, "i686-pc-windows-msvc">;
def : Msvc<"i686-win7-windows-msvc", PeX86, "i686-pc-windows-msvc"> { let OsFloor = Windows7; }
def : Msvc<"thumbv7a-pc-windows-msvc", PeArm, "thumbv7a-pc-windows-msvc">;
def : Msvc<"x86_64-pc-windows-msvc", PeX64, "x86_64-pc-windows-msvc">;
def : Msvc<"x86_64-win7-windows-msvc", PeX64, "x86_64-pc-windows-msvc"> { let OsFloor = Windows7; }

// Firmware: position and registers as the specification of UEFI wants them.
def : Uefi<"aarch64-unknown-uefi", PeArm64, "aarch64-unknown-windows", "">;
def : Uefi<"i686-unknown-uefi", PeX86, "i686-unknown-windows-gnu", "-mno-mmx -mno-sse -msoft-float">;
def : Uefi<"x86_64-unknown-uefi", PeX64, "x86_64-unknown-windows", "-mno-mmx -mno-sse -msoft-float -mno-red-zone">;

def CygwinSysroot : NeedsSysroot<"the folders lib and include of a Cygwin installation">;
def : Windows<"x86_64-pc-cygwin", PeX64, "x86_64-pc-cygwin"> {
  let System = "cygwin";
  let Libc = "Libc::other";
  let Emulation = PeX64.Emulation;
  let StartFiles = "StartFiles::user";
  let Starts = StartNames<"crt0.o", "crt0.o", "", "", "">;
  let LinkFormat = "LinkFormatKind::minGw";
  let DllEntry = "_cygwin_dll_entry";
  let SystemLibraries = "cygwin";
  let CmakeSystem = "CYGWIN";
  let CmakeProcessor = "x86_64";
  let Runner = "";
  let Brings = CygwinSysroot;
}

//===--- WebAssembly ------------------------------------------------------------------------------------------===//
def : Wasm<"wasm32-unknown-unknown">;
def : Wasm<"wasm64-unknown-unknown", Wasm64> { let ClangFlags = "-mbulk-memory -mmutable-globals"; }
def : Wasm<"wasm32v1-none", Wasm32, "wasm32-unknown-unknown"> {
  let System = "none";
  let ClangFlags = "-mcpu=mvp -mmutable-globals"; // the first version of WebAssembly
}
// clang has renamed rustc's wasm32-wasi, and warns of it.
defvar WasmThreads = "--target=wasm32-wasip1-threads -pthread -matomics -mbulk-memory -mmutable-globals";
def : Wasi<"wasm32-wasip1", "p1", "node">;
def : Wasi<"wasm32-wasip2", "p2", "wasmtime">;
// No distribution has a wasi-libc for these. Rust's own is enough for Rust.
def WasiSdk : NeedsSysroot<"the folder share/wasi-sysroot of a wasi-sdk", 1>;
class WasiByUser<string triple, string environment, string llvm = triple> : Wasi<triple, environment, "wasmtime", llvm> {
  let Brings = WasiSdk;
  let PlatformLibraries = "lib/" # triple;
  let PlatformHeaders = "include/" # triple;
}
def : WasiByUser<"wasm32-wasip1-threads", "p1"> {
  let ClangFlags = WasmThreads;
  let SharedMemory = 1;
}
def : WasiByUser<"wasm32-wasip3", "p3">;
// Linux's system calls from WebAssembly, with a musl of its own.
def WaliSysroot : NeedsSysroot<"the sysroot of WALI's musl (wali-musl)">;
def : Wasm<"wasm32-wali-linux-musl", Wasm32, "wasm32-linux-muslwali"> {
  let System = "linux";
  let Environment = "musl";
  let Libc = "Libc::other";
  let StartFiles = "StartFiles::user";
  let CrtStatic = 1;
  let ClangFlags = WasmThreads # " -msign-ext";
  let CmakeSystem = "Linux";
  let Brings = WaliSysroot;
}
def EmSdk : Needs<"EMSDK", "an emsdk; its emcc does the linking">;
def : Wasm<"wasm32-unknown-emscripten"> {
  let System = "emscripten";
  let Libc = "Libc::other";
  let Dialect = "Dialect::emCc";
  let LinkFormat = "LinkFormatKind::other";
  let StartFiles = "StartFiles::user";
  let CrtStatic = 1;
  let CmakeSystem = "Emscripten";
  let OtherLinker = "emcc";
  let OtherLinkerFrom = "export EMSDK=/path/to/emsdk";
  let PlatformHeaders = "upstream/emscripten/cache/sysroot/include";
  let Runner = "node";
  let Brings = EmSdk;
}

//===--- Further names ----------------------------------------------------------------------------------------===//
// With the vendor that some distributions and Arm's own toolchains put in.
def : Alias<"x86_64-pc-linux-gnu", "x86_64-unknown-linux-gnu">;
def : Alias<"x86_64-redhat-linux", "x86_64-unknown-linux-gnu">;
def : Alias<"x86_64-suse-linux", "x86_64-unknown-linux-gnu">;
def : Alias<"musl", "x86_64-unknown-linux-musl", 1>; // musl-gcc: what cc-rs before 1.2 asks for
def : Alias<"x86_64-pc-linux-musl", "x86_64-unknown-linux-musl">;
def : Alias<"x86_64-alpine-linux-musl", "x86_64-unknown-linux-musl">;
def : Alias<"i386-linux-gnu", "i686-unknown-linux-gnu">;
def : Alias<"i686-pc-linux-gnu", "i686-unknown-linux-gnu">;
def : Alias<"i486-linux-musl", "i586-unknown-linux-musl">;
def : Alias<"aarch64-none-linux-gnu", "aarch64-unknown-linux-gnu">;
def : Alias<"aarch64-redhat-linux", "aarch64-unknown-linux-gnu">;
def : Alias<"aarch64-alpine-linux-musl", "aarch64-unknown-linux-musl">;
def : Alias<"aarch64_be-none-linux-gnu", "aarch64_be-unknown-linux-gnu">;
def : Alias<"arm-none-linux-gnueabihf", "armv7-unknown-linux-gnueabihf">;
def : Alias<"armv7-linux-gnueabihf", "armv7-unknown-linux-gnueabihf">;
def : Alias<"armv7l-linux-gnueabihf", "armv7-unknown-linux-gnueabihf">;
def : Alias<"armv7l-unknown-linux-gnueabihf", "armv7-unknown-linux-gnueabihf">;
def : Alias<"armv6l-unknown-linux-gnueabihf", "arm-unknown-linux-gnueabihf">;
def : Alias<"arm-none-linux-gnueabi", "arm-unknown-linux-gnueabi">;
def : Alias<"armv7l-linux-musleabihf", "armv7-unknown-linux-musleabihf">;
def : Alias<"armv6-linux-musleabihf", "arm-unknown-linux-musleabihf">;
def : Alias<"mips-linux-muslsf", "mips-unknown-linux-musl">;
def : Alias<"mipsel-linux-muslsf", "mipsel-unknown-linux-musl">;
def : Alias<"mips64-linux-muslsf", "mips64-openwrt-linux-musl">;
def : Alias<"riscv64-unknown-linux-gnu", "riscv64gc-unknown-linux-gnu">;
def : Alias<"riscv64-unknown-linux-musl", "riscv64gc-unknown-linux-musl">;
def : Alias<"riscv32-unknown-linux-gnu", "riscv32gc-unknown-linux-gnu">;
def : Alias<"powerpc64le-redhat-linux", "powerpc64le-unknown-linux-gnu">;
def : Alias<"ppc64le-redhat-linux", "powerpc64le-unknown-linux-gnu">;
def : Alias<"s390x-ibm-linux-gnu", "s390x-unknown-linux-gnu">;
def : Alias<"s390x-redhat-linux", "s390x-unknown-linux-gnu">;
// What the platforms' own toolchains are called.
def : Alias<"arm64-apple-darwin", "aarch64-apple-darwin">;
def : Alias<"riscv-none-elf", "riscv64gc-unknown-none-elf">;
foreach system = ["freebsd", "netbsd", "openbsd", "fuchsia", "redox", "managarm-mlibc"] in
  def : Alias<"riscv64-unknown-" # system, "riscv64gc-unknown-" # system>;
def : Alias<"amd64-unknown-freebsd", "x86_64-unknown-freebsd">;
def : Alias<"wasm32-wasi", "wasm32-wasip1">;
def : Alias<"wasm32-wasi-threads", "wasm32-wasip1-threads">;
