// Every option that linkshim treats in a way of its own, for the compiler-driver tools (cc, gcc, clang, ...) and for
// the linker tools (ld, ld.lld). An option that is not here passes through unchanged.
//
// What becomes of an option is part of its definition, so that `linkshim explain` and the tests read it from here:
//   Keep                understood, and passed on as it is
//   Translate<"why">    said to the linker in another way
//   Drop<"why">         not passed on
// Compile options stand in groups: a link drops the whole group for one reason.
include "llvm/Option/OptParser.td"

def CCOption : OptionVisibility;
def LDOption : OptionVisibility;

def Dropped : OptionFlag;
def Translated : OptionFlag;
// Changes what a cc does: compile, preprocess, only assemble.
def Mode : OptionFlag;

class Drop<string reason> { list<OptionFlag> Flags = [Dropped]; string HelpText = reason; }
class Translate<string reason> { list<OptionFlag> Flags = [Translated]; string HelpText = reason; }
class Cc { list<OptionVisibility> Visibility = [CCOption]; }
class Ld { list<OptionVisibility> Visibility = [LDOption]; }
class Both { list<OptionVisibility> Visibility = [CCOption, LDOption]; }

// ---- Groups: the reason why a link drops all their members ----------------------------------------------------------
def g_codegen : OptionGroup<"<code generation>">, HelpText<"only changes how C is compiled">;
def g_language : OptionGroup<"<language>">, HelpText<"only changes how C is compiled">;
def g_preprocess : OptionGroup<"<preprocessor>">, HelpText<"only concerns the preprocessor">;
def g_warning : OptionGroup<"<warnings>">, HelpText<"only concerns the compiler's warnings">;
def g_debug : OptionGroup<"<debug information>">, HelpText<"only changes how C is compiled">;

// ---- Both kinds of tools -------------------------------------------------------------------------------------------
def o : JoinedOrSeparate<["-"], "o">, Both;
def output_eq : Joined<["--"], "output=">, Alias<o>, Both;
def output : Separate<["--"], "output">, Alias<o>, Both;
def l : JoinedOrSeparate<["-"], "l">, Both;
def library_eq : Joined<["--"], "library=">, Alias<l>, Both;
def library : Separate<["--"], "library">, Alias<l>, Both;
def L : JoinedOrSeparate<["-"], "L">, Both;
def library_path_eq : Joined<["--"], "library-path=">, Alias<L>, Both;
def library_path : Separate<["--"], "library-path">, Alias<L>, Both;
def u : JoinedOrSeparate<["-"], "u">, Both;
def undefined_eq : Joined<["--"], "undefined=">, Alias<u>, Both;
def undefined : Separate<["--"], "undefined">, Alias<u>, Both;
def e : JoinedOrSeparate<["-"], "e">, Both;
def entry_eq : Joined<["--"], "entry=">, Alias<e>, Both;
def entry : Separate<["--"], "entry">, Alias<e>, Both;
def T : JoinedOrSeparate<["-"], "T">, Both;
def z : JoinedOrSeparate<["-"], "z">, Both;
def r : Flag<["-"], "r">, Both;
def s : Flag<["-"], "s">, Both;
def shared : Flag<["-", "--"], "shared">, Both;
def pie : Flag<["-", "--"], "pie">, Both;
def no_pie : Flag<["-", "--"], "no-pie">, Both;
def nopie : Flag<["-"], "nopie">, Alias<no_pie>, Both;
def sysroot_eq : Joined<["--"], "sysroot=">, Both;
def sysroot : Separate<["--"], "sysroot">, Alias<sysroot_eq>, Both;
def version : Flag<["--"], "version">, Both;
def help : Flag<["--"], "help">, Both;
def v : Flag<["-"], "v">, Both;
def V : Flag<["-"], "V">, Both;
def hash_hash_hash : Flag<["-"], "###">, Both, Translate<"prints the plan instead of running it">;
def flavor : Separate<["-"], "flavor">, Both, Translate<"chooses lld's flavour; the linker that is found may need it said otherwise">;

// ---- Options of the platforms' own drivers, which rustc passes --------------------------------------------------------
def qcc_V : Joined<["-"], "Vgcc_">, Cc, Drop<"chooses QNX's compiler, and the target is known">;
def vxworks_static_crt : Flag<["--"], "static-crt">, Cc, Drop<"concerns VxWorks' own driver">;

// ---- Linker tools: the options whose values must not be mistaken for options, and those that change the plan --------
def Bstatic : Flag<["-", "--"], "Bstatic">, Ld;
def Bdynamic : Flag<["-", "--"], "Bdynamic">, Ld;
def Bshareable : Flag<["-", "--"], "Bshareable">, Alias<shared>, Ld;
def relocatable : Flag<["-", "--"], "relocatable">, Alias<r>, Ld;
def m : JoinedOrSeparate<["-"], "m">, Ld;
def dynamic_linker_eq : Joined<["-", "--"], "dynamic-linker=">, Ld;
def dynamic_linker : Separate<["-", "--"], "dynamic-linker">, Alias<dynamic_linker_eq>, Ld;
// Includes for a compiler driver, the dynamic linker for a linker.
def I : JoinedOrSeparate<["-"], "I">, Both;
def no_dynamic_linker : Flag<["-", "--"], "no-dynamic-linker">, Ld;
def h : JoinedOrSeparate<["-"], "h">, Ld;
// Frameworks for a compiler driver, a filter for a linker.
def F : JoinedOrSeparate<["-"], "F">, Both;
def f : JoinedOrSeparate<["-"], "f">, Ld;
def R : JoinedOrSeparate<["-"], "R">, Ld;
def y : JoinedOrSeparate<["-"], "y">, Ld;
def b : JoinedOrSeparate<["-"], "b">, Ld;
def ld_A : JoinedOrSeparate<["-"], "A">, Ld;
def ld_O : JoinedOrSeparate<["-"], "O">, Ld;
class LdValue<string name> : Separate<["-", "--"], name>, Ld;
foreach name = ["Map", "Tbss", "Tdata", "Ttext", "auxiliary", "default-script", "defsym", "dependency-file",
                "dynamic-list", "error-handling-script", "exclude-libs", "export-dynamic-symbol",
                "export-dynamic-symbol-list", "filter", "fini", "format", "hash-style", "image-base", "init",
                "just-symbols", "keep-unique", "mllvm", "oformat", "orphan-handling", "pack-dyn-relocs", "plugin",
                "plugin-opt", "print-archive-stats", "print-symbol-order", "retain-symbols-file", "rpath",
                "rpath-link", "rsp-quoting", "script", "section-start", "soname", "sort-section", "symbol-ordering-file",
                "thinlto-cache-dir", "thinlto-cache-policy", "trace-symbol", "undefined-glob", "unresolved-symbols",
                "version-script", "warn-backrefs-exclude", "why-extract", "wrap"] in
  def "ldv_" # !subst("-", "_", name) : LdValue<name>;

// ---- GNU ld options that lld refuses though they ask for what it does anyway, or for nothing that it has -------------
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
def rpath_link_eq : Joined<["-", "--"], "rpath-link=">, Ld;
def add_needed : GnuOnly<["-", "--"], "add-needed", "lld looks at the libraries that are named only">;
def no_warn_search_mismatch : GnuOnly<["-", "--"], "no-warn-search-mismatch", "lld has no such warning">;
def warn_textrel : GnuOnly<["-", "--"], "warn-textrel", "lld refuses text relocations unless -z notext">;
def print_output_format : GnuOnly<["-", "--"], "print-output-format", "a question to GNU ld">;
def Qy : GnuOnly<["-"], "Qy", "GNU ld ignores it as well">;
def spare_dynamic_tags_eq : Joined<["-", "--"], "spare-dynamic-tags=">, Ld, Drop<"lld leaves no spare tags">;
def threads_flag : GnuOnly<["-", "--"], "threads", "lld uses all processors unless told otherwise">;
def no_threads : Flag<["-", "--"], "no-threads">, Ld, Translate<"lld's word is --threads=1">;
def thread_count_eq : Joined<["-", "--"], "thread-count=">, Ld, Translate<"lld's word is --threads=">;
def i : Flag<["-"], "i">, Alias<r>, Ld;
def Ur : Flag<["-"], "Ur">, Ld, Translate<"lld's word is -r">;
def threads_eq : Joined<["-", "--"], "threads=">, Ld;
def EL : Flag<["-"], "EL">, Ld;
def EB : Flag<["-"], "EB">, Ld;

// ---- Compiler-driver tools: what a link is made of -------------------------------------------------------------------
def Wl_COMMA : CommaJoined<["-"], "Wl,">, Cc, Translate<"handed to the linker one by one">;
def Xlinker : Separate<["-"], "Xlinker">, Cc, Translate<"handed to the linker">;
def for_linker : Joined<["--"], "for-linker=">, Cc, Alias<Xlinker>;
def static : Flag<["-", "--"], "static">, Both;
def static_pie : Flag<["-"], "static-pie">, Cc, Translate<"the linker is told -static -pie --no-dynamic-linker -z text">;
def rpath_cc : Separate<["-"], "rpath">, Cc;
def rdynamic : Flag<["-"], "rdynamic">, Cc, Translate<"the linker's word is --export-dynamic">;
def nostdlib : Flag<["-", "--"], "nostdlib">, Cc, Drop<"neither start files nor libraries are added">;
def nodefaultlibs : Flag<["-"], "nodefaultlibs">, Cc, Drop<"no libraries are added">;
def nostartfiles : Flag<["-"], "nostartfiles">, Cc, Drop<"no start files are added">;
def nolibc : Flag<["-"], "nolibc">, Cc, Drop<"the C library is not added">;
def nostdlibxx : Flag<["-"], "nostdlib++">, Cc, Drop<"the C++ library is not added">;
def pthread : Flag<["-"], "pthread">, Cc, Translate<"-lpthread is added after the other libraries">;
def pthreads : Flag<["-"], "pthreads">, Alias<pthread>, Cc;
def static_libgcc : Flag<["-"], "static-libgcc">, Cc, Drop<"libunwind takes the place of libgcc_s where it is installed">;
def shared_libgcc : Flag<["-"], "shared-libgcc">, Cc, Drop<"libgcc_s is linked where it is needed">;
def static_libstdcxx : Flag<["-"], "static-libstdc++">, Cc, Drop<"libc++ is static anyway; of a libstdc++ the archive is taken">;
def stdlib_eq : Joined<["-", "--"], "stdlib=">, Cc, Drop<"chose the C++ library">;
def rtlib_eq : Joined<["-", "--"], "rtlib=">, Cc, Drop<"there is one compiler runtime">;
def unwindlib_eq : Joined<["-", "--"], "unwindlib=">, Cc, Drop<"there is one unwinder">;
def fuse_ld_eq : Joined<["-"], "fuse-ld=">, Cc, Drop<"chose the linker">;
def ld_path_eq : Joined<["--"], "ld-path=">, Cc, Drop<"chose the linker">;
def B : JoinedOrSeparate<["-"], "B">, Cc, Drop<"a place to look for the linker, not an argument of it">;
def target_eq : Joined<["--"], "target=">, Cc, Drop<"checked against the target of the tool's own name">;
def target : Separate<["-", "--"], "target">, Cc, Alias<target_eq>;
def fno_use_linker_plugin : Flag<["-"], "fno-use-linker-plugin">, Cc, Drop<"lld reads bitcode itself and needs no plugin">;
def fuse_linker_plugin : Flag<["-"], "fuse-linker-plugin">, Cc, Drop<"lld reads bitcode itself and needs no plugin">;
def flinker_output_eq : Joined<["-"], "flinker-output=">, Cc, Drop<"only GCC's plugin asks for it">;
def specs_eq : Joined<["-", "--"], "specs=">, Cc, Drop<"GCC's own description language; nothing here reads it">;
def specs : Separate<["-", "--"], "specs">, Cc, Alias<specs_eq>;
def no_canonical_prefixes : Flag<["-"], "no-canonical-prefixes">, Cc, Drop<"a matter of the compiler's own paths">;
def canonical_prefixes : Flag<["-"], "canonical-prefixes">, Cc, Drop<"a matter of the compiler's own paths">;
def pipe : Flag<["-", "--"], "pipe">, Cc, Drop<"there is no step to pipe to">;
def save_temps : Flag<["-", "--"], "save-temps">, Cc, Drop<"a link makes no intermediate files">;
def save_temps_eq : Joined<["-", "--"], "save-temps=">, Cc, Drop<"a link makes no intermediate files">;
def Qunused : Flag<["-"], "Qunused-arguments">, Cc, Drop<"unused arguments are never warned about">;
def Z_reserved : JoinedOrSeparate<["-"], "Z">, Cc;
def t : Flag<["-"], "t">, Cc;
def n_upper : Flag<["-"], "N">, Cc;
def n : Flag<["-"], "n">, Cc;
def symbolic : Flag<["-"], "symbolic">, Cc, Translate<"the linker's word is -Bsymbolic">;
def Ttext_cc : JoinedOrSeparate<["-"], "Ttext">, Cc;
def Tdata_cc : JoinedOrSeparate<["-"], "Tdata">, Cc;
def Tbss_cc : JoinedOrSeparate<["-"], "Tbss">, Cc;
def sysroot_cc : JoinedOrSeparate<["-"], "isysroot">, Cc, Group<g_preprocess>;

// ---- Compiler-driver tools: what else than a link is asked for ------------------------------------------------------
class ModeFlag<string name> : Flag<["-"], name>, Cc { let Flags = [Mode]; }
def c : ModeFlag<"c">;
def S : ModeFlag<"S">;
def E : ModeFlag<"E">;
def M : ModeFlag<"M">;
def MM : ModeFlag<"MM">;
def fsyntax_only : ModeFlag<"fsyntax-only">;
def precompile : Flag<["--"], "precompile">, Cc { let Flags = [Mode]; }
def analyze : Flag<["--"], "analyze">, Cc { let Flags = [Mode]; }
def emit_ast : ModeFlag<"emit-ast">;
def preprocess : Flag<["--"], "preprocess">, Alias<E>, Cc;
def assemble : Flag<["--"], "assemble">, Alias<S>, Cc;
def compile : Flag<["--"], "compile">, Alias<c>, Cc;
def print_supported_cpus : Flag<["-", "--"], "print-supported-cpus">, Cc { let Flags = [Mode]; }
def x : JoinedOrSeparate<["-"], "x">, Cc;
def dumpmachine : Flag<["-", "--"], "dumpmachine">, Cc;
def dumpversion : Flag<["-", "--"], "dumpversion">, Cc;
def dumpfullversion : Flag<["-", "--"], "dumpfullversion">, Cc;
def print_prog_name_eq : Joined<["-", "--"], "print-prog-name=">, Cc;
def print_prog_name : Separate<["-", "--"], "print-prog-name">, Alias<print_prog_name_eq>, Cc;
def print_file_name_eq : Joined<["-", "--"], "print-file-name=">, Cc;
def print_file_name : Separate<["-", "--"], "print-file-name">, Alias<print_file_name_eq>, Cc;
def print_libgcc_file_name : Flag<["-", "--"], "print-libgcc-file-name">, Cc;
def print_multi_directory : Flag<["-", "--"], "print-multi-directory">, Cc;
def print_multi_lib : Flag<["-", "--"], "print-multi-lib">, Cc;
def print_resource_dir : Flag<["-", "--"], "print-resource-dir">, Cc;
def print_search_dirs : Flag<["-", "--"], "print-search-dirs">, Cc;
def print_sysroot : Flag<["-", "--"], "print-sysroot">, Cc;
def print_multiarch : Flag<["-", "--"], "print-multiarch">, Cc;
def print_multi_os_directory : Flag<["-", "--"], "print-multi-os-directory">, Cc;

// ---- Compile options -------------------------------------------------------------------------------------------------
def f_Group : Joined<["-"], "f">, Cc, Group<g_codegen>;
def m_Group : Joined<["-"], "m">, Cc, Group<g_codegen>;
def O_Group : Joined<["-"], "O">, Cc, Group<g_codegen>;
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
def w : Flag<["-"], "w">, Cc, Group<g_warning>;
def g_Joined : Joined<["-"], "g">, Cc, Group<g_debug>;
def D : JoinedOrSeparate<["-"], "D">, Cc, Group<g_preprocess>;
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
def arch : Separate<["-"], "arch">, Cc, Group<g_codegen>;
def fsanitize_eq : Joined<["-"], "fsanitize=">, Cc, Group<g_codegen>;
def fsanitize_trap : Flag<["-"], "fsanitize-trap">, Cc, Group<g_codegen>;
def fsanitize_trap_eq : Joined<["-"], "fsanitize-trap=">, Alias<fsanitize_trap>, Cc;
def fno_sanitize_eq : Joined<["-"], "fno-sanitize=">, Cc, Group<g_codegen>;
def march_eq : Joined<["-"], "march=">, Cc, Group<g_codegen>;
def mcpu_eq : Joined<["-"], "mcpu=">, Cc, Group<g_codegen>;
def m32 : Flag<["-"], "m32">, Cc, Group<g_codegen>;
def mx32 : Flag<["-"], "mx32">, Cc, Group<g_codegen>;
def m64 : Flag<["-"], "m64">, Cc, Group<g_codegen>;
def ftest_coverage : Flag<["-"], "ftest-coverage">, Cc, Group<g_codegen>;
def fprofile_arcs : Flag<["-"], "fprofile-arcs">, Cc, Group<g_codegen>;
def ftime_trace : Joined<["-"], "ftime-trace">, Cc, Group<g_codegen>;
def gsplit_dwarf : Joined<["-"], "gsplit-dwarf">, Cc, Group<g_debug>;
def resource_dir : Separate<["-"], "resource-dir">, Cc, Group<g_preprocess>;
def resource_dir_eq : Joined<["-"], "resource-dir=">, Cc, Group<g_preprocess>;

// Options with a value of their own word; it must not be taken for an input.
class CcValue<string name> : Separate<["-", "--"], name>, Cc, Group<g_codegen>;
foreach name = ["G", "config", "cxx-isystem", "dependency-dot", "dumpdir", "gcc-toolchain",
                "iframework", "iframeworkwithsysroot", "imultilib", "include-pch", "index-store-path", "isystem-after",
                "ivfsoverlay", "iwithsysroot", "meabi", "mmlir", "module-dependency-dir", "mthread-model",
                "serialize-diagnostics", "stdlib++-isystem", "working-directory", "Xanalyzer", "Xcuda-fatbinary",
                "Xcuda-ptxas", "Xopenmp-target"] in
  def "ccv_" # !subst("+", "x", !subst("-", "_", name)) : CcValue<name>;
def framework : Separate<["-"], "framework">, Cc;
