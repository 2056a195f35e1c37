// GCC's options that clang refuses, or only warns of, and that change nothing in the code that clang makes: a compile
// leaves them out, or gives clang its own spelling. `scripts/check-data gcc-options` holds the complete lists of GCC 12
// to 15 against clang and this file, and against scripts/pins/gcc-options.txt, which says why the others stay refused.
include "llvm/TableGen/SearchableTable.td"

// How an option is spelled: -fNAME or -fno-NAME; the first alone; the second alone; -fNAME with a value behind it; a
// warning, with or without no-, error= and a level; a warning that clang knows without a level.
class Form<string name> { string Cpp = "GccForm::" # name; }
def Either : Form<"either">;
def Positive : Form<"positive">;
def Negative : Form<"negative">;
def Joined : Form<"joined">;
def Warning : Form<"warning">;
def Level : Form<"level">;

// What a row is about.
class Spelled<string name, Form form> {
  string Name = name;
  code SpelledAs = form.Cpp;
}
// An option that is left out, and the reason. `Cancels`: clang knows the positive form alone, so that form is left out
// too where this negative one comes behind it.
class GccOption<string name, Form form, string reason> : Spelled<name, form> {
  code Why = "GccReason::" # reason;
  bit Cancels = 0;
}
// An option in whose place clang gets others, space separated. A value of it goes behind the last where that ends in `=`.
class GccSpelling<string name, Form form, string becomes> : Spelled<name, form> { string Becomes = becomes; }

// ---- Optimisations -------------------------------------------------------------------------------------------------
foreach name = ["aggressive-loop-optimizations", "align-jumps", "align-labels", "align-loops", "allocation-dce",
                "allow-store-data-races", "auto-inc-dec", "avoid-store-forwarding", "bit-tests", "branch-count-reg",
                "branch-probabilities", "caller-saves", "code-hoisting", "combine-stack-adjustments", "compare-elim",
                "conserve-stack", "cprop-registers", "crossjumping", "cse-follow-jumps", "dce", "declone-ctor-dtor",
                "defer-pop", "delayed-branch", "devirtualize", "devirtualize-at-ltrans", "dse", "early-inlining",
                "enforce-eh-specs", "expensive-optimizations", "ext-dce", "extern-tls-init", "fold-mem-offsets",
                "fold-simple-inlines", "forward-propagate", "function-cse", "gcse", "gcse-after-reload", "gcse-las",
                "gcse-lm", "gcse-sm", "gnu-unique", "graphite", "graphite-identity", "guess-branch-probability",
                "hoist-adjacent-loads", "if-conversion", "if-conversion2", "indirect-inlining",
                "inline-functions-called-once", "inline-small-functions", "inline-stringops", "ipa-bit-cp", "ipa-cp",
                "ipa-cp-clone", "ipa-icf", "ipa-icf-functions", "ipa-icf-variables", "ipa-modref", "ipa-profile",
                "ipa-pta", "ipa-pure-const", "ipa-ra", "ipa-reference", "ipa-reference-addressable",
                "ipa-reorder-for-locality", "ipa-sra", "ipa-stack-alignment", "ipa-strict-aliasing", "ipa-vrp",
                "ira-hoist-pressure", "ira-loop-pressure", "ira-share-save-slots", "ira-share-spill-slots",
                "isolate-erroneous-paths-attribute", "isolate-erroneous-paths-dereference", "ivopts",
                "keep-inline-dllexport", "late-combine-instructions", "lifetime-dse", "limit-function-alignment",
                "live-range-shrinkage", "loop-block", "loop-nest-optimize", "loop-parallelize-all", "loop-strip-mine",
                "loop-unroll-and-jam", "lra-remat", "lto-odr-type-merging", "lto-report", "malloc-dce",
                "merge-constants", "modulo-sched", "modulo-sched-allow-regmoves", "move-loop-invariants",
                "move-loop-stores", "nothrow-opt", "openmp-target-simd-clone", "optimize-crc", "optimize-strlen",
                "partial-inlining", "peel-loops", "peephole", "peephole2", "predictive-commoning",
                "prefetch-loop-arrays", "printf-return-value", "profile-correction", "profile-partial-training",
                "profile-reorder-functions", "profile-values", "ree", "rename-registers", "reorder-blocks",
                "reorder-blocks-and-partition", "reorder-functions", "rerun-cse-after-loop",
                "reschedule-modulo-scheduled-loops", "sched-critical-path-heuristic", "sched-dep-count-heuristic",
                "sched-group-heuristic", "sched-interblock", "sched-last-insn-heuristic", "sched-pressure",
                "sched-rank-heuristic", "sched-spec", "sched-spec-insn-heuristic", "sched-spec-load",
                "sched-spec-load-dangerous", "sched-stalled-insns", "sched-stalled-insns-dep",
                "sched2-use-superblocks", "schedule-fusion", "schedule-insns", "schedule-insns2", "section-anchors",
                "sel-sched-pipelining", "sel-sched-pipelining-outer-loops", "sel-sched-reschedule-pipelined",
                "selective-scheduling", "selective-scheduling2", "shrink-wrap", "shrink-wrap-separate",
                "split-ivs-in-unroller", "split-loops", "split-paths", "split-wide-types", "split-wide-types-early",
                "ssa-backprop", "ssa-phiopt", "stdarg-opt", "store-merging", "thread-jumps", "tracer", "tree-bit-ccp",
                "tree-builtin-call-dce", "tree-ccp", "tree-ch", "tree-coalesce-vars", "tree-copy-prop", "tree-cselim",
                "tree-dce", "tree-dominator-opts", "tree-dse", "tree-forwprop", "tree-fre",
                "tree-loop-distribute-patterns", "tree-loop-distribution", "tree-loop-if-convert", "tree-loop-im",
                "tree-loop-ivcanon", "tree-loop-linear", "tree-loop-optimize", "tree-loop-vectorize", "tree-lrs",
                "tree-partial-pre", "tree-phiprop", "tree-pre", "tree-pta", "tree-reassoc", "tree-scev-cprop",
                "tree-sink", "tree-slsr", "tree-sra", "tree-switch-conversion", "tree-tail-merge", "tree-ter",
                "tree-vrp", "unconstrained-commons", "unroll-all-loops", "unswitch-loops", "var-tracking",
                "var-tracking-assignments", "var-tracking-assignments-toggle", "var-tracking-uninit",
                "variable-expansion-in-unroller", "vect-cost-model", "version-loops-for-strides", "vpt", "web",
                "whole-program"] in
  def : GccOption<"f" # name, Either, "steers">;
foreach name = ["8bit-idiv", "accumulate-outgoing-args", "adjust-lmul-cost", "align-stringops", "apcs", "apcs-frame",
                "asm-syntax-unified", "autovec-segment", "avx256-split-unaligned-load",
                "avx256-split-unaligned-store", "call-ms2sysv-xlogues", "csr-check", "dispatch-scheduler", "dlstp",
                "dump-tune-features", "early-ldp-fusion", "explicit-relocs", "force-drap", "gather", "inline-atomics",
                "inline-strcmp", "inline-stringops-dynamically", "inline-strlen", "inline-strncmp", "late-ldp-fusion",
                "low-precision-div", "low-precision-recip-sqrt", "low-precision-sqrt", "mitigate-rop", "movcc", "mpx",
                "neon-for-64bits", "noreturn-no-callee-saved-registers", "partial-vector-fp-math",
                "pc-relative-literal-loads", "pe-aligned-commons", "prefer-avx128", "print-tune-info", "push-args",
                "relax-cmpxchg-loop", "scatter", "sched-prolog", "shorten-memrefs", "slow-flash-data", "stv",
                "thumb-interwork", "tpcs-frame", "tpcs-leaf-frame", "unroll-only-small-loops",
                "vectorize-with-neon-double", "vectorize-with-neon-quad", "verbose-cost-dump"] in
  def : GccOption<"m" # name, Either, "steers">;
foreach name = ["fabi-compat-version=", "falign-jumps=", "falign-labels=", "fanalyzer-checker=",
                "fanalyzer-verbosity=", "fchecking=", "fcompare-debug=", "fconcepts-diagnostics-depth=",
                "fconstexpr-cache-depth=", "fconstexpr-loop-limit=", "fdiagnostics-column-origin=",
                "fdiagnostics-column-unit=", "fdiagnostics-escape-format=", "fdiagnostics-minimum-margin-width=",
                "fdiagnostics-path-format=", "fdiagnostics-text-art-charset=", "fdiagnostics-urls=", "fdisable-ipa-",
                "fdisable-rtl-", "fdisable-tree-", "femit-struct-debug-detailed=", "fenable-ipa-", "fenable-rtl-",
                "fenable-tree-", "fgnat-encodings=", "fhardcfr-check-noreturn-calls=", "finline-limit-",
                "finline-limit=", "finline-stringops=", "fira-algorithm=", "fira-region=", "fira-verbose=",
                "flang-info-include-translate=", "flang-info-module-cmi=", "flifetime-dse=",
                "flto-compression-level=", "flto-incremental-cache-size=", "flto-incremental=", "flto-partition=",
                "fmalloc-dce=", "fmax-include-depth=", "fname-mangling-version-", "fopenacc-dim=",
                "fopenmp-target-simd-clone=", "fopt-info-", "fpath-coverage-limit=", "fprofile-reproducible=",
                "freorder-blocks-algorithm=", "fsched-stalled-insns-dep=", "fsched-stalled-insns=", "fsched-verbose=",
                "fsimd-cost-model=", "fstack-reuse=", "ftrack-macro-expansion=", "ftrampoline-impl=",
                "ftree-parallelize-loops=", "ftree-vectorizer-verbose=", "fvect-cost-model=", "malign-data=",
                "mbranch-cost=", "mearly-ra=", "mmemcpy-strategy=", "mmemset-strategy=", "mmove-max=", "moverride=",
                "mrvv-max-lmul=", "mstore-max=", "mstringop-strategy=", "mtune-ctrl=", "mveclibabi="] in
  def : GccOption<name, Joined, "steers">;

// ---- Messages, reports and checks of the compiler itself -----------------------------------------------------------
foreach name = ["analyzer", "analyzer-call-summaries", "analyzer-debug-text-art", "analyzer-feasibility",
                "analyzer-fine-grained", "analyzer-show-duplicate-count", "analyzer-show-events-in-system-headers",
                "analyzer-state-merge", "analyzer-state-purge", "analyzer-suppress-followups",
                "analyzer-transitivity", "analyzer-undo-inlining", "analyzer-verbose-edges",
                "analyzer-verbose-state-changes", "canonical-system-headers", "checking", "compare-debug",
                "diagnostics-all-candidates", "diagnostics-generate-patch", "diagnostics-json-formatting",
                "diagnostics-plain-output", "diagnostics-show-caret", "diagnostics-show-cwe",
                "diagnostics-show-event-links", "diagnostics-show-highlight-colors", "diagnostics-show-labels",
                "diagnostics-show-path-depths", "diagnostics-show-rules", "dump-noaddr", "dump-unnumbered",
                "dump-unnumbered-links", "lang-info-include-translate", "lang-info-include-translate-not",
                "lang-info-module-cmi", "lto-report-wpa", "mem-report", "mem-report-wpa", "opt-info", "pch-deps",
                "pch-preprocess", "post-ipa-mem-report", "pre-ipa-mem-report", "pretty-templates", "profile-report",
                "report-bug", "stats", "time-report-details"] in
  def : GccOption<"f" # name, Either, "reports">;
foreach name = ["track-macro-expansion"] in
  def : GccOption<"f" # name, Positive, "reports">;
foreach name = ["eliminate-unused-debug-symbols", "emit-class-debug-always", "emit-struct-debug-baseonly",
                "emit-struct-debug-reduced", "merge-debug-strings"] in
  def : GccOption<"f" # name, Either, "debug">;

// ---- What clang has nothing for, or does in any case ---------------------------------------------------------------
foreach name = ["bounds-check", "hardcfr-check-exceptions", "hardcfr-check-returning-calls", "hardcfr-skip-leaf",
                "profile-abs-path", "trampolines", "vtv-counts", "vtv-debug"] in
  def : GccOption<"f" # name, Either, "absent">;
foreach name = ["fassume-sane-operators-new-delete", "fconcepts", "fcoroutines", "fdelete-dead-exceptions", "felide-type",
                "fext-numeric-literals", "ffp-int-builtin-inexact", "fimmediate-escalation",
                "fimplicit-inline-templates", "finline-atomics", "fnew-inheriting-ctors", "fnew-ttp-matching",
                "fnil-receivers", "fnonansi-builtins", "fstrub=disable", "fstrub=relaxed", "fsync-libcalls",
                "ftoplevel-reorder", "funit-at-a-time", "fuse-cxa-get-exception-ptr", "fweak", "fworking-directory",
                "mdiv", "mevex512", "mfdiv", "mfence-tso", "mfp-ret-in-387", "mno-default", "mplt", "mriscv-attribute"] in
  def : GccOption<name, Positive, "usual">;
foreach name = ["fcanon-prefix-map", "fcond-mismatch", "fcondition-coverage", "fconstexpr-fp-except", "fcontracts",
                "fdebug-cpp", "fdump-internal-locations", "fdump-passes", "ffloat-store", "fgimple", "fgnu-tm",
                "fharden-compares", "fharden-conditional-branches", "fharden-control-flow-redundancy", "fhardened",
                "fimplicit-constexpr", "finhibit-size-directive", "finstrument-functions-once", "fkeep-gc-roots-live",
                "fkeep-inline-functions", "fkeep-static-functions", "fmodules-ts", "fobjc-gc",
                "fobjc-sjlj-exceptions", "fopenacc", "fpath-coverage", "fplan9-extensions", "fpreprocessed",
                "freplace-objc-classes", "fsignaling-nans", "fsingle-precision-constant", "fstack-limit",
                "fstrict-volatile-bitfields", "fstrong-eval-order", "funreachable-traps", "funsigned-bitfields",
                "fzero-link", "mabort-on-noreturn", "mapcs-reentrant", "mapcs-stack-check",
                "mcallee-super-interworking", "mcaller-super-interworking", "mcet-switch", "mcld", "mdaz-ftz",
                "mfdpic", "mfix-cortex-m3-ldrd", "mflip-thumb", "mforce-indirect-call", "mieee-fp",
                "mindirect-branch-register", "mintel-syntax", "mmanual-endbr", "mneeded", "mpoke-function-name",
                "mrecord-return", "msingle-pic-base", "msse5", "mtrack-speculation", "mvect8-ret-in-mem",
                "mword-relocations"] in
  def : GccOption<name, Negative, "usual">;
foreach name = ["fdiagnostics-parseable-fixits", "fdiagnostics-show-template-tree", "ffor-scope",
                "finstrument-functions", "fpcc-struct-return", "ftime-report", "ftrapv", "fvisibility-ms-compat",
                "malign-double", "mfentry", "mindirect-branch-cs-prefix", "mnop-mcount", "mrecip", "mrecord-mcount",
                "msse2avx"] in
  def : GccOption<name, Negative, "cancels"> { let Cancels = 1; }
foreach name = ["all-virtual", "alt-external-templates", "argument-alias", "argument-noalias",
                "argument-noalias-anything", "argument-noalias-global", "branch-target-load-optimize",
                "branch-target-load-optimize2", "btr-bb-exclusive", "check-data-deps", "check-pointer-bounds",
                "chkp-check-incomplete-type", "chkp-check-read", "chkp-check-write",
                "chkp-first-field-has-own-bounds", "chkp-flexible-struct-trailing-arrays", "chkp-instrument-calls",
                "chkp-instrument-marked-only", "chkp-narrow-bounds", "chkp-narrow-to-innermost-array",
                "chkp-optimize", "chkp-store-bounds", "chkp-treat-zero-dynamic-size-as-infinite",
                "chkp-use-fast-string-functions", "chkp-use-nochk-string-functions", "chkp-use-static-bounds",
                "chkp-use-static-const-bounds", "chkp-use-wrappers", "chkp-zero-input-bounds-for-main", "cilkplus",
                "conserve-space", "cse-skip-blocks", "deduce-init-list", "default-inline", "eliminate-dwarf2-dups",
                "enum-int-equiv", "external-templates", "force-addr", "guiding-decls", "honor-std", "huge-objects",
                "ipa-cp-alignment", "ipa-matrix-reorg", "ipa-struct-reorg", "labels-ok", "large-source-files",
                "loop-flatten", "loop-optimize", "mudflap", "mudflapir", "mudflapth", "new-abi", "nonnull-objects",
                "optimize-register-move", "optional-diags", "regmove", "repo", "rerun-loop-opt", "sched2-use-traces",
                "squangle", "strength-reduce", "strict-prototype", "this-is-variable", "tree-coalesce-inlined-vars",
                "tree-copyrename", "tree-loop-if-convert-stores", "tree-store-ccp", "tree-store-copy-prop",
                "tree-vect-loop-version", "unsafe-loop-optimizations", "vtable-gc", "vtable-thunks", "xref", "zee"] in
  def : GccOption<"f" # name, Either, "ignored">;

// ---- Other spellings of clang's options ----------------------------------------------------------------------------
def : GccSpelling<"fmax-errors=", Joined, "-ferror-limit=">;
def : GccSpelling<"fconstexpr-ops-limit=", Joined, "-fconstexpr-steps=">;
def : GccSpelling<"fmin-function-alignment=", Joined, "-falign-functions=">;
def : GccSpelling<"fstrict-flex-arrays", Positive, "-fstrict-flex-arrays=3">;
def : GccSpelling<"fstrict-flex-arrays", Negative, "-fstrict-flex-arrays=0">;
def : GccSpelling<"ffreestanding", Negative, "-fhosted">;
def : GccSpelling<"fhosted", Negative, "-ffreestanding">;
def : GccSpelling<"funreachable-traps", Positive, "-fsanitize=unreachable -fsanitize-trap=unreachable">;
def : GccSpelling<"Wformat=1", Positive, "-Wformat">;
def : GccSpelling<"mabm", Positive, "-mlzcnt -mpopcnt">;
def : GccSpelling<"mabm", Negative, "-mno-lzcnt -mno-popcnt">;
def : GccSpelling<"mintel-syntax", Positive, "-masm=intel">;
def : GccSpelling<"mdirect-extern-access", Positive, "-fdirect-access-external-data">;
def : GccSpelling<"mdirect-extern-access", Negative, "-fno-direct-access-external-data">;
def : GccSpelling<"mword-relocations", Positive, "-mno-movt">;

// ---- Warnings ------------------------------------------------------------------------------------------------------
foreach name = ["abi-tag", "aggressive-loop-optimizations", "aligned-new", "alloc-size-larger-than", "alloc-zero",
                "alloca-larger-than", "analyzer-allocation-size", "analyzer-deref-before-check",
                "analyzer-double-fclose", "analyzer-double-free", "analyzer-exposure-through-output-file",
                "analyzer-exposure-through-uninit-copy", "analyzer-fd-access-mode-mismatch",
                "analyzer-fd-double-close", "analyzer-fd-leak", "analyzer-fd-phase-mismatch",
                "analyzer-fd-type-mismatch", "analyzer-fd-use-after-close", "analyzer-fd-use-without-check",
                "analyzer-file-leak", "analyzer-free-of-non-heap", "analyzer-imprecise-fp-arithmetic",
                "analyzer-infinite-loop", "analyzer-infinite-recursion", "analyzer-jump-through-null",
                "analyzer-malloc-leak", "analyzer-mismatching-deallocation", "analyzer-null-argument",
                "analyzer-null-dereference", "analyzer-out-of-bounds", "analyzer-overlapping-buffers",
                "analyzer-possible-null-argument", "analyzer-possible-null-dereference",
                "analyzer-putenv-of-auto-var", "analyzer-shift-count-negative", "analyzer-shift-count-overflow",
                "analyzer-stale-setjmp-buffer", "analyzer-symbol-too-complex", "analyzer-tainted-allocation-size",
                "analyzer-tainted-array-index", "analyzer-tainted-assertion", "analyzer-tainted-divisor",
                "analyzer-tainted-offset", "analyzer-tainted-size", "analyzer-too-complex",
                "analyzer-undefined-behavior-ptrdiff", "analyzer-undefined-behavior-strtok",
                "analyzer-unsafe-call-within-signal-handler", "analyzer-use-after-free",
                "analyzer-use-of-pointer-in-stale-stack-frame", "analyzer-use-of-uninitialized-value",
                "analyzer-va-arg-type-mismatch", "analyzer-va-list-exhausted", "analyzer-va-list-leak",
                "analyzer-va-list-use-after-va-end", "analyzer-write-to-const", "analyzer-write-to-string-literal",
                "arith-conversion", "assign-intercept", "attribute-alias", "bidi-chars", "bool-compare",
                "builtin-declaration-mismatch", "c11-c23-compat", "c11-c2x-compat", "c23-c2y-compat",
                "c90-c99-compat", "c99-c11-compat", "calloc-transposed-args", "cannot-profile", "cast-user-defined",
                "catch-value", "changes-meaning", "chkp", "class-memaccess", "clobbered", "comma-subscript",
                "complain-wrong-lang", "conditionally-supported", "coverage-invalid-line-number", "coverage-mismatch",
                "coverage-too-many-conditions", "coverage-too-many-paths", "dangling-pointer", "dangling-reference",
                "declaration-missing-parameter-type", "deprecated-variadic-comma-omission", "designated-init",
                "discarded-array-qualifiers", "discarded-qualifiers", "duplicated-branches", "duplicated-cond",
                "enum-int-mismatch", "experimental-fmv-target", "flex-array-member-not-at-end", "format-contains-nul",
                "format-diag", "free-labels", "global-module", "hardened", "hsa", "if-not-aligned",
                "inherited-variadic-ctor", "init-list-lifetime", "interference-size", "invalid-imported-macros",
                "invalid-memory-model", "larger-than", "leading-whitespace", "literal-suffix", "logical-op",
                "lto-type-mismatch", "maybe-musttail-local-addr", "maybe-uninitialized", "memset-elt-size",
                "mismatched-dealloc", "missing-attributes", "missing-parameter-name", "missing-parameter-type",
                "missing-profile", "missing-requires", "missing-template-keyword", "mudflap", "multiple-inheritance",
                "multistatement-macros", "musttail-local-addr", "namespaces", "noexcept", "non-template-friend",
                "nonnull-compare", "normalized", "old-style-declaration", "openacc-parallelism", "openmp-simd",
                "override-init-side-effects", "packed-bitfield-compat", "packed-not-aligned", "pedantic-ms-format",
                "placement-new", "pmf-conversions", "prio-ctor-dtor", "property-assign-default", "redundant-tags",
                "restrict", "scalar-storage-order", "shadow-compatible-local", "shadow-local", "sized-deallocation",
                "stack-usage", "strict-flex-arrays", "strict-null-sentinel", "stringop-overflow", "stringop-overread",
                "stringop-truncation", "subobject-linkage", "suggest-attribute", "suggest-final-methods",
                "suggest-final-types", "switch-outside-range", "switch-unreachable", "sync-nand", "template-body",
                "template-id-cdtor", "template-names-tu-local", "templates", "terminate", "traditional",
                "traditional-conversion", "trailing-whitespace", "trampolines", "tsan", "unsafe-loop-optimizations",
                "unsuffixed-float-constants", "use-after-free", "useless-cast", "vector-operation-performance",
                "virtual-inheritance", "virtual-move-assign", "vla-larger-than", "vla-parameter", "volatile",
                "zero-length-bounds"] in
  def : GccOption<"W" # name, Warning, "warning">;
foreach name = ["abi", "array-bounds", "array-parameter", "attributes", "cast-align", "format-overflow",
                "format-truncation", "implicit-fallthrough", "overloaded-virtual", "shadow", "shift-overflow",
                "unused-const-variable"] in
  def : GccOption<"W" # name, Level, "level">;

def GccOptions : GenericTable {
  let FilterClass = "GccOption";
  let CppTypeName = "GccOption";
  let Fields = ["Name", "SpelledAs", "Why", "Cancels"];
  string TypeOf_SpelledAs = "code";
  string TypeOf_Why = "code";
}
def GccSpellings : GenericTable {
  let FilterClass = "GccSpelling";
  let CppTypeName = "GccSpelling";
  let Fields = ["Name", "SpelledAs", "Becomes"];
  string TypeOf_SpelledAs = "code";
}
