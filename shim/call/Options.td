// Every option that linkshim treats specially, for the compiler drivers (cc, gcc, clang, ...), the linkers (ld, ld.lld,
// lld-link, wasm-ld, ld64.lld) and the other tools (as, windres, pkg-config). An option that is not here passes through
// unchanged.
//
// What becomes of an option is part of its definition, so that `linkshim explain` and the tests read it from here:
//   (no flag)           understood, and passed on unchanged, unless code of a link format says otherwise
//   Translate<"why">    the linker gets another argument for it
//   Drop<"why">         not passed on
// `why` is what `linkshim explain` prints. It is the HelpText of the option, else that of its group: the compile options
// are in groups, and a link drops a whole group for one reason.
include "llvm/Option/OptParser.td"

// Visibility: which tools have an option. Each tool parses its call with one set of them, OptionSet in Arguments.h. Two
// options that are spelled alike are one definition here, also where tools mean different things by it.
def CCOption : OptionVisibility;        // compiler drivers: cc, c++
def DarwinOption : OptionVisibility;    // compiler drivers too, but only links and compiles for Apple's systems use it
def LDOption : OptionVisibility;        // GNU ld and lld, for ELF and MinGW
def WasmOption : OptionVisibility;      // wasm-ld, beside LDOption
def Ld64Option : OptionVisibility;      // ld64, Apple's linker
def MsvcOption : OptionVisibility;      // Microsoft's link.exe and lib.exe
def AsOption : OptionVisibility;        // GNU as
def WindresOption : OptionVisibility;   // GNU windres
def DlltoolOption : OptionVisibility;   // GNU dlltool
def StripOption : OptionVisibility;     // Apple's strip
def PkgConfigOption : OptionVisibility; // pkg-config
def EveryOption : OptionVisibility;     // all tools

// Flags: what becomes of an option.
def Dropped : OptionFlag;    // not passed on: Drop<"why">
def Translated : OptionFlag; // another argument takes its place: Translate<"why">
def ElfOnly : OptionFlag;    // has no meaning in a link for Windows, and lld's MinGW driver refuses it: dropped there
def Mode : OptionFlag;       // makes a cc compile, preprocess, assemble or answer a question instead of linking
def Asks : OptionFlag;       // a question to the compiler driver: it is answered, and neither compiled nor linked
def LinkOnly : OptionFlag;   // used by links only: dropped from a compile, since clang, unlike GCC, warns about it
def GccOnly : OptionFlag;    // GCC's alone, and clang refuses it: dropped from a compile as well

class Drop<string reason> { list<OptionFlag> Flags = [Dropped]; string HelpText = reason; }
class Translate<string reason> { list<OptionFlag> Flags = [Translated]; string HelpText = reason; }
class Elf { list<OptionFlag> Flags = [ElfOnly]; }
class Cc { list<OptionVisibility> Visibility = [CCOption]; }
class Ld { list<OptionVisibility> Visibility = [LDOption]; }
class Both { list<OptionVisibility> Visibility = [CCOption, LDOption, Ld64Option]; }
class Every { list<OptionVisibility> Visibility = [EveryOption]; }

// ---- Groups: the reason why a link drops all their members ----------------------------------------------------------
def g_codegen : OptionGroup<"<code generation>">, HelpText<"only changes how C is compiled">;
def g_language : OptionGroup<"<language>">, HelpText<"only changes how C is compiled">;
def g_preprocess : OptionGroup<"<preprocessor>">, HelpText<"only concerns the preprocessor">;
def g_warning : OptionGroup<"<warnings>">, HelpText<"only concerns the compiler's warnings">;
// The deployment target: the oldest version of Apple's system that a program runs on.
def g_deployment : OptionGroup<"<deployment target>">, HelpText<"only changes how C is compiled">;
def g_debug : OptionGroup<"<debug information>">, HelpText<"only changes how C is compiled">;

// ---- Compiler drivers and linkers -----------------------------------------------------------------------------------
def o : JoinedOrSeparate<["-"], "o"> { let Visibility = [CCOption, LDOption, Ld64Option, AsOption, WindresOption, StripOption]; }
def output_eq : Joined<["--"], "output=">, Alias<o>, Both;
def output : Separate<["--"], "output">, Alias<o>, Both;
def l : JoinedOrSeparate<["-"], "l"> { let Flags = [LinkOnly]; let Visibility = [CCOption, LDOption, Ld64Option, DlltoolOption]; }
def library_eq : Joined<["--"], "library=">, Alias<l>, Both;
def library : Separate<["--"], "library">, Alias<l>, Both;
def L : JoinedOrSeparate<["-"], "L">, Both { let Flags = [LinkOnly]; }
def library_path_eq : Joined<["--"], "library-path=">, Alias<L>, Both;
def library_path : Separate<["--"], "library-path">, Alias<L>, Both;
def u : JoinedOrSeparate<["-"], "u">, Both { let Flags = [LinkOnly]; }
def undefined_eq : Joined<["--"], "undefined=">, Alias<u>, Both;
def undefined : Separate<["--"], "undefined">, Alias<u>, Both;
def e : JoinedOrSeparate<["-"], "e">, Both { let Flags = [LinkOnly]; }
def entry_eq : Joined<["--"], "entry=">, Alias<e>, Both;
def entry : Separate<["--"], "entry">, Alias<e>, Both;
def T : JoinedOrSeparate<["-"], "T">, Both { let Flags = [LinkOnly]; }
def z : JoinedOrSeparate<["-"], "z">, Both, Elf { let Flags = [ElfOnly, LinkOnly]; }
def r : Flag<["-"], "r"> { let Flags = [LinkOnly]; let Visibility = [CCOption, LDOption, Ld64Option, StripOption]; }
def s : Flag<["-"], "s">, Both { let Flags = [LinkOnly]; }
def shared : Flag<["-", "--"], "shared">, Both { let Flags = [LinkOnly]; }
def pie : Flag<["-", "--"], "pie">, Both, Elf { let Flags = [ElfOnly, LinkOnly]; }
def no_pie : Flag<["-", "--"], "no-pie">, Both, Elf { let Flags = [ElfOnly, LinkOnly]; }
def nopie : Flag<["-"], "nopie">, Alias<no_pie>, Both;
def pic_executable : Flag<["-", "--"], "pic-executable">, Alias<pie>, Ld;
def sysroot_eq : Joined<["--"], "sysroot=">, Both;
def sysroot : Separate<["--"], "sysroot">, Alias<sysroot_eq>, Both;
def version : Flag<["--"], "version"> { let Flags = [Mode, Asks]; let Visibility = [CCOption, LDOption, Ld64Option, MsvcOption, AsOption, PkgConfigOption]; }
def help : Flag<["--"], "help"> { let Flags = [Mode, Asks]; let Visibility = [CCOption, LDOption, Ld64Option, MsvcOption, AsOption]; }
def v : Flag<["-"], "v"> { let Visibility = [DlltoolOption, CCOption, LDOption, Ld64Option, MsvcOption, AsOption]; }
def V : Flag<["-"], "V"> { let Visibility = [CCOption, LDOption, Ld64Option, MsvcOption]; }
def hash_hash_hash : Flag<["-"], "###">, Every;
def flavor : Separate<["-"], "flavor">, Every, Translate<"chooses lld's flavour; the linker that is found may need it said otherwise">;

// ---- Compiler drivers: options of platforms' own drivers that rustc passes ------------------------------------------
def qcc_V : Joined<["-"], "Vgcc_">, Cc, Drop<"chooses QNX's compiler, and the target is known">;
def vxworks_static_crt : Flag<["--"], "static-crt">, Cc, Drop<"concerns VxWorks' own driver">;

// ---- Linkers: options that change the plan, and those with a value, which must not be taken for an option itself -----
def Bstatic : Flag<["-", "--"], "Bstatic">, Ld;
def Bdynamic : Flag<["-", "--"], "Bdynamic">, Ld;
foreach name = ["dn", "non_shared"] in
  def "Bstatic_" # name : Flag<["-"], name>, Alias<Bstatic>, Ld;
foreach name = ["dy", "call_shared"] in
  def "Bdynamic_" # name : Flag<["-"], name>, Alias<Bdynamic>, Ld;
def strip_all : Flag<["-", "--"], "strip-all">, Ld;
def strip_debug : Flag<["-", "--"], "strip-debug">, Ld;
def version_script_eq : Joined<["-", "--"], "version-script=">, Ld;
def version_script : Separate<["-", "--"], "version-script">, Alias<version_script_eq>, Ld;
def undefined_version : Flag<["-", "--"], "undefined-version">, Ld, Elf;
def Bshareable : Flag<["-", "--"], "Bshareable">, Alias<shared>, Ld;
def relocatable : Flag<["-", "--"], "relocatable">, Alias<r>, Ld;
def dll : Flag<["-", "--", "/", "/?", "-?"], "dll"> { let Visibility = [LDOption, MsvcOption]; }
def m : JoinedOrSeparate<["-"], "m"> { let Visibility = [LDOption, DlltoolOption]; }
def dynamic_linker_eq : Joined<["-", "--"], "dynamic-linker=">, Ld, Elf;
def dynamic_linker : Separate<["-", "--"], "dynamic-linker">, Alias<dynamic_linker_eq>, Ld;
// A folder of headers for a compiler driver, the dynamic linker for a linker.
def I : JoinedOrSeparate<["-"], "I"> { let Visibility = [CCOption, LDOption, AsOption, WindresOption]; }
def version_of_gnu : Flag<["-"], "version">, Alias<version> { let Visibility = [LDOption, AsOption]; }
def ld_help : Flag<["-"], "help">, Alias<help>, Ld;
def ld_verbose : Flag<["-", "--"], "verbose">, Ld;
def no_dynamic_linker : Flag<["-", "--"], "no-dynamic-linker">, Ld, Elf;
def h : JoinedOrSeparate<["-"], "h">, Ld, Elf;
// A folder of frameworks for a compiler driver, a filter (--filter) for a linker.
def F : JoinedOrSeparate<["-"], "F"> { let Visibility = [CCOption, LDOption, Ld64Option, WindresOption]; }
def f : JoinedOrSeparate<["-"], "f"> { let Flags = [ElfOnly]; let Visibility = [LDOption, DlltoolOption]; }
def R : JoinedOrSeparate<["-"], "R">, Ld;
def y : JoinedOrSeparate<["-"], "y">, Ld, Elf;
def b : JoinedOrSeparate<["-"], "b">, Ld;
def ld_A : JoinedOrSeparate<["-"], "A">, Ld, Drop<"the target says the architecture">;
def ld_O : JoinedOrSeparate<["-"], "O">, Ld;
class LdValue<string name> : Separate<["-", "--"], name>, Ld;
foreach name = ["Map", "Tbss", "Tdata", "Ttext", "Xlink", "auxiliary", "default-script", "defsym", "delayload",
                "dependency-file", "dynamic-list", "error-handling-script", "exclude-symbols",
                "export-dynamic-symbol", "export-dynamic-symbol-list", "file-alignment", "filter", "format",
                "heap", "image-base", "just-symbols", "keep-unique", "major-image-version", "major-os-version",
                "major-subsystem-version", "minor-image-version", "minor-os-version", "minor-subsystem-version",
                "mllvm", "oformat", "out-implib", "output-def", "pack-dyn-relocs", "plugin",
                "plugin-opt", "print-archive-stats", "print-symbol-order", "require-defined", "retain-symbols-file",
                "rsp-quoting", "script", "section-alignment", "section-start", "stack", "subsystem",
                "symbol-ordering-file", "thinlto-cache-dir", "thinlto-cache-policy", "undefined-glob",
                "unresolved-symbols", "warn-backrefs-exclude", "why-extract", "wrap"] in
  def "ldv_" # !subst("-", "_", name) : LdValue<name>;
foreach name = ["fini", "init", "exclude-libs", "orphan-handling", "sort-section", "trace-symbol"] in
  def "ldv_" # !subst("-", "_", name) : LdValue<name>, Elf;
def trace_symbol_eq : Joined<["-", "--"], "trace-symbol=">, Ld, Elf;
// What lld cannot do for Windows, in the other form (MinGwLimits.cpp).
foreach name = ["Tbss", "Tdata", "Ttext", "defsym", "dynamic-list", "just-symbols", "script", "section-start"] in
  def "ldj_" # !subst("-", "_", name) : Joined<["-", "--"], name # "=">, Ld;
foreach name = ["print-map", "omagic"] in
  def "ldf_" # !subst("-", "_", name) : Flag<["-", "--"], name>, Ld, Elf;

// ---- Linkers: options of GNU ld that lld refuses, though it does what they ask for or has nothing like it -----------
class GnuOnly<list<string> prefixes, string name, string why> : Flag<prefixes, name>, Ld, Drop<why>;
def reduce_memory_overheads : GnuOnly<["-", "--"], "reduce-memory-overheads", "lld has no such trade of memory for time">;
def no_map_whole_files : GnuOnly<["-", "--"], "no-map-whole-files", "lld always maps its inputs">;
def copy_dt_needed : GnuOnly<["-", "--"], "copy-dt-needed-entries", "lld looks at the libraries that are named only">;
def disable_multiple_abs_defs : GnuOnly<["-", "--"], "disable-multiple-abs-defs", "concerns GNU ld's own linker scripts">;
def enable_linker_version : GnuOnly<["-", "--"], "enable-linker-version", "lld always records its version">;
def disable_linker_version : GnuOnly<["-", "--"], "disable-linker-version", "lld always records its version">;
def warn_rwx : GnuOnly<["-", "--"], "warn-rwx-segments", "lld has no such warning">;
def no_warn_rwx : GnuOnly<["-", "--"], "no-warn-rwx-segments", "lld has no such warning">;
def no_warn_execstack : GnuOnly<["-", "--"], "no-warn-execstack", "lld has no such warning">;
def warn_constructors : GnuOnly<["-", "--"], "warn-constructors", "lld has no such warning">;
def warn_multiple_gp : GnuOnly<["-", "--"], "warn-multiple-gp", "lld has no such warning">;
def warn_alternate_em : GnuOnly<["-", "--"], "warn-alternate-em", "lld has no such warning">;
def warn_section_align : GnuOnly<["-", "--"], "warn-section-align", "lld has no such warning">;
def traditional_format : GnuOnly<["-", "--"], "traditional-format", "concerns formats that lld does not write">;
def accept_unknown_arch : GnuOnly<["-", "--"], "accept-unknown-input-arch", "lld checks the architecture of its inputs">;
def no_accept_unknown_arch : GnuOnly<["-", "--"], "no-accept-unknown-input-arch", "lld checks the architecture of its inputs">;
def force_exe_suffix : GnuOnly<["-", "--"], "force-exe-suffix", "the output has the name that was asked for">;
def fix_a53_835769 : GnuOnly<["-", "--"], "fix-cortex-a53-835769", "lld has a work-around for erratum 843419 only">;
def no_fix_a53_835769 : GnuOnly<["-", "--"], "no-fix-cortex-a53-835769", "that is what lld does">;
def no_toc_sort : GnuOnly<["-", "--"], "no-toc-sort", "that is what lld does">;
def tls_optimize : GnuOnly<["-", "--"], "tls-optimize", "that is what lld does">;
def no_ctf : GnuOnly<["-", "--"], "no-ctf-variables", "lld does not merge CTF">;
def ctf_variables : GnuOnly<["-", "--"], "ctf-variables", "lld does not merge CTF">;
def ld_generated_unwind_info : GnuOnly<["-", "--"], "ld-generated-unwind-info", "lld always writes it">;
def no_ld_generated_unwind_info : GnuOnly<["-", "--"], "no-ld-generated-unwind-info", "lld always writes it">;
def poison_system_directories : GnuOnly<["-", "--"], "poison-system-directories", "no system folder is searched">;
def no_poison_system_directories : GnuOnly<["-", "--"], "no-poison-system-directories", "no system folder is searched">;
def no_strip_discarded : GnuOnly<["-", "--"], "no-strip-discarded", "lld drops symbols of discarded sections">;
def strip_discarded : GnuOnly<["-", "--"], "strip-discarded", "that is what lld does">;
def max_cache_size_eq : Joined<["-", "--"], "max-cache-size=">, Ld, Drop<"lld has no such trade of memory for time">;
def hash_size_eq : Joined<["-", "--"], "hash-size=">, Ld, Drop<"lld has no such trade of memory for time">;
def assert_ld : Separate<["-", "--"], "assert">, Ld, Drop<"GNU ld ignores it as well">;
def rpath_link_eq : Joined<["-", "--"], "rpath-link=">, Ld, Elf;
foreach name = ["soname", "rpath", "hash-style"] in {
  def "ldv_" # !subst("-", "_", name) : Separate<["-", "--"], name>, Ld, Elf;
  def "lde_" # !subst("-", "_", name) : Joined<["-", "--"], name # "=">, Ld, Elf;
}
def ldv_rpath_link : Separate<["-", "--"], "rpath-link">, Ld, Elf;
foreach name = ["eh-frame-hdr", "no-eh-frame-hdr", "Bsymbolic", "Bsymbolic-functions", "enable-new-dtags",
                "disable-new-dtags", "allow-shlib-undefined", "no-allow-shlib-undefined", "no-copy-dt-needed-entries",
                "no-add-needed", "no-as-needed", "push-state", "pop-state", "warn-common", "no-undefined-version",
                "discard-all", "discard-locals", "discard-none", "print-gc-sections", "no-print-gc-sections", "cref", "trace",
                "no-warn-mismatch"] in
  def "elf_" # !subst("-", "_", name) : Flag<["-", "--"], name>, Ld, Elf;
def export_dynamic : Flag<["-", "--"], "export-dynamic">, Ld;

// Options of GNU ld that concern ELF, or what it prints of its work: lld has them for ELF, and its MinGW driver has not.
foreach name = ["nmagic", "no-omagic", "no-export-dynamic", "Bno-symbolic", "check-sections", "no-check-sections", "no-warnings",
                "relax", "no-relax", "stats", "warn-execstack", "warn-once", "print-memory-usage", "unique",
                "force-group-allocation", "error-unresolved-symbols", "no-keep-memory", "start-group", "end-group"] in
  def "elf_" # !subst("-", "_", name) : Flag<["-", "--"], name>, Ld, Elf;
def group_start : Flag<["-"], "(">, Ld, Elf;
def group_end : Flag<["-"], ")">, Ld, Elf;
foreach name = ["sort-section", "orphan-handling", "unique", "exclude-libs"] in
  def "elfj_" # !subst("-", "_", name) : Joined<["-", "--"], name # "=">, Ld, Elf;
def exclude_libs_comma : Joined<["--"], "exclude-libs,">, Ld, Elf;

// Those that lld has for no system.
foreach name = ["gc-keep-exported", "print-map-discarded", "no-print-map-discarded", "no-define-common", "qmagic", "map-whole-files",
                "default-symver", "default-imported-symver", "split-by-file", "split-by-reloc", "support-old-code", "dc", "dp"] in
  def "gnu_" # !subst("-", "_", name) : GnuOnly<["-", "--"], name, "lld has no such choice">;
foreach name = ["sort-common", "ctf-share-types", "split-by-file", "split-by-reloc"] in
  def "gnuj_" # !subst("-", "_", name) : Joined<["-", "--"], name # "=">, Ld, Drop<"lld has no such choice">;
def gnu_spare_dynamic_tags : Separate<["-", "--"], "spare-dynamic-tags">, Ld, Drop<"lld leaves no spare tags">;
def gnu_demangle_eq : Joined<["-", "--"], "demangle=">, Ld, Drop<"lld shows names as they are in the source">;
def gnu_Y : JoinedOrSeparate<["-"], "Y">, Ld, Drop<"GNU ld has it for Solaris alone">;

// GNU ld's options for Windows that lld refuses.
class PeGnuOnly<string name, string why> : GnuOnly<["-", "--"], name, why>;
foreach name = ["enable-long-section-names", "disable-long-section-names", "enable-extra-pe-debug", "enable-extra-pep-debug",
                "no-default-excludes", "disable-forceinteg", "disable-no-isolation", "disable-no-bind", "disable-wdmdriver",
                "warn-duplicate-exports", "compat-implib"] in
  def "pe_" # !subst("-", "_", name) : PeGnuOnly<name, "lld has no such choice">;
foreach name = ["enable-runtime-pseudo-reloc-v1", "enable-runtime-pseudo-reloc-v2"] in
  def "pe_" # !subst("-", "_", name) : PeGnuOnly<name, "that is what lld does">;
// What lld's own driver for Windows says in its words (LinkLine.cpp).
class PeWord<string name> : Flag<["-", "--"], name>, Ld, Translate<"lld's option for Windows">;
foreach name = ["forceinteg", "no-isolation", "no-bind", "wdmdriver", "disable-large-address-aware"] in
  def "pe_" # !subst("-", "_", name) : PeWord<name>;
foreach name = ["warn-unresolved-symbols", "noinhibit-exec"] in
  def "elf_" # !subst("-", "_", name) : Flag<["-", "--"], name>, Ld;
def unresolved_symbols_eq : Joined<["-", "--"], "unresolved-symbols=">, Ld;
def oformat_eq : Joined<["-", "--"], "oformat=">, Ld;
def format_eq : Joined<["-", "--"], "format=">, Ld;
def pe_stdcall_alias : PeGnuOnly<"add-stdcall-alias", "names are decorated on 32-bit x86 alone">;
def pe_exclude_modules_eq : Joined<["--"], "exclude-modules-for-implib=">, Ld, Drop<"lld has no such choice">;
def pe_exclude_modules : Separate<["--"], "exclude-modules-for-implib">, Ld, Drop<"lld has no such choice">;
def enable_auto_image_base : PeGnuOnly<"enable-auto-image-base", "an image has no fixed address">;
def enable_auto_image_base_eq : Joined<["-", "--"], "enable-auto-image-base=">, Ld, Drop<"an image has no fixed address">;
def add_needed : GnuOnly<["-", "--"], "add-needed", "lld looks at the libraries that are named only">;
def no_warn_search_mismatch : GnuOnly<["-", "--"], "no-warn-search-mismatch", "lld has no such warning">;
def warn_textrel : GnuOnly<["-", "--"], "warn-textrel", "lld refuses text relocations unless -z notext">;
def print_output_format : GnuOnly<["-", "--"], "print-output-format", "a question to GNU ld">;
def Qy : GnuOnly<["-"], "Qy", "GNU ld ignores it as well">;
def spare_dynamic_tags_eq : Joined<["-", "--"], "spare-dynamic-tags=">, Ld, Drop<"lld leaves no spare tags">;
def threads_flag : GnuOnly<["-", "--"], "threads", "lld uses all processors unless told otherwise">;
def no_threads : Flag<["-", "--"], "no-threads">, Ld, Translate<"lld's option is --threads=1">;
def thread_count_eq : Joined<["-", "--"], "thread-count=">, Ld, Translate<"lld's option is --threads=">;
def i : Flag<["-"], "i">, Alias<r>, Ld;
def Ur : Flag<["-"], "Ur">, Ld, Translate<"lld's option is -r">;
def threads_eq : Joined<["-", "--"], "threads=">, Ld;
def Ttext_segment_eq : Joined<["-", "--"], "Ttext-segment=">, Translate<"lld's option is --image-base="> { let Visibility = [CCOption, LDOption]; let Flags = [Translated, LinkOnly, ElfOnly]; }
def Ttext_segment : Separate<["-", "--"], "Ttext-segment">, Alias<Ttext_segment_eq> { let Visibility = [CCOption, LDOption]; }
// The byte order, for a linker and for a compiler driver.
class ByteOrder<string name> : Flag<["-"], name> { let Flags = [ElfOnly]; let Visibility = [CCOption, LDOption]; }
def EL : ByteOrder<"EL">;
def EB : ByteOrder<"EB">;

// ---- Compiler drivers: options of a link ----------------------------------------------------------------------------
def Wl_COMMA : CommaJoined<["-"], "Wl,">, Cc, Translate<"handed to the linker one by one"> { let Flags = [Translated, LinkOnly]; }
def Xlinker : Separate<["-"], "Xlinker">, Cc, Translate<"handed to the linker"> { let Flags = [Translated, LinkOnly]; }
def for_linker : Joined<["--"], "for-linker=">, Cc, Alias<Xlinker>;
def static : Flag<["-", "--"], "static">, Both { let Flags = [LinkOnly]; }
def static_pie : Flag<["-"], "static-pie">, Cc, Translate<"the linker is told -static -pie --no-dynamic-linker -z text"> { let Flags = [Translated, LinkOnly]; }
def rpath_cc : Separate<["-"], "rpath">, Cc { let Flags = [LinkOnly]; }
def rdynamic : Flag<["-"], "rdynamic">, Cc, Translate<"the linker's option is --export-dynamic"> { let Flags = [Translated, LinkOnly]; }
def nostdlib : Flag<["-", "--"], "nostdlib">, Drop<"neither start files nor libraries are added"> { let Flags = [Dropped, LinkOnly]; let Visibility = [CCOption, LDOption]; }
def nodefaultlibs : Flag<["-"], "nodefaultlibs">, Cc, Drop<"no libraries are added"> { let Flags = [Dropped, LinkOnly]; }
def nostartfiles : Flag<["-"], "nostartfiles">, Cc, Drop<"no start files are added"> { let Flags = [Dropped, LinkOnly]; }
def nolibc : Flag<["-"], "nolibc">, Cc, Drop<"the C library is not added"> { let Flags = [Dropped, LinkOnly]; }
def nostdlibxx : Flag<["-"], "nostdlib++">, Cc, Drop<"the C++ library is not added"> { let Flags = [Dropped, LinkOnly]; }
def pthread : Flag<["-"], "pthread">, Cc, Translate<"-lpthread is added after the other libraries">;
def pthreads : Flag<["-"], "pthreads">, Alias<pthread>, Cc;
def static_libgcc : Flag<["-"], "static-libgcc">, Cc, Drop<"libunwind takes the place of libgcc_s where it is installed"> { let Flags = [Dropped, LinkOnly]; }
def shared_libgcc : Flag<["-"], "shared-libgcc">, Cc, Drop<"libgcc_s is linked where it is needed"> { let Flags = [Dropped, LinkOnly]; }
def static_libstdcxx : Flag<["-"], "static-libstdc++">, Cc, Drop<"libc++ is static anyway; of a libstdc++ the archive is taken"> { let Flags = [Dropped, LinkOnly]; }
def stdlib_eq : Joined<["-", "--"], "stdlib=">, Cc, Drop<"chose the C++ library">;
def rtlib_eq : Joined<["-", "--"], "rtlib=">, Cc, Drop<"there is one compiler runtime"> { let Flags = [Dropped, LinkOnly]; }
def unwindlib_eq : Joined<["-", "--"], "unwindlib=">, Cc, Drop<"there is one unwinder"> { let Flags = [Dropped, LinkOnly]; }
def fuse_ld_eq : Joined<["-"], "fuse-ld=">, Cc, Drop<"chose the linker"> { let Flags = [Dropped, LinkOnly]; }
def ld_path_eq : Joined<["--"], "ld-path=">, Cc, Drop<"chose the linker"> { let Flags = [Dropped, LinkOnly]; }
def B : JoinedOrSeparate<["-"], "B">, Cc, Drop<"a place to look for the linker, not an argument of it">;
def target_eq : Joined<["--"], "target=">, Drop<"checked against the target of the tool's own name"> { let Visibility = [CCOption, WindresOption]; }
def target : Separate<["-", "--"], "target">, Alias<target_eq> { let Visibility = [CCOption, WindresOption]; }
def fno_use_linker_plugin : Flag<["-"], "fno-use-linker-plugin">, Cc, Drop<"lld reads bitcode itself and needs no plugin"> { let Flags = [Dropped, LinkOnly]; }
def fuse_linker_plugin : Flag<["-"], "fuse-linker-plugin">, Cc, Drop<"lld reads bitcode itself and needs no plugin"> { let Flags = [Dropped, LinkOnly]; }
def flinker_output_eq : Joined<["-"], "flinker-output=">, Cc, Drop<"only GCC's plugin asks for it"> { let Flags = [Dropped, LinkOnly]; }
def specs_eq : Joined<["-", "--"], "specs=">, Cc, Drop<"GCC's own description language; nothing here reads it"> { let Flags = [Dropped, LinkOnly]; }
def specs : Separate<["-", "--"], "specs">, Cc, Alias<specs_eq>;
def no_canonical_prefixes : Flag<["-"], "no-canonical-prefixes">, Cc, Drop<"a matter of the compiler's own paths">;
def canonical_prefixes : Flag<["-"], "canonical-prefixes">, Cc, Drop<"a matter of the compiler's own paths">;
def pipe : Flag<["-", "--"], "pipe">, Cc, Drop<"there is no step to pipe to">;
def save_temps : Flag<["-", "--"], "save-temps">, Cc, Drop<"a link makes no intermediate files">;
def save_temps_eq : Joined<["-", "--"], "save-temps=">, Cc, Drop<"a link makes no intermediate files">;
def Qunused : Flag<["-"], "Qunused-arguments">, Cc, Drop<"unused arguments are never warned about">;
// Options of the compiler that build tools pass to every call of the driver, links included.
class Driver { list<OptionFlag> Flags = [Dropped]; list<OptionVisibility> Visibility = [CCOption]; string HelpText = "a matter of the compiler"; }
foreach name = ["gcc-toolchain=", "gcc-install-dir=", "gcc-triple=", "driver-mode=", "config=", "analyzer-output=",
                "dyld-prefix="] in
  def "driver_" # !subst("=", "", !subst("-", "_", name)) : Joined<["--"], name>, Driver;
foreach name = ["no-default-config", "start-no-unused-arguments", "end-no-unused-arguments"] in
  def "driver_" # !subst("-", "_", name) : Flag<["--"], name>, Driver;
foreach name = ["working-directory=", "cxx-isystem", "iplugindir=", "aux-info="] in
  def "driver_" # !subst("=", "_eq", !subst("-", "_", name)) : Joined<["-"], name>, Driver;
foreach name = ["Qn", "trigraphs", "undef", "remap", "traditional", "traditional-cpp", "time", "save-stats",
                "integrated-as", "no-integrated-as", "nostdsysteminc", "nobuiltininc", "emit-llvm",
                "emit-interface-stubs", "emit-merged-ifs", "relocatable-pch", "no-pthread"] in
  def "driver_" # !subst("-", "_", name) : Flag<["-"], name>, Driver;
def pass_exit_codes : Flag<["-"], "pass-exit-codes">, Cc, Group<g_codegen> { let Flags = [GccOnly]; let HelpText = "which status tells of which fault is GCC's"; }
foreach name = ["libsan", "libasan", "libubsan", "libtsan", "liblsan", "libhwasan"] in {
  def "static_" # name : Flag<["-"], "static-" # name>, Cc, Drop<"the runtimes of sanitizers are linked statically"> { let Flags = [Dropped, LinkOnly]; }
  def "shared_" # name : Flag<["-"], "shared-" # name>, Cc, Drop<"the runtimes of sanitizers are linked statically">;
}
foreach name = ["libgfortran", "libgo", "libphobos", "libquadmath"] in
  def "static_" # name : Flag<["-"], "static-" # name>, Cc, Drop<"concerns another language's library"> { let Flags = [Dropped, LinkOnly]; }
def static_openmp : Flag<["-"], "static-openmp">, Cc, Drop<"the libomp that is there is linked"> { let Flags = [Dropped, LinkOnly]; }
def Z_reserved : JoinedOrSeparate<["-"], "Z">, Cc;
def t : Flag<["-"], "t"> { let Flags = [ElfOnly, LinkOnly]; let Visibility = [CCOption, LDOption]; }
def n_upper : Flag<["-"], "N"> { let Flags = [ElfOnly, LinkOnly]; let Visibility = [CCOption, LDOption]; }
def n : Flag<["-"], "n"> { let Flags = [ElfOnly, LinkOnly]; let Visibility = [CCOption, LDOption, DlltoolOption]; }
def symbolic : Flag<["-"], "symbolic">, Cc, Translate<"the linker's option is -Bsymbolic"> { let Flags = [Translated, LinkOnly]; }
// -Ttext=ADDRESS, -TtextADDRESS and -Ttext ADDRESS are one.
foreach section = ["Ttext", "Tdata", "Tbss"] in {
  def section # "_cc" : JoinedOrSeparate<["-"], section>, Cc { let Flags = [LinkOnly]; }
  def section # "_cc_eq" : Joined<["-"], section # "=">, Alias<!cast<Option>(section # "_cc")>, Cc;
}
def sysroot_cc : JoinedOrSeparate<["-"], "isysroot">, Cc, Group<g_preprocess>;

// ---- Compiler drivers: options that ask for something else than a link ----------------------------------------------
class ModeFlag<string name> : Flag<["-"], name>, Cc { let Flags = [Mode]; }
def c : ModeFlag<"c">;
def S : ModeFlag<"S"> { let Visibility = [CCOption, LDOption]; } // for a linker: strip debug information
def E : ModeFlag<"E">;
def M : ModeFlag<"M"> { let Flags = [ElfOnly, Mode]; let Visibility = [CCOption, LDOption]; } // for a linker: print a map
def MM : ModeFlag<"MM">;
def fsyntax_only : ModeFlag<"fsyntax-only">;
def precompile : Flag<["--"], "precompile">, Cc { let Flags = [Mode]; }
def analyze : Flag<["--"], "analyze">, Cc { let Flags = [Mode]; }
def emit_ast : ModeFlag<"emit-ast">;
def preprocess : Flag<["--"], "preprocess">, Alias<E>, Cc;
def assemble : Flag<["--"], "assemble">, Alias<S>, Cc;
def compile : Flag<["--"], "compile">, Alias<c>, Cc;
def x : JoinedOrSeparate<["-"], "x">, Cc;
// Questions. GCC and clang answer them whatever else is on the line, inputs too.
class Question<string name> : Flag<["-", "--"], name>, Cc { let Flags = [Mode, Asks]; }
def dumpmachine : Question<"dumpmachine">;
def print_libgcc_file_name : Question<"print-libgcc-file-name">;
def print_multi_directory : Question<"print-multi-directory">;
def print_multi_lib : Question<"print-multi-lib">;
def print_search_dirs : Question<"print-search-dirs">;
def print_sysroot : Question<"print-sysroot">;
def print_multiarch : Question<"print-multiarch">;
def print_multi_os_directory : Question<"print-multi-os-directory">;
def print_prog_name_eq : Joined<["-", "--"], "print-prog-name=">, Cc { let Flags = [Mode, Asks]; }
def print_prog_name : Separate<["-", "--"], "print-prog-name">, Alias<print_prog_name_eq>, Cc;
def print_file_name_eq : Joined<["-", "--"], "print-file-name=">, Cc { let Flags = [Mode, Asks]; }
def print_file_name : Separate<["-", "--"], "print-file-name">, Alias<print_file_name_eq>, Cc;
// Those that clang answers.
def dumpversion : Question<"dumpversion">;
def dumpfullversion : Question<"dumpfullversion">;
def mcpu_help : Flag<["-"], "mcpu=help">, Cc { let Flags = [Mode, Asks]; }
def mtune_help : Flag<["-"], "mtune=help">, Cc { let Flags = [Mode, Asks]; }
foreach name = ["print-resource-dir", "print-runtime-dir", "print-targets", "print-supported-cpus",
                "print-supported-extensions", "print-enabled-extensions", "print-target-triple",
                "print-effective-triple", "print-diagnostic-options", "print-rocm-search-dirs",
                "print-multi-flags-experimental", "print-library-module-manifest-path",
                "print-sysroot-headers-suffix", "dumpspecs", "help-hidden", "target-help"] in
  def !subst("-", "_", name) : Question<name>;

// ---- Compiler drivers: options of a compile -------------------------------------------------------------------------
def f_Group : Joined<["-"], "f">, Cc, Group<g_codegen>;
def m_Group : Joined<["-"], "m">, Group<g_codegen> { let Visibility = [CCOption, AsOption]; }
def O_Group : Joined<["-"], "O">, Cc, Group<g_codegen>;
// Link-time optimisation, in clang's and GCC's spellings.
def flto : Flag<["-"], "flto">, Cc, Group<g_codegen>;
def flto_eq : Joined<["-"], "flto=">, Cc, Group<g_codegen>;
def fno_lto : Flag<["-"], "fno-lto">, Cc, Group<g_codegen>;
def param : Separate<["--"], "param">, Cc, Group<g_codegen>;
def param_eq : Joined<["--"], "param=">, Cc, Group<g_codegen>;
def mllvm_cc : Separate<["-"], "mllvm">, Cc, Group<g_codegen>;
def Xclang : Separate<["-"], "Xclang">, Cc, Group<g_codegen>;
def Xassembler : Separate<["-"], "Xassembler">, Cc, Group<g_codegen>;
def Xpreprocessor : Separate<["-"], "Xpreprocessor">, Cc, Group<g_preprocess>;
def Wa_COMMA : CommaJoined<["-"], "Wa,">, Cc, Group<g_codegen>;
def Wp_COMMA : CommaJoined<["-"], "Wp,">, Cc, Group<g_preprocess>;
def p : Flag<["-"], "p">, Cc, Group<g_codegen>;
def pg : Flag<["-"], "pg">, Cc, Group<g_codegen>;
def coverage : Flag<["-", "--"], "coverage">, Cc, Group<g_codegen>;
def std_eq : Joined<["-", "--"], "std=">, Cc, Group<g_language>;
def ansi : Flag<["-", "--"], "ansi">, Cc, Group<g_language>;
def pedantic : Flag<["-", "--"], "pedantic">, Cc, Group<g_warning>;
def pedantic_errors : Flag<["-", "--"], "pedantic-errors">, Cc, Group<g_warning>;
def W_Joined : Joined<["-"], "W">, Cc, Group<g_warning>;
def w : Flag<["-"], "w">, Group<g_warning> { let Flags = [ElfOnly]; let Visibility = [CCOption, LDOption]; }
def gz : Flag<["-"], "gz">, Cc, Group<g_debug>;
def gz_eq : Joined<["-"], "gz=">, Cc, Group<g_debug>;
def g_Joined : Joined<["-"], "g">, Group<g_debug> { let Visibility = [CCOption, AsOption]; }
def D : JoinedOrSeparate<["-"], "D">, Group<g_preprocess> { let Visibility = [CCOption, DlltoolOption]; }
def U : JoinedOrSeparate<["-"], "U">, Cc, Group<g_preprocess>;
def C : Flag<["-"], "C">, Cc, Group<g_preprocess>;
def P : Flag<["-"], "P">, Cc, Group<g_preprocess>;
def H : Flag<["-"], "H">, Cc, Group<g_preprocess>;
def d_Joined : Joined<["-"], "d">, Cc, Group<g_preprocess>;
def MD : Flag<["-"], "MD">, Cc, Group<g_preprocess>;
def MMD : Flag<["-"], "MMD">, Cc, Group<g_preprocess>;
def MP : Flag<["-"], "MP">, Cc, Group<g_preprocess>;
def MG : Flag<["-"], "MG">, Cc, Group<g_preprocess>;
def MV : Flag<["-"], "MV">, Cc, Group<g_preprocess>;
def MF : JoinedOrSeparate<["-"], "MF">, Cc, Group<g_preprocess>;
def MT : JoinedOrSeparate<["-"], "MT">, Cc, Group<g_preprocess>;
def MQ : JoinedOrSeparate<["-"], "MQ">, Cc, Group<g_preprocess>;
def MJ : JoinedOrSeparate<["-"], "MJ">, Cc, Group<g_preprocess>;
def nostdinc : Flag<["-", "--"], "nostdinc">, Cc, Group<g_preprocess>;
def nostdincxx : Flag<["-"], "nostdinc++">, Cc, Group<g_preprocess>;
def nostdlibinc : Flag<["-"], "nostdlibinc">, Cc, Group<g_preprocess>;
def include_file : JoinedOrSeparate<["-", "--"], "include">, Cc, Group<g_preprocess>;
def imacros : JoinedOrSeparate<["-", "--"], "imacros">, Cc, Group<g_preprocess>;
def isystem : JoinedOrSeparate<["-"], "isystem">, Cc, Group<g_preprocess>;
def iquote : JoinedOrSeparate<["-"], "iquote">, Cc, Group<g_preprocess>;
def idirafter : JoinedOrSeparate<["-"], "idirafter">, Cc, Group<g_preprocess>;
def iprefix : JoinedOrSeparate<["-"], "iprefix">, Cc, Group<g_preprocess>;
def iwithprefix : JoinedOrSeparate<["-"], "iwithprefix">, Cc, Group<g_preprocess>;
def iwithprefixbefore : JoinedOrSeparate<["-"], "iwithprefixbefore">, Cc, Group<g_preprocess>;
def aux_info : Separate<["-"], "aux-info">, Cc, Group<g_preprocess>;
// Long spellings, which GCC and clang have for these.
class Long<string name, Option short> : Flag<["--"], name>, Alias<short>, Cc;
def : Long<"dependencies", M>;
def : Long<"user-dependencies", MM>;
def : Long<"write-dependencies", MD>;
def : Long<"write-user-dependencies", MMD>;
def : Long<"comments", C>;
def : Long<"no-line-commands", P>;
def : Long<"trace-includes", H>;
def : Long<"no-warnings", w>;
def : Long<"profile", p>;
multiclass LongValue<string name, Option short> {
  def "long_" # !subst("-", "_", name) : Separate<["--"], name>, Alias<short>, Cc;
  def "long_" # !subst("-", "_", name) # "_eq" : Joined<["--"], name # "=">, Alias<short>, Cc;
}
defm : LongValue<"define-macro", D>;
defm : LongValue<"undefine-macro", U>;
defm : LongValue<"include-directory", I>;
defm : LongValue<"include-directory-after", idirafter>;
defm : LongValue<"library-directory", L>;
defm : LongValue<"language", x>;
defm : LongValue<"prefix", B>;
defm : LongValue<"force-link", u>;
def arch : Separate<["-"], "arch">, Group<g_codegen> { let Visibility = [CCOption, Ld64Option]; }
def fopenmp : Flag<["-"], "fopenmp">, Cc, Group<g_codegen>;
def fopenmp_eq : Joined<["-"], "fopenmp=">, Cc, Group<g_codegen>;
def fno_openmp : Flag<["-"], "fno-openmp">, Cc, Group<g_codegen>;
def fprofile_generate : Flag<["-"], "fprofile-generate">, Cc, Group<g_codegen>;
def fprofile_generate_eq : Joined<["-"], "fprofile-generate=">, Cc, Group<g_codegen>;
def fprofile_instr_generate : Flag<["-"], "fprofile-instr-generate">, Cc, Group<g_codegen>;
def fprofile_instr_generate_eq : Joined<["-"], "fprofile-instr-generate=">, Cc, Group<g_codegen>;
def fcs_profile_generate : Joined<["-"], "fcs-profile-generate">, Cc, Group<g_codegen>;
def fsanitize_minimal : Flag<["-"], "fsanitize-minimal-runtime">, Cc, Group<g_codegen>;
def fsanitize_eq : Joined<["-"], "fsanitize=">, Cc, Group<g_codegen>;
def fsanitize_trap : Flag<["-"], "fsanitize-trap">, Cc, Group<g_codegen>;
def fsanitize_trap_eq : Joined<["-"], "fsanitize-trap=">, Alias<fsanitize_trap>, Cc;
def fsanitize_trap_on_error : Flag<["-"], "fsanitize-undefined-trap-on-error">, Alias<fsanitize_trap>, Cc;
def fno_sanitize_eq : Joined<["-"], "fno-sanitize=">, Cc, Group<g_codegen>;
def march_eq : Joined<["-"], "march=">, Cc, Group<g_codegen>;
def mcpu_eq : Joined<["-"], "mcpu=">, Cc, Group<g_codegen>;
def mtune_eq : Joined<["-"], "mtune=">, Cc, Group<g_codegen>;
def mfpu_eq : Joined<["-"], "mfpu=">, Cc, Group<g_codegen>;
def mabi_eq : Joined<["-"], "mabi=">, Cc, Group<g_codegen>;
def mpreferred_stack_boundary_eq : Joined<["-"], "mpreferred-stack-boundary=">, Cc, Group<g_codegen>;
def mtls_dialect_eq : Joined<["-"], "mtls-dialect=">, Cc, Group<g_codegen>;
def mfp16_format_eq : Joined<["-"], "mfp16-format=">, Cc, Group<g_codegen>;
def mfix_843419 : Flag<["-"], "mfix-cortex-a53-843419">, Cc, Translate<"the linker's option is --fix-cortex-a53-843419"> { let Flags = [Translated, GccOnly]; }
def mno_fix_843419 : Flag<["-"], "mno-fix-cortex-a53-843419">, Cc, Group<g_codegen> { let Flags = [GccOnly]; let HelpText = "that is what lld does"; }
foreach name = ["macosx", "macos", "ios", "iphoneos", "ios-simulator", "iphonesimulator", "tvos", "appletvos",
                "tvos-simulator", "appletvsimulator", "watchos", "watchos-simulator", "watchsimulator", "xros",
                "xros-simulator", "visionos", "visionos-simulator", "driverkit"] in
  def "min_" # !subst("-", "_", name) : Joined<["-"], "m" # name # "-version-min=">, Cc, Group<g_deployment>;
def mtargetos_eq : Joined<["-"], "mtargetos=">, Cc, Group<g_deployment>;
// Kinds of Windows and WASI programs; clang gets those that change a compile.
def mexec_model_eq : Joined<["-"], "mexec-model=">, Cc,
                     Translate<"chooses the start file: a program (command), or a library (reactor)"> { let Flags = [Translated, LinkOnly]; }
def mwindows : Flag<["-"], "mwindows">, Cc, Group<g_codegen> { let Flags = [LinkOnly]; }
def mconsole : Flag<["-"], "mconsole">, Cc, Group<g_codegen> { let Flags = [LinkOnly]; }
def mdll : Flag<["-"], "mdll">, Cc, Group<g_codegen> { let Flags = [LinkOnly]; }
foreach name = ["win32", "nop-fun-dllimport", "pe-aligned-commons"] in
  def "gccwin_m" # !subst("-", "_", name) : Flag<["-"], "m" # name>, Cc, Group<g_codegen> { let Flags = [GccOnly]; let HelpText = "that is what clang does for Windows"; }
def municode : Flag<["-"], "municode">, Cc, Group<g_codegen>;
def mthreads : Flag<["-"], "mthreads">, Cc, Group<g_codegen>;
def m32 : Flag<["-"], "m32">, Cc, Group<g_codegen>;
def mx32 : Flag<["-"], "mx32">, Cc, Group<g_codegen>;
def m64 : Flag<["-"], "m64">, Cc, Group<g_codegen>;
def m16 : Flag<["-"], "m16">, Cc, Group<g_codegen>;
foreach name = ["mlittle-endian", "mel"] in
  def "little_" # !subst("-", "_", name) : Flag<["-"], name>, Cc, Group<g_codegen>;
foreach name = ["mbig-endian", "meb"] in
  def "big_" # !subst("-", "_", name) : Flag<["-"], name>, Cc, Group<g_codegen>;
def fstack_usage : Flag<["-"], "fstack-usage">, Cc, Group<g_codegen>;
def fsave_optimization_record : Joined<["-"], "fsave-optimization-record">, Cc, Group<g_codegen>;
def ftest_coverage : Flag<["-"], "ftest-coverage">, Cc, Group<g_codegen>;
def fprofile_arcs : Flag<["-"], "fprofile-arcs">, Cc, Group<g_codegen>;
def ftime_trace : Joined<["-"], "ftime-trace">, Cc, Group<g_codegen>;
def gsplit_dwarf : Joined<["-"], "gsplit-dwarf">, Cc, Group<g_debug>;
def resource_dir : Separate<["-"], "resource-dir">, Cc, Group<g_preprocess>;
def resource_dir_eq : Joined<["-"], "resource-dir=">, Cc, Group<g_preprocess>;

// Options whose value is an argument of its own, which must not be taken for an input.
class CcValue<string name> : Separate<["-", "--"], name>, Cc, Group<g_codegen>;
foreach name = ["G", "config", "cxx-isystem", "dependency-dot", "dumpdir", "gcc-toolchain",
                "iframeworkwithsysroot", "imultilib", "include-pch", "index-store-path", "isystem-after",
                "ivfsoverlay", "iwithsysroot", "meabi", "mmlir", "module-dependency-dir", "mthread-model",
                "serialize-diagnostics", "stdlib++-isystem", "working-directory", "Xanalyzer", "Xcuda-fatbinary",
                "Xcuda-ptxas", "Xopenmp-target"] in
  def "ccv_" # !subst("+", "x", !subst("-", "_", name)) : CcValue<name>;
def framework : Separate<["-"], "framework"> { let Visibility = [CCOption, Ld64Option]; let Flags = [LinkOnly]; }

// ---- Apple: options of ld64 that its compiler driver passes on ------------------------------------------------------
// Without a definition many would be parsed as another option: -order_file as -o, -dead_strip as -d.
class Darwin { list<OptionVisibility> Visibility = [DarwinOption, Ld64Option]; }
class DarwinFlag<string name> : Flag<["-"], name>, Darwin;
class DarwinValue<string name> : Separate<["-"], name>, Darwin;
foreach name = ["all_load", "bind_at_load", "bundle", "data_const", "dead_strip", "dead_strip_dylibs",
                "demangle", "execute", "export_dynamic", "fatal_warnings", "fixup_chains", "flat_namespace",
                "headerpad_max_install_names", "init_offsets", "mark_dead_strippable_dylib", "no_fixup_chains",
                "no_deduplicate", "no_implicit_dylibs", "noall_load", "objc_stubs_small", "reproducible",
                "search_paths_first", "twolevel_namespace", "why_load", "whyload"] in
  def "dwf_" # name : DarwinFlag<name>;
foreach name = ["allowable_client", "bundle_loader", "cache_path_lto", "client_name", "compatibility_version",
                "current_version", "dependency_info", "exported_symbol", "exported_symbols_list", "filelist",
                "final_output", "force_load", "headerpad", "image_base", "init", "install_name", "load_hidden",
                "lto_library", "map", "needed_framework", "needed_library", "object_path_lto",
                "order_file", "oso_prefix", "pagezero_size", "reexport_framework", "reexport_library", "sub_library",
                "sub_umbrella", "umbrella", "undefined", "unexported_symbol", "unexported_symbols_list",
                "weak_framework", "weak_library", "why_live"] in
  def "dwv_" # name : DarwinValue<name>;
// For the compiler the language, for the linker all members of archives that have classes.
def ObjC : Flag<["-"], "ObjC"> { let Visibility = [CCOption, Ld64Option]; }
def ObjCxx : Flag<["-"], "ObjC++">, Cc, Translate<"the linker's option is -ObjC">;
// The deployment target in older words of ld64.
def g_ld64_version : OptionGroup<"<ld64's deployment target>">, HelpText<"the linker's option is -platform_version">;
foreach name = ["macosx", "macos", "ios", "iphoneos", "ios_simulator", "tvos", "tvos_simulator", "watchos", "watchos_simulator",
                "maccatalyst"] in
  def "dwm_" # name : DarwinValue<name # "_version_min">, Group<g_ld64_version>;
foreach name = ["needed", "weak", "reexport", "hidden", "lazy", "upward"] in
  def "dwl_" # name : Joined<["-"], name # "-l">, Darwin;
def dylib : Flag<["-"], "dylib">, Darwin;
def dynamiclib : Flag<["-"], "dynamiclib">, Darwin, Translate<"the linker's option is -dylib">;
def dynamic : Flag<["-"], "dynamic">, Darwin, Drop<"that is what lld does">;
def syslibroot : Separate<["-"], "syslibroot">, Darwin;
def platform_version : MultiArg<["-"], "platform_version", 3>, Darwin;
def alias_darwin : MultiArg<["-"], "alias", 2>, Darwin;
def add_empty_section : MultiArg<["-"], "add_empty_section", 2>, Darwin;
def sectalign : MultiArg<["-"], "sectalign", 3>, Darwin;
def sectcreate : MultiArg<["-"], "sectcreate", 3>, Darwin;
def segcreate : MultiArg<["-"], "segcreate", 3>, Darwin;
def segprot : MultiArg<["-"], "segprot", 3>, Darwin;
def rename_section : MultiArg<["-"], "rename_section", 4>, Darwin;
def rename_segment : MultiArg<["-"], "rename_segment", 2>, Darwin;
def no_pie_darwin : Flag<["-"], "no_pie">, Darwin;
def iframework_darwin : CcValue<"iframework">, Translate<"the linker's option is -F">;
def fobjc_link_runtime : Flag<["-"], "fobjc-link-runtime">, Darwin, Translate<"the libraries of Objective-C are added">;
def fobjc_arc : Flag<["-"], "fobjc-arc">, Darwin, Translate<"the libraries of Objective-C are added">;
def ld_classic : Flag<["-"], "ld_classic">, Darwin, Drop<"chose between Apple's linkers">;
def ld_new : Flag<["-"], "ld_new">, Darwin, Drop<"chose between Apple's linkers">;
def ld64 : Flag<["-"], "ld64">, Darwin, Drop<"chose between Apple's linkers">;
// What ld64 takes without a word and lld warns of. Such a warning makes libtool believe that C++ libraries need -r.
def g_ld64_nothing : OptionGroup<"<what ld64 does in any case>">, HelpText<"that is what lld does">;
foreach name = ["single_module", "multi_module", "prebind", "noprebind", "nofixprebinding", "no_dead_strip_inits_and_terms",
                "no_arch_warnings", "no_eh_labels", "warn_commons", "keep_private_externs"] in
  def "dwn_" # name : DarwinFlag<name>, Group<g_ld64_nothing>;
def multiply_defined : DarwinValue<"multiply_defined">, Drop<"Apple's linker ignores it as well">;
def seg1addr : DarwinValue<"seg1addr">, Drop<"only for libraries without position independent code">;
def read_only_relocs : DarwinValue<"read_only_relocs">, Drop<"only for 32-bit x86">;
def dylinker : Flag<["-"], "dylinker">, Darwin;

// ---- wasm-ld: options whose value is an argument of its own, beside those of GNU ld ---------------------------------
foreach name = ["export", "export-if-defined", "extra-features", "features", "global-base", "initial-heap", "initial-memory",
                "max-memory", "table-base", "thinlto-jobs"] in
  def "wasm_" # !subst("-", "_", name) : Separate<["-", "--"], name> { let Visibility = [WasmOption]; }

// ---- Microsoft's link.exe and lib.exe, which ignore upper and lower case --------------------------------------------
// lld takes each behind four prefixes. A value follows a colon. A flag whose name another linker has is one definition
// here (dll).
defvar MsvcPrefixes = ["/", "-", "/?", "-?"];
class Msvc { list<OptionVisibility> Visibility = [MsvcOption]; }
class MsvcValue<string name> : Joined<MsvcPrefixes, name # ":">, Msvc;
class MsvcFlag<string name> : Flag<MsvcPrefixes, name>, Msvc;
foreach name = ["alternatename", "debug", "def", "defaultlib", "delayload", "entry", "implib", "include", "libpath", "lldmap", "machine",
                "manifest", "manifestdependency", "manifestfile", "manifestinput", "manifestuac", "map", "nodefaultlib", "out",
                "pdb", "pdbstripped", "subsystem", "vctoolsdir", "wholearchive", "winsdkdir", "winsysroot"] in
  def "msvc_" # name : MsvcValue<name>;
foreach name = ["debug", "lib", "lldignoreenv", "lldmap", "manifest", "map", "nodefaultlib", "noentry", "noimplib", "nologo"] in
  def "msvcf_" # name : MsvcFlag<name>;
// lib.exe's alone.
foreach name = ["extract", "name", "remove"] in
  def "msvc_" # name : MsvcValue<name>;
def msvcf_list : MsvcFlag<"list">;
// What link.exe has and lld does not: behind a slash lld takes it for a file that is missing.
class MsvcValueLeft<string name, string why> : MsvcValue<name>, Drop<why>;
class MsvcFlagLeft<string name, string why> : MsvcFlag<name>, Drop<why>;
foreach name = ["cgthreads", "pdbthreads"] in
  def "msvc_" # name : MsvcValueLeft<name, "lld uses all processors unless told otherwise">;
foreach name = ["experimental", "d2"] in
  def "msvc_" # name : MsvcValueLeft<name, "an undocumented choice of link.exe's">;
foreach name = ["pgd", "useprofile"] in
  def "msvc_" # name : MsvcValueLeft<name, "lld reads no profile of link.exe's">;
def msvcf_useprofile : MsvcFlagLeft<"useprofile", "lld reads no profile of link.exe's">;
def msvcf_pgorepro : MsvcFlagLeft<"force:pgorepro", "lld reads no profile of link.exe's">;
def msvcf_qspectre : MsvcFlagLeft<"qspectre", "only changes how C is compiled">;
def msvcf_time_more : MsvcFlagLeft<"time+", "lld prints no more than /time does">;
def msvc_sourcelink : MsvcValueLeft<"sourcelink", "lld writes no source link into a PDB">;
def msvc_midl : MsvcValueLeft<"midl", "lld makes no type library">;
def msvc_arm64x_pad : MsvcValueLeft<"arm64xfunctionpadminx64", "lld writes no such padding">;
foreach name = ["assemblylinkresource", "assemblymodule", "assemblyresource", "clrimagetype", "clrloaderoptimization",
                "clrthreadattribute", "keycontainer", "keyfile"] in
  def "msvc_" # name : MsvcValueLeft<name, "only concerns managed code">;
foreach name = ["clrsupportlasterror", "clrunmanagedcodecheck", "delaysign", "noassembly"] in
  def "msvcf_" # name : MsvcFlagLeft<name, "only concerns managed code">;

// ---- GNU as, for which clang runs: options that clang has under another name, or whose meaning there is another -----
class As { list<OptionVisibility> Visibility = [AsOption]; }
def as_defsym : Separate<["--"], "defsym">, As, Translate<"handed to clang's assembler">;
def as_MD : Separate<["--"], "MD">, As, Translate<"clang writes it in a step before">;
def as_no_warn : Flag<["-"], "W">, As;

// ---- GNU windres ----------------------------------------------------------------------------------------------------
class Windres { list<OptionVisibility> Visibility = [WindresOption]; }
def windres_preprocessor_eq : Joined<["--"], "preprocessor=">, Windres;
def windres_codepage_eq : Joined<["--"], "codepage=">, Windres;
def windres_codepage : Joined<["-"], "c">, Windres, Alias<windres_codepage_eq>; // the value may be the next argument
def windres_preprocessor : Separate<["--"], "preprocessor">, Windres, Alias<windres_preprocessor_eq>;

// ---- Apple's strip, where llvm-strip has another option ------------------------------------------------------------
class Strip { list<OptionVisibility> Visibility = [StripOption]; }
// Not a flag: tblgen allows none beside the linkers' -u.
def strip_u : Joined<["-"], "u">, Strip, Translate<"llvm-strip's option is --keep-undefined">;
def strip_no_warning : Flag<["-"], "no_code_signature_warning">, Strip, Drop<"llvm-strip has no such warning">;

// ---- GNU dlltool ------------------------------------------------------------------------------------------------------
class Dlltool { list<OptionVisibility> Visibility = [DlltoolOption]; }
def dlltool_d : JoinedOrSeparate<["-"], "d">, Dlltool;
def dlltool_k : Flag<["-"], "k">, Dlltool;
def dlltool_kill_at : Flag<["--"], "kill-at">, Dlltool, Alias<dlltool_k>;
def dlltool_no_underscore : Flag<["--"], "no-leading-underscore">, Dlltool;
multiclass DlltoolLong<string name, Option short> {
  def "dlltool_" # !subst("-", "_", name) # "_eq" : Joined<["--"], name # "=">, Dlltool, Alias<short>;
  def "dlltool_" # !subst("-", "_", name) : Separate<["--"], name>, Dlltool, Alias<short>;
}
defm : DlltoolLong<"input-def", dlltool_d>;
defm : DlltoolLong<"output-lib", l>;
defm : DlltoolLong<"dllname", D>;
defm : DlltoolLong<"machine", m>;
// Only GNU dlltool needs these, since it calls an assembler. There, the values of -S and -t may also be the next argument;
// tblgen allows no such option beside the flags of the same names.
def dlltool_S : Joined<["-"], "S">, Dlltool, Drop<"no assembler is called">;
def dlltool_t : Joined<["-"], "t">, Dlltool, Drop<"no temporary file is named">;
def dlltool_U : Joined<["-"], "U">, Dlltool, Drop<"for assemblers">;
def dlltool_add_underscore : Flag<["--"], "add-underscore">, Dlltool, Alias<dlltool_U>;
def dlltool_no_delete : Flag<["--"], "no-delete">, Dlltool, Alias<n>;
def verbose : Flag<["--"], "verbose">, Alias<v> { let Visibility = [DlltoolOption, CCOption]; }
defm : DlltoolLong<"as-flags", f>;
defm : DlltoolLong<"as", dlltool_S>;
defm : DlltoolLong<"temp-prefix", dlltool_t>;

// ---- pkg-config: questions that linkshim answers where no pkg-config is installed -----------------------------------
class PkgConfig { list<OptionVisibility> Visibility = [PkgConfigOption]; }
def pkg_exists : Flag<["--"], "exists">, PkgConfig;
def pkg_atleast_version_eq : Joined<["--"], "atleast-pkgconfig-version=">, PkgConfig;
def pkg_atleast_version : Separate<["--"], "atleast-pkgconfig-version">, PkgConfig, Alias<pkg_atleast_version_eq>;
