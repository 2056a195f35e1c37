// The shapes that the rows of Triples.td are made of: processors, C libraries and platforms with their usual values.
// A column is explained in Target.h; a class here sets what its members have in common, a row says only what differs.
include "llvm/TableGen/SearchableTable.td"
include "Releases.td"

//===--- Machines ---------------------------------------------------------------------------------------------===//
// ELF e_machine; COFF Machine; Mach-O cputype without the mark CPU_ARCH_ABI64 or CPU_ARCH_ABI64_32.
defvar EM_SPARC = 2;
defvar EM_386 = 3;
defvar EM_68K = 4;
defvar EM_MIPS = 8;
defvar EM_SPARC32PLUS = 18;
defvar EM_PPC = 20;
defvar EM_PPC64 = 21;
defvar EM_S390 = 22;
defvar EM_ARM = 40;
defvar EM_SPARCV9 = 43;
defvar EM_X86_64 = 62;
defvar EM_AVR = 83;
defvar EM_XTENSA = 94;
defvar EM_MSP430 = 105;
defvar EM_HEXAGON = 164;
defvar EM_AARCH64 = 183;
defvar EM_AMDGPU = 224;
defvar EM_RISCV = 243;
defvar EM_BPF = 247;
defvar EM_CSKY = 252;
defvar EM_LOONGARCH = 258;
defvar COFF_I386 = 0x14c;
defvar COFF_ARMNT = 0x1c4;
defvar COFF_AMD64 = 0x8664;
defvar COFF_ARM64EC = 0xa641;
defvar COFF_ARM64 = 0xaa64;
defvar XCOFF64 = 0x1f7;
defvar CPU_X86 = 7;
defvar CPU_ARM = 12;

//===--- What the user has to bring ---------------------------------------------------------------------------===//
class Needs<string variable, string text, string others = "", bit optional = 0> {
  string Variable = variable;
  string Text = text;
  string Others = others; // further variables that people set for it, space separated
  bit Optional = optional; // Rust programs link without it: Rust's own copy serves
}
def NeedsNothing : Needs<"", "">;
// A folder with the platform's own headers, libraries and start files. Its variable is the same for all platforms that
// have no customary one.
class NeedsSysroot<string text, bit optional = 0> : Needs<"LINKSHIM_SYSROOT", text, "", optional>;

/// Start files of a platform that has other names for them than Linux has: of a program, of a static program and of a
/// shared library, first those before the objects, then those behind them.
class StartNames<string program, string staticProgram, string library, string programEnd, string libraryEnd> {
  string Program = program;
  string StaticProgram = staticProgram;
  string Library = library;
  string ProgramEnd = programEnd;
  string LibraryEnd = libraryEnd;
}
def AsLinux : StartNames<"", "", "", "", "">;

//===--- Processors -------------------------------------------------------------------------------------------===//
/// A processor in one ABI. `elf` is the emulation (`-m`) of bare ELF, `linuxElf` that of Linux where it differs.
class Cpu<string arch, int width, int machine, string elf, string linuxElf = elf> {
  string Arch = arch;         // rustc's target_arch
  int Width = width;          // pointer width
  int Machine = machine;      // ELF e_machine
  string Elf = elf;           // -m
  string LinuxElf = linuxElf; // -m on Linux
  bit Big = 0;                // big-endian
  bit Lld = 1;                // lld links its ELF objects
  string Uname = arch;        // CMAKE_SYSTEM_PROCESSOR on Linux: what `uname -m` prints
  string Qemu = "";           // user mode emulator
  string Flags = "";          // clang's flags for code generation
  string Vendor = "";         // CMAKE_SYSTEM_PROCESSOR elsewhere, where it differs
  string Meson = arch;        // meson's cpu_family
  string Go = "";             // GOARCH; empty where Go has none
  string GoVariant = "";      // what Go asks beside it, as in GOARM=7
  string Binutils = "";       // whose ld links it: GNU's name of a processor, where lld does not
  bit Widths = 0;             // its compilers make code of two widths, by -m32 and -m64
}

// x86. clang's own defaults (x86-64, pentium4) are rustc's.
def X86_64 : Cpu<"x86_64", 64, EM_X86_64, "elf_x86_64"> {
  let Qemu = "qemu-x86_64";
  let Go = "amd64";
  let Widths = 1;
}
def X32 : Cpu<"x86_64", 32, EM_X86_64, "elf32_x86_64"> { let Widths = 1; }
class X86<string uname> : Cpu<"x86", 32, EM_386, "elf_i386"> {
  let Uname = uname;
  let Qemu = "qemu-i386";
  let Go = "386";
  let Widths = 1;
}
def I686 : X86<"i686">;
def I586 : X86<"i586"> {
  let Flags = "-march=pentium";
  let GoVariant = "GO386=softfloat"; // Go's other choice is SSE2
}
// Where clang's default for the system is older than rustc's.
def I686Pentium4 : X86<"i686"> { let Flags = "-march=pentium4"; }
// Kernels and firmware: no vector registers, no red zone below the stack pointer.
defvar NoVector64 = "-mno-mmx -mno-sse -mno-sse2 -mno-avx -msoft-float -mno-red-zone";

// 64-bit Arm. C code must not call the outline-atomics helpers: which library has them is unsure, and the inline
// instructions are always right.
class Aarch64<string flags = ""> : Cpu<"aarch64", 64, EM_AARCH64, "aarch64elf", "aarch64linux"> {
  let Qemu = "qemu-aarch64";
  let Go = "arm64";
  let Flags = flags;
}
class Aarch64Be<string flags = ""> : Cpu<"aarch64", 64, EM_AARCH64, "aarch64elfb", "aarch64linuxb"> {
  let Big = 1;
  let Uname = "aarch64_be";
  let Qemu = "qemu-aarch64_be";
  let Flags = flags;
}
defvar InlineAtomics = "-mno-outline-atomics";
defvar NoFpRegisters = "-mabi=aapcs-soft -mgeneral-regs-only";
def AArch64 : Aarch64;
def AArch64Linux : Aarch64<InlineAtomics>;
def AArch64Strict : Aarch64<"-mstrict-align">;
def AArch64Soft : Aarch64<NoFpRegisters # " -mstrict-align">;
def AArch64V8r : Aarch64<"-march=armv8-r -mstrict-align">;
def AArch64V8rSoft : Aarch64<NoFpRegisters # " -march=armv8-r -mstrict-align">;
def AArch64NoX18 : Aarch64<"-ffixed-x18">; // x18 belongs to the platform
def AArch64Be : Aarch64Be;
def AArch64BeLinux : Aarch64Be<InlineAtomics>;
def AArch64BeStrict : Aarch64Be<"-mstrict-align">;
def AArch64BeSoft : Aarch64Be<NoFpRegisters # " -mstrict-align">;
// ILP32: neither lld nor a released glibc has it. The emulations are GNU ld's.
class Ilp32<Cpu lp64, string emulation> : Cpu<"aarch64", 32, EM_AARCH64, emulation> {
  let Big = lp64.Big;
  let Uname = lp64.Uname;
  let Lld = 0;
  let Binutils = "aarch64-linux-gnu";
  let Flags = InlineAtomics;
}
def AArch64Ilp32 : Ilp32<AArch64, "aarch64linux32">;
def AArch64BeIlp32 : Ilp32<AArch64Be, "aarch64linux32b">;

// 32-bit Arm. `fpu` empty means that floating point arguments travel in the integer registers and that the compiler
// calls functions for arithmetic.
class Arm<string march, string uname, string fpu = "", string more = "">
    : Cpu<"arm", 32, EM_ARM, "armelf", "armelf_linux_eabi"> {
  let Uname = uname;
  let Qemu = "qemu-arm";
  let Go = !if(!eq(march, "armv4t"), "", "arm");
  let GoVariant = !cond(!eq(march, "armv4t"): "",
                        !empty(fpu): "GOARM=5",
                        !eq(march, "armv6"): "GOARM=6",
                        true: "GOARM=7");
  let Flags = "-march=" # march #
              !if(!empty(fpu), " -mfloat-abi=soft", " -mfloat-abi=hard -mfpu=" # fpu) #
              !if(!empty(more), "", " " # more);
}
defvar Strict = "-mno-unaligned-access";
def ArmV4t : Arm<"armv4t", "armv4tl">;
def ArmV5te : Arm<"armv5te", "armv5tel">;
def ArmV6 : Arm<"armv6", "armv6l", "", Strict>;
def ArmV6Hf : Arm<"armv6", "armv6l", "vfpv2", Strict>;
def ArmV6k : Arm<"armv6k", "armv6l", "", Strict>;
def ArmV6kHf : Arm<"armv6k", "armv6l", "vfpv2", Strict>;
def ArmV7 : Arm<"armv7-a", "armv7l">;
def ArmV7Hf : Arm<"armv7-a", "armv7l", "vfpv3-d16">;
def ArmV7Neon : Arm<"armv7-a", "armv7l", "neon">;
def ArmV7NeonStrict : Arm<"armv7-a", "armv7l", "neon", Strict>;
def ArmV7Strict : Arm<"armv7-a", "armv7l", "", Strict>;
def ArmV7HfStrict : Arm<"armv7-a", "armv7l", "vfpv3-d16", Strict>;
def ArmV7r : Arm<"armv7-r", "armv7r">;
def ArmV7rHf : Arm<"armv7-r", "armv7r", "vfpv3-d16">;
def ArmV8rHf : Arm<"armv8-r", "armv8r", "neon-fp-armv8">;
// Microcontrollers.
def ArmV6m : Arm<"armv6-m", "armv6-m">;
def ArmV7m : Arm<"armv7-m", "armv7-m">;
def ArmV7em : Arm<"armv7e-m", "armv7e-m">;
def ArmV7emHf : Arm<"armv7e-m", "armv7e-m", "fpv4-sp-d16">;
def ArmV8mBase : Arm<"armv8-m.base", "armv8-m.base">;
def ArmV8mMain : Arm<"armv8-m.main", "armv8-m.main">;
def ArmV8mMainHf : Arm<"armv8-m.main", "armv8-m.main", "fpv5-sp-d16">;
// Android: the FPU is there, arguments travel in integer registers.
class ArmAndroid<string march, string fpu, string uname> : Arm<march, uname> {
  let Flags = "-march=" # march # !if(!empty(fpu), " -mfloat-abi=soft", " -mfloat-abi=softfp -mfpu=" # fpu);
}
// Big-endian code words are stored little-endian in the linked file from v6 on (BE8); see LinkFlags of the rows.
class ArmBig<string march, string uname, string fpu = ""> : Arm<march, uname, fpu> {
  let Elf = "armelfb";
  let LinuxElf = "armelfb_linux_eabi";
  let Big = 1;
  let Qemu = "qemu-armeb";
  let Go = "";
  let GoVariant = "";
}
def ArmBeV7r : ArmBig<"armv7-r", "armv7rb">;
def ArmBeV7rHf : ArmBig<"armv7-r", "armv7rb", "vfpv3-d16">;
def ArmBeV8 : ArmBig<"armv8-a+crc", "armv8b">;

// RISC-V. The ISA string of clang; rustc's generic CPUs have nothing else.
class Riscv<int width, string isa, string abi>
    : Cpu<"riscv" # width, width, EM_RISCV, "elf" # width # "lriscv"> {
  let Qemu = "qemu-riscv" # width;
  let Go = !if(!eq(width, 64), "riscv64", "");
  let Flags = "-march=" # isa # " -mabi=" # abi;
}
class Rv32<string letters, string abi = "ilp32"> : Riscv<32, "rv32" # letters, abi>;
class Rv64<string letters, string abi = "lp64"> : Riscv<64, "rv64" # letters, abi>;
def Rv32gc : Rv32<"gc", "ilp32d">;
def Rv64gc : Rv64<"gc", "lp64d">;
def Rva23 : Riscv<64, "rva23u64", "lp64d">;

// LoongArch.
class Loongarch<int width, string flags>
    : Cpu<"loongarch" # width, width, EM_LOONGARCH, "elf" # width # "loongarch"> {
  let Qemu = !if(!eq(width, 64), "qemu-loongarch64", "");
  let Go = !if(!eq(width, 64), "loong64", "");
  let Flags = flags;
}
def Loongarch64Linux : Loongarch<64, "-mabi=lp64d -mlsx">;
def Loongarch64 : Loongarch<64, "-mabi=lp64d -mno-lsx">;
def Loongarch64Soft : Loongarch<64, "-mabi=lp64s -msoft-float">;
def Loongarch32 : Loongarch<32, "-mabi=ilp32d -mdouble-float">;
def Loongarch32Soft : Loongarch<32, "-mabi=ilp32s -msoft-float">;

// POWER.
class Power<int width, string elf, string uname, string flags = ""> : Cpu<!if(!eq(width, 64), "powerpc64", "powerpc"),
    width, !if(!eq(width, 64), EM_PPC64, EM_PPC), elf> {
  let Big = 1;
  let Uname = uname;
  let Qemu = "qemu-" # uname;
  let Widths = 1;
  let Meson = !if(!eq(width, 64), "ppc64", "ppc");
  let Go = !if(!eq(width, 64), uname, "");
  let Flags = flags;
}
// lld knows the secure PLT alone, which is not clang's default for glibc.
def Ppc : Power<32, "elf32ppc", "ppc", "-msecure-plt"> { let LinuxElf = "elf32ppclinux"; }
// clang refuses the ABI names gnuspe and muslspe: it knows the processor by the triple's first part.
class Spe<string clangTriple> : Power<32, "elf32ppc", "ppc", "--target=" # clangTriple # " -mcpu=8548 -msecure-plt"> {
  let LinuxElf = "elf32ppclinux";
}
def Ppc64 : Power<64, "elf64ppc", "ppc64", "-mabi=elfv2">;
// lld knows ELFv2 alone; function descriptors (ELFv1) need GNU ld.
def Ppc64ElfV1 : Power<64, "elf64ppc", "ppc64", "-mabi=elfv1"> {
  let Lld = 0;
  let Binutils = "powerpc64-linux-gnu";
}
def Ppc64le : Power<64, "elf64lppc", "ppc64le", "-mabi=elfv2"> { let Big = 0; }

// MIPS. Soft float is the choice of rustc's musl, uClibc and bare rows.
class Mips<string arch, int width, string endian, string uname, string flags>
    : Cpu<arch, width, EM_MIPS, "elf" # width # !if(!eq(endian, "big"), "b", "l") # "tsmip"> {
  let Big = !eq(endian, "big");
  let Uname = uname;
  let Qemu = "qemu-mips" # !if(!eq(width, 64), "64", "") # !if(!eq(endian, "big"), "", "el");
  let Widths = 1;
  let Meson = !if(!eq(width, 64), "mips64", "mips");
  let Flags = flags;
}
defvar MipsR2 = "-march=mips32r2 -mabi=32";
defvar Mips64R2 = "-march=mips64r2 -mabi=64";
class Mips32<string endian, string flags> : Mips<"mips", 32, endian, "mips", flags> {
  let Go = "mips" # !if(!eq(endian, "big"), "", "le");
  let GoVariant = !if(!lt(!find(flags, "-msoft-float"), 0), "", "GOMIPS=softfloat");
}
class Mips64<string endian, string flags> : Mips<"mips64", 64, endian, "mips64", flags> {
  let Go = "mips64" # !if(!eq(endian, "big"), "", "le");
  let GoVariant = !if(!lt(!find(flags, "-msoft-float"), 0), "", "GOMIPS64=softfloat");
}
class Mips32r6<string endian> : Mips<"mips32r6", 32, endian, "mips", "-march=mips32r6 -mabi=32">;
class Mips64r6<string endian> : Mips<"mips64r6", 64, endian, "mips64", "-march=mips64r6 -mabi=64">;

// Others. Where lld has no such target the emulation is GNU ld's.
def S390x : Cpu<"s390x", 64, EM_S390, "elf64_s390"> {
  let Big = 1;
  let Widths = 1;
  let Qemu = "qemu-s390x";
  let Go = "s390x";
  let Flags = "-march=z10";
}
// lld has neither TLS nor dynamic relocations of data for it, and writes DT_REL where loaders take RELA alone.
def Sparc64 : Cpu<"sparc64", 64, EM_SPARCV9, "elf64_sparc"> {
  let Lld = 0;
  let Binutils = "sparc64-linux-gnu";
  let Big = 1;
  let Widths = 1;
  let Qemu = "qemu-sparc64";
  let Flags = "-mcpu=v9 -mno-vis -mno-vis2";
}
def SparcV8plus : Cpu<"sparc", 32, EM_SPARC32PLUS, "elf32_sparc"> {
  let Big = 1;
  let Lld = 0;
  let Binutils = "sparc64-linux-gnu";
  let Widths = 1;
  let Qemu = "qemu-sparc32plus";
  let Flags = "-mcpu=v9 -mv8plus";
}
// clang knows no v7; what v8 has beyond it is multiplication and division.
def SparcV7 : Cpu<"sparc", 32, EM_SPARC, "elf32_sparc"> {
  let Widths = 1;
  let Big = 1;
  let Lld = 0;
  let Binutils = "sparc64-linux-gnu";
  let Flags = "-mcpu=v8 -Xclang -target-feature -Xclang +soft-mul-div";
}
class M68k<string cpu> : Cpu<"m68k", 32, EM_68K, "m68kelf"> {
  let Big = 1;
  let Lld = 0;
  let Binutils = "m68k-linux-gnu";
  let Qemu = "qemu-m68k";
  let Flags = "-mcpu=" # cpu;
}
class Csky<string cpu> : Cpu<"csky", 32, EM_CSKY, "cskyelf_linux"> {
  let Lld = 0;
  let Flags = cpu; // no clang that distributions ship has this back end
}
class Hexagon<string version> : Cpu<"hexagon", 32, EM_HEXAGON, "hexagonelf"> {
  let Qemu = "qemu-hexagon";
  let Flags = "-mcpu=hexagon" # version # " -G0";
}
class Xtensa<string cpu> : Cpu<"xtensa", 32, EM_XTENSA, "elf32xtensa"> {
  let Lld = 0; // Espressif's own LLVM has it
  let Flags = "-mcpu=" # cpu;
}
// lld links AVR objects but has no emulation for them: it goes by the first object.
def Avr : Cpu<"avr", 16, EM_AVR, "">;
def Msp430 : Cpu<"msp430", 16, EM_MSP430, "msp430elf">;
def AmdGpu : Cpu<"amdgpu", 64, EM_AMDGPU, "elf64_amdgpu">;
class Bpf<bit big> : Cpu<"bpf", 64, EM_BPF, ""> {
  let Big = big;
  let Lld = 0;
}
def Nvptx64 : Cpu<"nvptx64", 64, 0, ""> { let Lld = 0; }

//===--- C libraries of Linux ---------------------------------------------------------------------------------===//
/// glibc's ABI: the name of its symbol table, its loader, the first version with the architecture where that is newer
/// than 2.17, and Debian's name of the architecture. Loaders: glibc's shlib-versions files.
class Glibc<string abi, string loader, string first = "2.17", string debian = ""> {
  string Abi = abi;
  string Loader = loader;
  string First = first;
  string Debian = debian;
}

//===--- Rows -------------------------------------------------------------------------------------------------===//
/// The targets whose packs have LLVM's C++ library.
defvar CxxTargets = [
  "aarch64-pc-windows-gnullvm", "i686-pc-windows-gnu", "i686-pc-windows-gnullvm", "x86_64-pc-windows-gnu",
  "x86_64-pc-windows-gnullvm",
  "aarch64-unknown-linux-gnu", "aarch64-unknown-linux-musl",
  "armv7-unknown-linux-gnueabihf", "armv7-unknown-linux-musleabihf",
  "i686-unknown-linux-gnu", "i686-unknown-linux-musl",
  "loongarch64-unknown-linux-gnu", "loongarch64-unknown-linux-musl",
  "powerpc64le-unknown-linux-gnu", "powerpc64le-unknown-linux-musl",
  "riscv64gc-unknown-linux-gnu", "riscv64gc-unknown-linux-musl",
  "s390x-unknown-linux-gnu", "s390x-unknown-linux-musl",
  "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"];

/// Two rows for one system that differ in width: 64 bits, then 32.
defvar WidthPairs = [
  ["x86_64-unknown-linux-gnu", "i686-unknown-linux-gnu"], ["x86_64-unknown-linux-musl", "i686-unknown-linux-musl"],
  ["x86_64-oe-linux-gnu", "i686-oe-linux-gnu"],
  ["powerpc64-unknown-linux-gnu", "powerpc-unknown-linux-gnu"],
  ["powerpc64-unknown-linux-musl", "powerpc-unknown-linux-musl"],
  ["sparc64-unknown-linux-gnu", "sparc-unknown-linux-gnu"],
  ["riscv64gc-unknown-linux-gnu", "riscv32gc-unknown-linux-gnu"],
  ["riscv64gc-unknown-linux-musl", "riscv32gc-unknown-linux-musl"],
  ["mips64-unknown-linux-gnuabi64", "mips-unknown-linux-gnu"],
  ["mips64el-unknown-linux-gnuabi64", "mipsel-unknown-linux-gnu"],
  ["mipsisa64r6-unknown-linux-gnuabi64", "mipsisa32r6-unknown-linux-gnu"],
  ["mipsisa64r6el-unknown-linux-gnuabi64", "mipsisa32r6el-unknown-linux-gnu"],
  ["x86_64-linux-android", "i686-linux-android"],
  ["x86_64-unknown-freebsd", "i686-unknown-freebsd"], ["powerpc64-unknown-freebsd", "powerpc-unknown-freebsd"],
  ["x86_64-unknown-netbsd", "i686-unknown-netbsd"],
  ["x86_64-unknown-openbsd", "i686-unknown-openbsd"], ["powerpc64-unknown-openbsd", "powerpc-unknown-openbsd"],
  ["x86_64-unknown-haiku", "i686-unknown-haiku"], ["x86_64-unknown-hurd-gnu", "i686-unknown-hurd-gnu"],
  ["x86_64-unknown-redox", "i586-unknown-redox"], ["x86_64-unknown-helenos", "i686-unknown-helenos"],
  ["x86_64-wrs-vxworks", "i686-wrs-vxworks"], ["powerpc64-wrs-vxworks", "powerpc-wrs-vxworks"],
  ["riscv64-wrs-vxworks", "riscv32-wrs-vxworks"],
  ["riscv64gc-unknown-none-elf", "riscv32imac-unknown-none-elf"],
  ["riscv64imac-unknown-none-elf", "riscv32imac-unknown-none-elf"],
  ["riscv64im-unknown-none-elf", "riscv32im-unknown-none-elf"],
  ["riscv64imac-unknown-nuttx-elf", "riscv32imac-unknown-nuttx-elf"],
  ["riscv64gc-unknown-nuttx-elf", "riscv32imac-unknown-nuttx-elf"],
  ["x86_64-apple-darwin", "i686-apple-darwin"], ["x86_64-apple-ios", "i386-apple-ios"],
  ["x86_64-pc-windows-gnu", "i686-pc-windows-gnu"], ["x86_64-pc-windows-gnullvm", "i686-pc-windows-gnullvm"],
  ["x86_64-win7-windows-gnu", "i686-win7-windows-gnu"], ["x86_64-uwp-windows-gnu", "i686-uwp-windows-gnu"],
  ["x86_64-pc-windows-msvc", "i686-pc-windows-msvc"], ["x86_64-win7-windows-msvc", "i686-win7-windows-msvc"],
  ["x86_64-uwp-windows-msvc", "i686-uwp-windows-msvc"], ["x86_64-unknown-uefi", "i686-unknown-uefi"],
  ["wasm64-unknown-unknown", "wasm32-unknown-unknown"]];

/// The rows of a target's other widths, by the driver's flag for each; empty where there is none.
class Siblings<string triple> {
  defvar narrower = !foreach(pair, !filter(pair, WidthPairs, !eq(pair[0], triple)), pair[1]);
  defvar wider = !foreach(pair, !filter(pair, WidthPairs, !eq(pair[1], triple)), pair[0]);
  string M32 = !cond(!eq(triple, "x86_64-unknown-linux-gnux32"): "i686-unknown-linux-gnu",
                     !empty(narrower): "", true: !head(narrower));
  string Mx32 = !if(!eq(triple, "x86_64-unknown-linux-gnu"), "x86_64-unknown-linux-gnux32", "");
  string M64 = !cond(!eq(triple, "x86_64-unknown-linux-gnux32"): "x86_64-unknown-linux-gnu",
                     !eq(triple, "i586-unknown-linux-gnu"): "x86_64-unknown-linux-gnu",
                     !eq(triple, "i586-unknown-linux-musl"): "x86_64-unknown-linux-musl",
                     !eq(triple, "i586-unknown-netbsd"): "x86_64-unknown-netbsd",
                     !empty(wider): "", true: !head(wider));
}

/// The architectures whose compiler runtime a pack has: those of sysroots/runtimes/builtins.json, by rustc's names.
defvar RuntimeArchs = ["aarch64", "arm", "loongarch32", "loongarch64", "m68k", "mips", "mips32r6", "mips64", "mips64r6",
                       "powerpc", "powerpc64", "riscv32", "riscv64", "s390x", "wasm32", "wasm64", "x86", "x86_64"];

/// The systems that rustc counts among the family `unix`.
defvar UnixSystems = [
  "aix", "android", "cygwin", "dragonfly", "emscripten", "espidf", "freebsd", "fuchsia", "haiku", "horizon", "hurd",
  "illumos", "ios", "l4re", "linux", "lynxos178", "macos", "managarm", "netbsd", "nto", "nuttx", "openbsd", "qnx", "qurt",
  "redox", "rtems", "solaris", "tvos", "visionos", "vita", "vxworks", "watchos"];

/// Debian's architectures that have packages of glibc and libgcc for use on other machines (libgcc-s1-arm64-cross).
defvar DebianCross = ["arm64", "armel", "armhf", "mips", "mips64el", "mipsel", "ppc64", "powerpc", "s390x", "ppc64el",
                      "riscv64", "sparc64"];

/// The value of -mabi= among clang's flags; empty where they have none.
class MabiOf<string flags> {
  defvar option = "-mabi=";
  defvar at = !find(flags, option);
  defvar rest = !if(!lt(at, 0), "", !substr(flags, !add(at, !size(option))));
  defvar end = !find(rest, " ");
  string Name = !if(!lt(end, 0), rest, !substr(rest, 0, end));
}

/// Systems that GNU's config.sub does not know; to it they are bare machines.
defvar UnknownToGnu = ["helenos", "hermit", "horizon", "l4re", "motor", "nuttx", "psx", "qurt", "solid_asp3", "teeos", "trusty",
                       "unknown", "vexos", "vita", "xous", "zkvm"];

/// The name that config.sub has for a target; `spelling` is GNU's of its tools.
class ConfigName<string spelling, string system, string environment, string abi> {
  defvar dash = !if(!lt(!find(spelling, "-"), 0), !size(spelling), !find(spelling, "-"));
  defvar cpu = !substr(spelling, 0, dash);
  defvar rest = !substr(spelling, dash);
  defvar wasm = !eq(!find(cpu, "wasm"), 0);
  defvar unknown = !and(!not(wasm), !foldl(0, UnknownToGnu, found, name, !or(found, !eq(name, system))));
  defvar bare = !or(unknown, !eq(abi, "softfloat"), !eq(rest, "-unknown-linux-none"),
                    !eq(rest, "-unknown-none-elf"), !eq(rest, "-mti-none-elf"));
  string Processor = !cond(!eq(!find(cpu, "riscv64"), 0): "riscv64", !eq(!find(cpu, "riscv32"), 0): "riscv32",
                           !eq(!find(cpu, "thumb"), 0): "arm", !eq(!find(cpu, "bpf"), 0): "bpf", wasm: !substr(cpu, 0, 6),
                           !eq(cpu, "aarch64v8r"): "aarch64", !eq(cpu, "arm64_32"): "aarch64",
                           !eq(cpu, "x86_64h"): "x86_64", !eq(cpu, "nvptx64"): "nvptx", true: cpu);
  string System = !cond(!and(bare, !not(!lt(!find(rest, "eabihf"), 0))): "-none-eabihf",
                        !and(bare, !not(!lt(!find(rest, "eabi"), 0))): "-none-eabi",
                        !eq(cpu, "nvptx64"): "-none", bare: "-unknown-elf",
                        !eq(system, "illumos"): !if(!eq(cpu, "x86_64"), "-pc-solaris2.11", "-unknown-solaris2.11"),
                        !eq(system, "visionos"): "-apple-darwin",
                        !eq(environment, "sim"): "-apple-" # system, !eq(environment, "macabi"): "-apple-" # system,
                        !and(wasm, !eq(system, "wasi")): "-unknown-wasi",
                        !and(wasm, !or(!eq(system, "unknown"), !eq(system, "none"))): "-unknown-none",
                        true: rest);
  string Name = Processor # System;
}

/// Every row. `llvm` is rustc's llvm-target.
class Row<string triple, Cpu cpu, string llvm> {
  string Triple = triple;
  string RustFirst = OldestRust;
  string RustLast = "";
  string RustupFirst = RustupFirst<triple>.Release;
  string PlannedAs = "";
  string Llvm = llvm;
  string Gnu = "";
  bit PreferredGnu = !not(!empty(Gnu));
  string Arch = cpu.Arch;
  string System = "none";
  string Environment = "";
  string Abi = "";
  code Libc = "Libc::none";
  code Endian = !if(cpu.Big, "Endian::big", "Endian::little");
  bits<8> PointerBits = cpu.Width;
  code Format = "ObjectFormat::elf";
  code Dialect = "Dialect::gnuCc";
  string LldFlavor = "gnu";
  bit Lld = cpu.Lld;
  string Emulation = cpu.Elf;
  bits<16> Machine = cpu.Machine;
  string Interpreter = "";
  string Entry = "";
  code StartFiles = "StartFiles::none";
  string GlibcAbi = "";
  string GlibcFirst = "";
  string MuslArch = "";
  string LinuxArch = "";
  string Pack = triple;
  bit Cxx = !foldl(0, CxxTargets, found, name, !or(found, !eq(name, Pack)));
  bit CrtStatic = 0;
  bit Pie = 0;
  string LinkFlags = "";
  string ClangFlags = cpu.Flags;
  string MinGwC = "";
  string MinGwCxx = "";
  string CxxCode = "";
  string CmakeSystem = "Generic";
  string CmakeProcessor = cpu.Uname;
  string MesonFamily = cpu.Meson;
  string GoSystem = "";
  string GoArch = cpu.Go;
  string GoVariant = cpu.GoVariant;
  string Platform = "";
  string OsFloor = "";
  string OsFirst = "";
  string Runner = "";
  string WasiPreview = "";
  bit Components = 0;
  bit SharedMemory = 0;
  string RustcTools = "";
  string Debian = "";
  Needs Brings = NeedsNothing;
  string Needs = Brings.Variable;
  string NeedsText = Brings.Text;
  string NeedsOthers = Brings.Others;
  bit NeedsOptional = Brings.Optional;
  string PlatformLibraries = "";
  string PlatformHeaders = "";
  StartNames Starts = AsLinux;
  string StartProgram = Starts.Program;
  string StartStatic = Starts.StaticProgram;
  string StartLibrary = Starts.Library;
  string EndProgram = Starts.ProgramEnd;
  string EndLibrary = Starts.LibraryEnd;
  string Binutils = cpu.Binutils;
  string StubAbi = "";
  string HeaderDefine = "";
  string OtherLinker = "";
  string OtherLinkerFrom = "";
  string Unlinked = "";
  code LinkFormat = "LinkFormatKind::elf";
  bit Widths = cpu.Widths;
  string Sibling32 = Siblings<triple>.M32;
  string SiblingX32 = Siblings<triple>.Mx32;
  string Sibling64 = Siblings<triple>.M64;
  string StaticSibling = "";
  string DllEntry = "";
  string SystemLibraries = "";
  string OwnWidth = !cond(!eq(Abi, "x32"): "mx32", !eq(cpu.Width, 64): "m64", !eq(cpu.Width, 32): "m32", true: "");
  defvar spelling = !if(!empty(Gnu), triple, Gnu);
  string Multiarch = !if(!eq(cpu.Arch, "x86"), "i386" # !substr(spelling, !find(spelling, "-")), spelling);
  string RuntimeArch = !if(!eq(cpu.Arch, "x86"), "i386", cpu.Arch);
  string ConfigName = ConfigName<spelling, System, Environment, Abi>.Name;

  // What follows from the columns above.
  defvar isUnix = !foldl(0, UnixSystems, found, name, !or(found, !eq(name, System)));
  string Families = !cond(!and(isUnix, !eq(Format, "ObjectFormat::wasm")): "unix wasm", isUnix: "unix",
                          !eq(Format, "ObjectFormat::wasm"): "wasm", !eq(System, "windows"): "windows", true: "");
  string FileAbi = !cond(!eq(Format, "ObjectFormat::machO"): Emulation,
                         !eq(Arch, "x86_64"): !if(!eq(cpu.Width, 32), "x32", ""),
                         !eq(Arch, "aarch64"): !if(!eq(cpu.Width, 32), "ilp32", ""),
                         !eq(MabiOf<ClangFlags>.Name, "32"): "o32",
                         !eq(MabiOf<ClangFlags>.Name, "64"): "n64",
                         true: MabiOf<ClangFlags>.Name);
  string FloatAbi = !cond(!eq(Arch, "arm"): !if(!lt(!find(ClangFlags, "-mfloat-abi=hard"), 0), "soft", "hard"),
                          !ne(cpu.Machine, EM_MIPS): "",
                          !lt(!find(ClangFlags, "-msoft-float"), 0): "hard",
                          true: "soft");
  defvar hasCode = !foldl(0, RuntimeArchs, found, name, !or(found, !eq(name, Arch)));
  defvar isBare = !and(!eq(Libc, "Libc::none"), !eq(StartFiles, "StartFiles::none"), Lld,
                       !or(!eq(Format, "ObjectFormat::elf"), !eq(Format, "ObjectFormat::wasm")));
  bit Runtime = !and(hasCode, !or(isBare, !eq(StartFiles, "StartFiles::glibc"), !eq(StartFiles, "StartFiles::musl"),
                                  !eq(StartFiles, "StartFiles::mingw"), !eq(StartFiles, "StartFiles::msvc"),
                                  !not(!empty(StubAbi)),
                                  !and(!eq(Libc, "Libc::darwin"), Lld), !not(!empty(WasiPreview))));
  bit MipsR6 = !or(!eq(Arch, "mips32r6"), !eq(Arch, "mips64r6"));
  string MesonSystem = !if(!eq(CmakeSystem, "Generic"), "none", !tolower(CmakeSystem));
  bit DebianCrossLibraries = !foldl(0, DebianCross, found, name, !or(found, !eq(name, Debian)));
  // wasm-component-ld calls lld, and comes with Rust.
  string Linker = !cond(!not(!empty(Unlinked)): "",
                        !or(!empty(LldFlavor), !eq(Dialect, "Dialect::emCc")): OtherLinker,
                        Lld: "rust-lld", true: "GNU ld");
}

/// A further name of a row: a GNU spelling with a vendor, or what another toolchain calls the target. With `linked`,
/// build tools look for a compiler of this name on PATH.
class Alias<string name, string triple, bit linked = 0> {
  string Name = name;
  string Triple = triple;
  bit Linked = linked;
}

// The GNU spelling of a row is its own name without the vendor; rows whose compilers are called otherwise say so.
class LinuxBase<string triple, Cpu cpu, string llvm> : Row<triple, cpu, llvm> {
  // A program of MIPS adds its load address to every local entry of its GOT, so an undefined weak symbol must not be one:
  // it would not be 0 (https://github.com/llvm/llvm-project/issues/124681).
  let LinkFlags = !if(!eq(cpu.Machine, EM_MIPS), "-z dynamic-undefined-weak", "");
  let System = "linux";
  let CmakeSystem = "Linux";
  let GoSystem = "linux";
  let LinuxArch = !cond(!eq(cpu.Arch, "x86_64"): "x86", !eq(cpu.Arch, "aarch64"): "arm64",
                        !eq(cpu.Arch, "riscv32"): "riscv", !eq(cpu.Arch, "riscv64"): "riscv",
                        !eq(cpu.Arch, "loongarch32"): "loongarch", !eq(cpu.Arch, "loongarch64"): "loongarch",
                        !eq(cpu.Arch, "powerpc64"): "powerpc", !eq(cpu.Arch, "s390x"): "s390",
                        !eq(cpu.Arch, "mips64"): "mips", !eq(cpu.Arch, "mips32r6"): "mips",
                        !eq(cpu.Arch, "mips64r6"): "mips", !eq(cpu.Arch, "sparc64"): "sparc",
                        true: cpu.Arch);
  let Emulation = cpu.LinuxElf;
  let Runner = cpu.Qemu;
  let Pie = 1;
  let Gnu = !subst("-unknown-", "-", triple);
}

class LinuxGnu<string triple, Cpu cpu, Glibc c, string llvm = triple> : LinuxBase<triple, cpu, llvm> {
  let Environment = "gnu";
  let Libc = "Libc::glibc";
  let Interpreter = c.Loader;
  let StartFiles = "StartFiles::glibc";
  let GlibcAbi = c.Abi;
  let GlibcFirst = c.First;
  let Debian = c.Debian;
  let StaticSibling = !subst("gnu", "musl", triple);
}

/// `arch` is musl's own full name: of its loader, with endianness and float ABI.
class LinuxMusl<string triple, Cpu cpu, string arch, string llvm = triple> : LinuxBase<triple, cpu, llvm> {
  let Environment = "musl";
  let Libc = "Libc::musl";
  let Interpreter = "/lib/ld-musl-" # arch # ".so.1";
  let StartFiles = "StartFiles::musl";
  let MuslArch = arch;
}

// uClibc: a toolchain's own sysroot (Buildroot, OpenWrt) is needed.
def UclibcSysroot : NeedsSysroot<"the sysroot of a uClibc toolchain, such as Buildroot makes">;
class LinuxUclibc<string triple, Cpu cpu, string llvm> : LinuxBase<triple, cpu, llvm> {
  let Environment = "uclibc";
  let Libc = "Libc::other";
  let Interpreter = "/lib/ld-uClibc.so.0";
  let StartFiles = "StartFiles::user";
  let Brings = UclibcSysroot;
}

// OpenHarmony: musl with changes of its own, from its SDK.
def OhosSdk : Needs<"OHOS_SDK_NATIVE", "the folder `native` of an OpenHarmony SDK">;
class Ohos<string triple, Cpu cpu, string arch, string pageSize> : LinuxBase<triple, cpu, triple> {
  let Environment = "ohos";
  let Libc = "Libc::other";
  let Interpreter = "/lib/ld-musl-" # arch # ".so.1";
  let StartFiles = "StartFiles::user";
  let LinkFlags = "-z max-page-size=" # pageSize # " --hash-style=both";
  let CmakeSystem = "OHOS";
  let Runner = "";
  let Brings = OhosSdk;
}

// Android. Loaders before API 23 read only the old hash table; memory of the new ones is mapped in pages of 16 KiB.
// The unwinders of old releases want code in the first segment.
def AndroidNdk : Needs<"ANDROID_NDK_HOME", "the folder of an Android NDK", "ANDROID_NDK_ROOT ANDROID_NDK">;
// Below usr/lib are folders by API level, 21 being the oldest that Rust has; libunwind and the builtins are clang's.
defvar NdkBin = "toolchains/llvm/prebuilt/*/";
class Android<string triple, Cpu cpu, string llvm, string pageSize, string gnu = triple, string floor = "21">
    : Row<triple, cpu, llvm> {
  let System = "android";
  let OsFloor = floor;
  let Starts = StartNames<"crtbegin_dynamic.o", "crtbegin_static.o", "crtbegin_so.o", "crtend_android.o",
                          "crtend_so.o">;
  let PlatformLibraries = !interleave([NdkBin # "sysroot/usr/lib/" # gnu # "/%api", NdkBin # "sysroot/usr/lib/" # gnu,
      NdkBin # "lib/clang/*/lib/linux/" # !if(!eq(cpu.Arch, "x86"), "i386", cpu.Arch),
      NdkBin # "lib/clang/*/lib/linux"], " ");
  let PlatformHeaders = !interleave([NdkBin # "sysroot/usr/include/" # gnu, NdkBin # "sysroot/usr/include"], " ");
  let Libc = "Libc::bionic";
  let Emulation = cpu.LinuxElf;
  let Interpreter = !if(!eq(cpu.Width, 64), "/system/bin/linker64", "/system/bin/linker");
  let StartFiles = "StartFiles::user";
  let Pie = 1;
  let LinkFlags = "--hash-style=both --no-rosegment" #
                  !if(!empty(pageSize), "", " -z max-page-size=" # pageSize);
  let CmakeSystem = "Android";
  let GoSystem = "android";
  let Brings = AndroidNdk;
}

/// A system whose libraries and start files the user brings.
class Hosted<string triple, Cpu cpu, string llvm, string system, string cmake, Needs needs> : Row<triple, cpu, llvm> {
  let System = system;
  let Libc = "Libc::other";
  let StartFiles = "StartFiles::user";
  let CmakeSystem = cmake;
  let Brings = needs;
}

// The architectures whose start files are in sysroots/bsd.
class HasBsdStubs<Cpu cpu> {
  bit Yes = !and(!not(cpu.Big), !or(!eq(cpu.Arch, "x86_64"), !eq(cpu.Arch, "aarch64"), !eq(cpu.Arch, "x86"),
                                    !eq(cpu.Arch, "riscv64")));
}
def FreeBsdBase : NeedsSysroot<"the folders lib, usr/lib and usr/include of a FreeBSD system (base.txz)">;
// The emulation's ending puts FreeBSD's mark into the file; lld takes it behind any name.
class FreeBsd<string triple, Cpu cpu, string processor, string llvm = triple>
    : Hosted<triple, cpu, llvm, "freebsd", "FreeBSD", FreeBsdBase> {
  let GoSystem = "freebsd";
  let StubAbi = !if(HasBsdStubs<cpu>.Yes, "freebsd-" # cpu.Arch, "");
  let HeaderDefine = !if(HasBsdStubs<cpu>.Yes, "-D__FreeBSD_version=1300139", "");
  let Emulation = cpu.Elf # "_fbsd";
  let Interpreter = "/libexec/ld-elf.so.1";
  let CmakeProcessor = processor;
  let Pie = 1;
}
def NetBsdBase : NeedsSysroot<"the folders lib, usr/lib and usr/include of a NetBSD system (base, comp)">;
class NetBsd<string triple, Cpu cpu, string processor, string llvm = triple>
    : Hosted<triple, cpu, llvm, "netbsd", "NetBSD", NetBsdBase> {
  let GoSystem = "netbsd";
  let StubAbi = !if(HasBsdStubs<cpu>.Yes, "netbsd-" # cpu.Arch, "");
  let HeaderDefine = !if(HasBsdStubs<cpu>.Yes, "-D__NetBSD_Version__=" #
                         !if(!eq(cpu.Arch, "riscv64"), "1100000000", "1000000000"), "");
  let Starts = StartNames<"crt0.o crti.o crtbeginS.o", "crt0.o crti.o crtbeginT.o", "crti.o crtbeginS.o",
                          "crtendS.o crtn.o", "crtendS.o crtn.o">;
  let Interpreter = "/libexec/ld.elf_so";
  let CmakeProcessor = processor;
  let Pie = 1;
}
def OpenBsdBase : NeedsSysroot<"the folders usr/lib and usr/include of an OpenBSD system (base, comp)">;
class OpenBsd<string triple, Cpu cpu, string processor, string llvm = triple>
    : Hosted<triple, cpu, llvm, "openbsd", "OpenBSD", OpenBsdBase> {
  let GoSystem = "openbsd";
  let StubAbi = !if(HasBsdStubs<cpu>.Yes, "openbsd-" # cpu.Arch, "");
  let HeaderDefine = !if(HasBsdStubs<cpu>.Yes, "-D___OpenBSD=202510", "");
  let Starts = StartNames<"crt0.o crtbegin.o", "rcrt0.o crtbegin.o", "crtbeginS.o", "crtend.o", "crtendS.o">;
  let Interpreter = "/usr/libexec/ld.so";
  let Entry = "__start"; // the name in OpenBSD's crt0.o
  let CmakeProcessor = processor;
  let Pie = 1;
}
def SolarisBase : NeedsSysroot<"the folders lib and usr of an illumos or Solaris system">;
class SunOs<string triple, Cpu cpu, string llvm, string system, string loader, string processor>
    : Hosted<triple, cpu, llvm, system, "SunOS", SolarisBase> {
  let GoSystem = !if(!eq(cpu.Arch, "x86_64"), system, "");
  let Interpreter = loader;
  let CmakeProcessor = processor;
  let Starts = StartNames<"crt1.o crti.o values-Xa.o", "crt1.o crti.o values-Xa.o", "crti.o values-Xa.o", "crtn.o",
                          "crtn.o">;
  defvar width = !if(!eq(cpu.Arch, "x86_64"), "amd64", !if(!eq(cpu.Arch, "sparc64"), "sparcv9", cpu.Arch));
  let PlatformLibraries = "usr/lib/" # width # " lib/" # width;
}

def QnxSdp : Needs<"QNX_TARGET", "a QNX SDP: source its qnxsdp-env.sh, which sets QNX_HOST and QNX_TARGET">;
class Qnx<string triple, Cpu cpu, string llvm, string environment> : Hosted<triple, cpu, llvm, "nto", "QNX", QnxSdp> {
  defvar folder = !cond(!eq(cpu.Arch, "aarch64"): "aarch64le", !eq(cpu.Arch, "x86"): "x86", true: cpu.Arch);
  let PlatformLibraries = folder # "/lib " # folder # "/usr/lib " # folder # "/lib/gcc/*";
  let PlatformHeaders = "usr/include";
  let Environment = environment;
  let Interpreter = !if(!eq(cpu.Width, 64), "/usr/lib/ldqnx-64.so.2", "/usr/lib/ldqnx.so.2");
  let Pie = 1;
}
def VxWorks7 : Needs<"WIND_BASE", "a VxWorks 7 installation">;
class VxWorks<string triple, Cpu cpu, string llvm> : Hosted<triple, cpu, llvm, "vxworks", "VxWorks", VxWorks7> {
  let Environment = "gnu";
  let Emulation = cpu.LinuxElf;
  let CrtStatic = 1;
}
def RedoxSysroot : NeedsSysroot<"the sysroot of Redox's toolchain (relibc)">;
class Redox<string triple, Cpu cpu> : Hosted<triple, cpu, triple, "redox", "Generic", RedoxSysroot> {
  let Environment = "relibc";
  let Interpreter = !if(!eq(cpu.Width, 64), "/lib/ld64.so.1", "/lib/ld32.so.1");
  let CrtStatic = 1;
  let Pie = 1;
}
def HelenosSysroot : NeedsSysroot<"the export folder of a HelenOS build">;
class HelenOs<string triple, Cpu cpu> : Hosted<triple, cpu, triple, "helenos", "Generic", HelenosSysroot>;
def ManagarmSysroot : NeedsSysroot<"the system root of a managarm build (mlibc)">;
class Managarm<string triple, Cpu cpu, string loader>
    : Hosted<triple, cpu, triple, "managarm", "Generic", ManagarmSysroot> {
  let Environment = "mlibc";
  let Interpreter = loader;
  let Pie = 1;
}
// Fuchsia: all of it as rustc's specification and clang's driver pass it.
def FuchsiaSdk : NeedsSysroot<"the sysroot of a Fuchsia SDK (arch/*/sysroot)">;
class Fuchsia<string triple, Cpu cpu, string more = "">
    : Hosted<triple, cpu, triple, "fuchsia", "Fuchsia", FuchsiaSdk> {
  let Dialect = "Dialect::gnuLd";
  let Interpreter = "ld.so.1";
  let Pie = 1;
  let LinkFlags = "--build-id --hash-style=gnu -z max-page-size=4096 -z now -z start-stop-visibility=hidden "
                  "-z rodynamic -z separate-loadable-segments -z rel --pack-dyn-relocs=relr" # more;
}

//===--- Bare metal -------------------------------------------------------------------------------------------===//
/// No operating system's libraries: rustc speaks to the linker itself.
class Bare<string triple, Cpu cpu, string llvm = triple> : Row<triple, cpu, llvm> {
  let Dialect = "Dialect::gnuLd";
}
/// The same, through a compiler driver.
class BareCc<string triple, Cpu cpu, string llvm = triple> : Row<triple, cpu, llvm>;
class Hermit<string triple, Cpu cpu> : Bare<triple, cpu> {
  let System = "hermit";
  let Pie = 1;
}
class Nuttx<string triple, Cpu cpu, string llvm> : Bare<triple, cpu, llvm> { let System = "nuttx"; }
def EspIdfSdk : Needs<"IDF_PATH", "an ESP-IDF; esp-idf-sys installs one">;
class EspIdf<string triple, Cpu cpu, string llvm> : Hosted<triple, cpu, llvm, "espidf", "Generic", EspIdfSdk> {
  let Environment = "newlib";
}
def SolidSdk : NeedsSysroot<"a SOLID development environment">;
class Solid<string triple, Cpu cpu, string llvm> : Hosted<triple, cpu, llvm, "solid_asp3", "Generic", SolidSdk> {
  let Unlinked = "rustc makes archives of it, which need no linker";
}

//===--- Apple ------------------------------------------------------------------------------------------------===//
// lld has dropped the 32-bit architectures.
def AppleArm32 : Cpu<"arm", 32, CPU_ARM, ""> { let Lld = 0; }
def AppleX86_32 : Cpu<"x86", 32, CPU_X86, ""> { let Lld = 0; }
def AppleArm64_32 : Cpu<"aarch64", 32, CPU_ARM, "">;
/// `platform` is the first argument of ld64's -platform_version; rustc's `environment` tells simulators apart.
class AppleOs<string system, string platform, string cmake, string environment = "", string go = ""> {
  string System = system;
  string Platform = platform;
  string Cmake = cmake;
  string Environment = environment;
  string Go = go;
}
/// `arch` is ld64's -arch, `floor` the oldest version of the system that programs run on by default.
class Apple<string triple, Cpu cpu, int cpuType, string llvm, string arch, AppleOs os, string floor>
    : Row<triple, cpu, llvm> {
  let System = os.System;
  let Environment = os.Environment;
  let Abi = os.Environment;
  let Libc = "Libc::darwin";
  let Format = "ObjectFormat::machO";
  let Dialect = "Dialect::darwinCc";
  let LldFlavor = "darwin";
  let LinkFormat = "LinkFormatKind::apple";
  let Emulation = arch;
  let Machine = cpuType;
  let ClangFlags = "";
  let CmakeSystem = os.Cmake;
  let GoSystem = !if(!or(!eq(arch, "arm64"), !eq(arch, "x86_64")), os.Go, "");
  let CmakeProcessor = arch;
  let Unlinked = !cond(!not(cpu.Lld): "lld has dropped Apple's 32-bit processors",
                       !eq(arch, "arm64e"): "lld does not read the signed pointers in the objects of rustc",
                       true: "");
  let Platform = os.Platform;
  let OsFloor = floor;
  // As LLVM's Triple::getMinimumSupportedOSVersion() has them.
  bit Arm64 = !or(!eq(arch, "arm64"), !eq(arch, "arm64e"));
  let OsFirst = !cond(!not(Arm64): !if(!eq(os.Platform, "mac-catalyst"), "13.1", ""),
                      !eq(os.Platform, "macos"): "11.0",
                      !eq(os.Platform, "mac-catalyst"): "14.0",
                      !eq(os.Platform, "ios-simulator"): "14.0",
                      !eq(os.Platform, "tvos-simulator"): "14.0",
                      !eq(os.Platform, "watchos-simulator"): "7.0",
                      !eq(os.Platform, "watchos"): "26.0",
                      !eq(arch # os.Platform, "arm64eios"): "14.0",
                      true: "");
  let RustcTools = "rust-objcopy dsymutil"; // they strip a program, and gather its debug information
}
class AppleArm<string triple, string llvm, string arch, AppleOs os, string floor>
    : Apple<triple, AArch64, CPU_ARM, llvm, arch, os, floor>;
class AppleX86<string triple, string llvm, string arch, AppleOs os, string floor>
    : Apple<triple, X86_64, CPU_X86, llvm, arch, os, floor>;

//===--- Windows ----------------------------------------------------------------------------------------------===//
/// `machine` is link.exe's /machine.
class Pe<Cpu cpu, int coff, string emulation, string machine, string processor, string runner> {
  Cpu Base = cpu;
  int Coff = coff;
  string Emulation = emulation;
  string Machine = machine;
  string Processor = processor;
  string Runner = runner;
}
def PeX64 : Pe<X86_64, COFF_AMD64, "i386pep", "x64", "AMD64", "wine64">;
def PeX86 : Pe<I686, COFF_I386, "i386pe", "x86", "x86", "wine">;
def PeArm64 : Pe<AArch64, COFF_ARM64, "arm64pe", "arm64", "ARM64", "">;
def PeArm64Ec : Pe<AArch64, COFF_ARM64EC, "", "arm64ec", "ARM64EC", "">;
def PeArm : Pe<ArmV7Neon, COFF_ARMNT, "thumb2pe", "arm", "ARM", "">;

// What the targets of Windows 7 have to run on; the others take what Rust's std has there, Windows 10.
defvar Windows7 = "6.1";
class Windows<string triple, Pe pe, string llvm> : Row<triple, pe.Base, llvm> {
  let System = "windows";
  let Format = "ObjectFormat::coff";
  let Machine = pe.Coff;
  let ClangFlags = "";
  let CmakeSystem = "Windows";
  let CmakeProcessor = pe.Processor;
  let Runner = pe.Runner;
}
// Linked by lld's MinGW driver; `-m` chooses it.
class MinGw<string triple, Pe pe, string llvm> : Windows<triple, pe, llvm> {
  let Environment = "gnu";
  let GoSystem = "windows";
  let Libc = "Libc::msvcrt";
  let Emulation = pe.Emulation;
  let StartFiles = "StartFiles::mingw";
  let LinkFormat = "LinkFormatKind::minGw";
  // 32-bit names carry the size of their arguments.
  let DllEntry = !if(!eq(pe.Base.Width, 32), "DllMainCRTStartup@12", "DllMainCRTStartup");
  let SystemLibraries = "mingw32 moldname mingwex msvcrt";
  let Gnu = !subst("-pc-windows-gnu", "-w64-mingw32", llvm);
  let RustcTools = Gnu # "-dlltool " # Gnu # "-windres " # Gnu # "-ar";
}
class MinGwLlvm<string triple, Pe pe, string llvm> : MinGw<triple, pe, llvm> {
  let Abi = "llvm";
  let Libc = "Libc::ucrt";
}
// Objects and programs with no time in them: the same inputs give the same bytes.
defvar NoTimeInObject = "-mno-incremental-linker-compatible";
defvar NoTimeInFile = "/Brepro";
// How clang compiles against mingw-w64's headers, which ask for its macros, what Microsoft's linker takes. C is made for
// the platform itself, without the dialect that Microsoft's compiler has. C++ is made in the Itanium ABI, in which libc++
// can be had; what both compile has one layout.
class MinGwSource<Pe pe, string cxxTriple> {
  defvar wide = " -DWIN64=1 -D__WIN64=1 -D__WIN64__=1 -D__MINGW64__=1 -D__SEH__=1";
  // The headers' inline functions take a long double for that of x87.
  defvar macros = "-D__CRT__NO_INLINE=1 -D__MINGW32__=1 -D__MSVCRT__=1 -DWIN32=1 -D__WIN32=1 -D__WIN32__=1" #
                  " -DWINNT=1 -D__WINNT=1 -D__WINNT__=1" #
                  !if(!eq(pe.Base.Width, 64), wide, " -D_X86_=1") #
                  " -D_cdecl=__cdecl -D_stdcall=__stdcall -D_fastcall=__fastcall -D_thiscall=__thiscall" #
                  " -D_pascal=__pascal -D__declspec=__declspec";
  // Microsoft's keywords, such as __try, harm no source; what its own compiler is known by does.
  defvar dialect = "-fms-extensions -fdeclspec ";
  defvar notMicrosofts = "-fno-ms-compatibility -fgnuc-version=4.2.1 -U_MSC_VER -U_MSC_FULL_VER -U_MSC_BUILD " #
                         "-U_MSC_EXTENSIONS ";
  string C = notMicrosofts # dialect # macros;
  // The driver for this environment searches /usr/include below the sysroot whatever is said; the compiler takes the C++
  // library for a DLL unless it is told of a static one, as -flto-visibility-public-std does. The objects name the library.
  string Cxx = "--target=" # cxxTriple # " --sysroot=/dev/null -mms-bitfields" #
               !if(!eq(pe.Base.Width, 64), " -fseh-exceptions", "") #
               " -Xclang -flto-visibility-public-std -Xclang --dependent-lib=c++ " # dialect # macros;
}
class Xwin<bit optional> : Needs<"XWIN_DIR", "a folder that `xwin splat` made, with Microsoft's C runtime and Windows SDK",
                                 "", optional>;
class Msvc<string triple, Pe pe, string llvm> : Windows<triple, pe, llvm> {
  let RustcTools = "llvm-rc";
  let Pack = llvm; // of the processor
  let Multiarch = !subst("i686-", "i386-", llvm);
  // linkshim has a runtime of its own for the processors that mingw-w64 has.
  defvar ours = !or(!eq(pe.Machine, "x64"), !eq(pe.Machine, "x86"), !eq(pe.Machine, "arm64"));
  let StartFiles = !if(ours, "StartFiles::msvc", "StartFiles::none");
  let Environment = "msvc";
  let Libc = "Libc::ucrt";
  let Dialect = "Dialect::link";
  let LldFlavor = "link";
  let LinkFormat = "LinkFormatKind::msvc";
  let Emulation = pe.Machine;
  let Brings = Xwin<ours>;
  let ClangFlags = NoTimeInObject;
  // clang 22 ends in a crash for Arm's windows-itanium; the C++ of MinGW differs in long double alone, which Arm has not.
  defvar source = MinGwSource<pe, !subst("msvc", !if(!eq(pe.Machine, "arm64"), "gnu", "itanium"), llvm)>;
  let Cxx = ours;
  let MinGwC = !if(ours, source.C, "");
  let MinGwCxx = !if(ours, source.Cxx, "");
  let CxxCode = !if(!and(ours, !eq(pe.Base.Width, 64)), llvm, "");
  let LinkFlags = NoTimeInFile;
  // Arm's 32-bit folder is called aarch there; the second name is Microsoft's own, which xwin can keep.
  defvar names = !cond(!eq(pe.Machine, "x64"): ["x86_64", "x64"], !eq(pe.Machine, "x86"): ["x86", "x86"],
                       !eq(pe.Machine, "arm"): ["aarch", "arm"], true: ["aarch64", "arm64"]);
  let PlatformLibraries = "crt/lib/" # names[0] # " sdk/lib/um/" # names[0] # " sdk/lib/ucrt/" # names[0] #
                          " crt/lib/" # names[1] # " sdk/lib/um/" # names[1] # " sdk/lib/ucrt/" # names[1];
  let PlatformHeaders = "crt/include sdk/include/ucrt sdk/include/um sdk/include/shared";
}
class Uefi<string triple, Pe pe, string llvm, string flags> : Windows<triple, pe, llvm> {
  let System = "uefi";
  let Dialect = "Dialect::link";
  let LldFlavor = "link";
  let LinkFormat = "LinkFormatKind::msvc";
  let Emulation = pe.Machine;
  let Entry = "efi_main";
  let ClangFlags = !if(!empty(flags), NoTimeInObject, !strconcat(flags, " ", NoTimeInObject));
  let LinkFlags = NoTimeInFile;
  let CmakeSystem = "Generic";
  let Runner = "";
}

//===--- WebAssembly ------------------------------------------------------------------------------------------===//
def Wasm32 : Cpu<"wasm32", 32, 0, "wasm32">;
def Wasm64 : Cpu<"wasm64", 64, 0, "wasm64">;
class Wasm<string triple, Cpu cpu = Wasm32, string llvm = triple> : Row<triple, cpu, llvm> {
  let System = "unknown";
  let Format = "ObjectFormat::wasm";
  let Dialect = "Dialect::wasmLd";
  let LldFlavor = "wasm";
  let LinkFormat = "LinkFormatKind::wasm";
}
// Rust brings wasi-libc and its start files.
// Components (p2 and later) are made by wasm-component-ld, which comes with Rust and calls a wasm-ld.
class Wasi<string triple, string environment, string runner, string llvm = triple> : Wasm<triple, Wasm32, llvm> {
  let OtherLinker = !if(!eq(environment, "p1"), "", "wasm-component-ld");
  let OtherLinkerFrom = !if(!eq(environment, "p1"), "", "cargo install wasm-component-ld");
  let System = "wasi";
  let Environment = environment;
  let Libc = "Libc::wasi";
  let WasiPreview = "preview" # !substr(environment, 1);
  let Components = !ne(environment, "p1");
  let CrtStatic = 1;
  let CmakeSystem = "WASI";
  let Runner = runner;
}

//===--- The tables -------------------------------------------------------------------------------------------===//
def Targets : GenericTable {
  let FilterClass = "Row";
  let CppTypeName = "Target";
  let Fields = ["Triple", "Llvm", "Gnu", "PreferredGnu", "Arch", "System", "Environment", "Abi", "Families", "Libc",
                "Endian", "PointerBits", "Format", "Dialect", "LldFlavor", "Lld", "Emulation", "Machine", "FileAbi",
                "FloatAbi", "MipsR6", "Interpreter", "Entry", "StartFiles", "GlibcAbi", "GlibcFirst", "MuslArch",
                "LinuxArch", "Cxx", "CrtStatic", "Pie", "LinkFlags", "ClangFlags", "MinGwC", "MinGwCxx", "CxxCode",
                "CmakeSystem", "CmakeProcessor",
                "MesonSystem", "MesonFamily", "GoSystem", "GoArch", "GoVariant", "Platform", "OsFloor", "OsFirst", "Runner",
                "WasiPreview", "Components", "SharedMemory", "RustcTools", "Debian", "DebianCrossLibraries", "Needs",
                "NeedsText", "NeedsOthers", "NeedsOptional", "PlatformLibraries", "PlatformHeaders", "StartProgram",
                "StartStatic", "StartLibrary", "EndProgram", "EndLibrary", "Binutils", "StubAbi", "HeaderDefine",
                "OtherLinker", "OtherLinkerFrom", "Unlinked", "LinkFormat", "Widths", "Sibling32", "SiblingX32",
                "Sibling64", "StaticSibling", "DllEntry", "SystemLibraries", "Linker", "OwnWidth",
                "Multiarch", "RuntimeArch", "ConfigName", "Runtime", "RustFirst", "RustLast",
                "RustupFirst", "Pack", "PlannedAs"];
  string TypeOf_LinkFormat = "code";
  string TypeOf_Libc = "code";
  string TypeOf_Endian = "code";
  string TypeOf_Format = "code";
  string TypeOf_Dialect = "code";
  string TypeOf_StartFiles = "code";
}
def Aliases : GenericTable {
  let FilterClass = "Alias";
  let CppTypeName = "TargetAlias";
  let Fields = ["Name", "Triple", "Linked"];
}
