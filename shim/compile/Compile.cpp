#include "shim/compile/Compile.h"
#include "shim/call/Options.h"
#include "shim/call/TargetOption.h"
#include "shim/compile/AppleCompile.h"
#include "shim/compile/ClangSpelling.h"
#include "shim/compile/Sccache.h"
#include "shim/link/Apple.h"
#include "shim/link/Runtimes.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

using llvm::opt::Arg;
using llvm::opt::Option;

/// Variables that add folders or options to every compile.
constexpr std::string_view hostVariables[] = {"CPATH",
                                              "C_INCLUDE_PATH",
                                              "CPLUS_INCLUDE_PATH",
                                              "OBJC_INCLUDE_PATH",
                                              "OBJCPLUS_INCLUDE_PATH",
                                              "LIBRARY_PATH",
                                              "COMPILER_PATH",
                                              "GCC_EXEC_PREFIX",
                                              "CCC_OVERRIDE_OPTIONS",
                                              "CCC_ADD_ARGS",
                                              "CLANG_CONFIG_FILE"};

/// Options that only a linker reads.
constexpr OptionId linkerOnly[] = {OPT_Wl_COMMA,
                                   OPT_Xlinker,
                                   OPT_l,
                                   OPT_L,
                                   OPT_u,
                                   OPT_e,
                                   OPT_T,
                                   OPT_z,
                                   OPT_r,
                                   OPT_s,
                                   OPT_t,
                                   OPT_n,
                                   OPT_n_upper,
                                   OPT_shared,
                                   OPT_mexec_model_eq,
                                   OPT_pie,
                                   OPT_no_pie,
                                   OPT_static,
                                   OPT_static_pie,
                                   OPT_rpath_cc,
                                   OPT_rdynamic,
                                   OPT_symbolic,
                                   OPT_nostdlib,
                                   OPT_nodefaultlibs,
                                   OPT_nostartfiles,
                                   OPT_nolibc,
                                   OPT_nostdlibxx,
                                   OPT_static_libgcc,
                                   OPT_shared_libgcc,
                                   OPT_static_libstdcxx,
                                   OPT_static_libsan,
                                   OPT_static_libasan,
                                   OPT_static_libubsan,
                                   OPT_static_libtsan,
                                   OPT_static_liblsan,
                                   OPT_static_libhwasan,
                                   OPT_static_libgfortran,
                                   OPT_static_libgo,
                                   OPT_static_libphobos,
                                   OPT_static_libquadmath,
                                   OPT_static_openmp,
                                   OPT_rtlib_eq,
                                   OPT_unwindlib_eq,
                                   OPT_fuse_ld_eq,
                                   OPT_ld_path_eq,
                                   OPT_fno_use_linker_plugin,
                                   OPT_fuse_linker_plugin,
                                   OPT_flinker_output_eq,
                                   OPT_specs_eq,
                                   OPT_Ttext_cc,
                                   OPT_Tdata_cc,
                                   OPT_Tbss_cc,
                                   OPT_framework,
                                   OPT_mwindows,
                                   OPT_mconsole,
                                   OPT_mdll};

struct Ending {
  std::string_view text;
  enum class Kind : uint8_t { source, header } kind;
};
constexpr Ending endings[] = {
    {".c", Ending::Kind::source},   {".cc", Ending::Kind::source},   {".cp", Ending::Kind::source},
    {".cpp", Ending::Kind::source}, {".cxx", Ending::Kind::source},  {".c++", Ending::Kind::source},
    {".C", Ending::Kind::source},   {".CC", Ending::Kind::source},   {".CPP", Ending::Kind::source},
    {".CXX", Ending::Kind::source}, {".C++", Ending::Kind::source},  {".cppm", Ending::Kind::source},
    {".ccm", Ending::Kind::source}, {".cxxm", Ending::Kind::source}, {".c++m", Ending::Kind::source},
    {".pcm", Ending::Kind::source}, {".ixx", Ending::Kind::source},  {".i", Ending::Kind::source},
    {".ii", Ending::Kind::source},  {".m", Ending::Kind::source},    {".mi", Ending::Kind::source},
    {".M", Ending::Kind::source},   {".mm", Ending::Kind::source},   {".mii", Ending::Kind::source},
    {".s", Ending::Kind::source},   {".S", Ending::Kind::source},    {".sx", Ending::Kind::source},
    {".asm", Ending::Kind::source}, {".ll", Ending::Kind::source},   {".h", Ending::Kind::header},
    {".hh", Ending::Kind::header},  {".hp", Ending::Kind::header},   {".hpp", Ending::Kind::header},
    {".hxx", Ending::Kind::header}, {".h++", Ending::Kind::header},  {".H", Ending::Kind::header},
};

bool isInput(const Arg &arg) {
  return arg.getOption().getKind() == Option::InputClass;
}

std::optional<Ending::Kind> kindByName(std::string_view path) {
  for (const Ending &ending : endings)
    if (path.size() > ending.text.size() && path.ends_with(ending.text)) return ending.kind;
  return path == "-" ? std::optional(Ending::Kind::source) : std::nullopt;
}

std::optional<Ending::Kind> kindOfInput(const CcArguments &args, const CcArguments::Piece &piece) {
  if (!isInput(*piece.arg)) return std::nullopt;
  std::string_view language;
  for (const CcArguments::Piece &other : args.pieces) {
    if (other.index >= piece.index) break;
    if (other.arg->getOption().matches(OPT_x)) language = other.arg->getValue();
  }
  if (language.empty() || language == "none") return kindByName(args.words[piece.index]);
  return language.ends_with("-header") ? Ending::Kind::header : Ending::Kind::source;
}

/// The user's own choice of processor replaces the table's: clang would let one of -march and -mcpu win over
/// the other whichever comes last.
bool givesWay(std::string_view flag, const CcArguments &args) {
  bool processor = flag.starts_with("-march=") || flag.starts_with("-mcpu=");
  return processor && args.list.hasArg(OPT_march_eq, OPT_mcpu_eq);
}

bool hasOwnSysroot(const CcArguments &args) {
  return args.list.hasArg(OPT_sysroot_eq, OPT_sysroot_cc);
}

/// The folder of libc++'s headers, unless the user asks for the libstdc++ of a sysroot; empty where none is.
std::string cxxHeaders(const Invocation &invocation, const PlanContext &context, const CcArguments &args) {
  if (hasOwnSysroot(args) && choosesLibstdcxx(args.list)) return {};
  return findCxxHeaders(*invocation.target, context.places, context.files).folder;
}

/// Those of the user's libraries; after linkshim's, so that the C library's own are never theirs.
void addUserHeaders(const Invocation &invocation, const PlanContext &context, bool ownSysroot,
                    LinkLine &line) {
  if (ownSysroot) return;
  const Target &target = *invocation.target;
  std::string root = platformRoot(target, context.environment, context.files);
  std::vector<std::string> folders =
      platformFolders(root, target.platformHeaders, target, context.environment, context.files);
  for (std::string &folder : systemHeaderFolders(root, target, context.files))
    folders.push_back(std::move(folder));
  for (std::string &folder : folders) {
    line.add("-idirafter", "the user's sysroot");
    line.add(std::move(folder), "");
  }
}

void addHeaders(const Invocation &invocation, const PlanContext &context, const CcArguments &args,
                LinkLine &line) {
  if (invocation.target->libc == Libc::darwin)
    return addDarwinHeaders(*invocation.target, context, args, line);
  Headers headers = findHeaders(*invocation.target, invocation.floor, context.places.share, context.files);
  const std::vector<std::string> &folders = headers.folders;
  bool own = hasOwnSysroot(args);
  if (std::string folder = cxxHeaders(invocation, context, args); !folder.empty()) {
    line.add("-stdlib++-isystem", "libc++'s headers; C does not look there");
    line.add(folder, "");
  }
  if ((folders.empty() || !headers.isSysroot) && !own) line.add("-nostdlibinc", "no header of the host");
  if (folders.empty()) return addUserHeaders(invocation, context, own, line);
  if (!headers.define.empty()) line.add(headers.define, "for the C library's headers");
  // clang itself puts the C library's headers before or after its own, as the target wants it.
  auto rest = folders.begin();
  if (!own && headers.isSysroot)
    line.add(fmt::format("--sysroot={}", parentPath(*rest++)), "the C library's headers, none of the host");
  for (; rest != folders.end(); ++rest) {
    line.add("-idirafter", "headers that targets share");
    line.add(*rest, "");
  }
  addUserHeaders(invocation, context, own, line);
}

} // namespace

CcArguments::CcArguments(const std::vector<std::string> &words, unsigned tools) : words(words) {
  for (const std::string &word : words)
    texts.push_back(word.c_str());
  unsigned missingIndex = 0, missingCount = 0;
  list = optionTable().ParseArgs(texts, missingIndex, missingCount, llvm::opt::Visibility(tools));
  if (missingCount) missing = words[missingIndex];
  for (const Arg *arg : list) {
    if (!pieces.empty()) pieces.back().count = arg->getIndex() - pieces.back().index;
    pieces.push_back({arg, arg->getIndex(), (missingCount ? missingIndex : words.size()) - arg->getIndex()});
  }
}

std::string CcArguments::spelled(size_t index, size_t count) const {
  auto first = words.begin() + static_cast<std::ptrdiff_t>(index);
  return fmt::format("{}", fmt::join(first, first + static_cast<std::ptrdiff_t>(count), " "));
}

std::vector<CcArguments::Piece> CcArguments::withoutEmptyWords() const {
  std::vector<Piece> full = pieces;
  for (Piece &piece : full)
    while (piece.count > 1 && words[piece.index + piece.count - 1].empty() && piece.arg->getNumValues() == 0)
      --piece.count;
  return full;
}

bool CcArguments::areComplete(const Invocation &invocation, Failure &failure) const {
  if (missing.empty()) return true;
  failure = {fmt::format("{} needs a value after it", missing),
             {{"tool", invocation.name}},
             "give the value, or leave it out"};
  return false;
}

bool isSource(const CcArguments &args, const CcArguments::Piece &piece) {
  return kindOfInput(args, piece) == Ending::Kind::source;
}

/// By the name of the tool, or of a source.
bool compilesCxx(const Invocation &invocation, const CcArguments &args) {
  constexpr std::string_view cxx[] = {".cc",  ".cp",  ".cpp", ".cxx", ".c++", ".C",  ".CC", ".CPP",
                                      ".CXX", ".C++", ".ii",  ".mm",  ".hpp", ".hh", ".hxx"};
  if (invocation.tool == Tool::cxx) return true;
  return std::any_of(args.pieces.begin(), args.pieces.end(), [&](const CcArguments::Piece &piece) {
    if (piece.arg->getOption().matches(OPT_x))
      return std::string_view(piece.arg->getValue()).find("c++") != std::string_view::npos;
    return isInput(*piece.arg) && std::any_of(std::begin(cxx), std::end(cxx), [&](std::string_view ending) {
             return std::string_view(args.words[piece.index]).ends_with(ending);
           });
  });
}

CcJob ccJob(const CcArguments &args) {
  size_t inputs = 0, headers = 0, sources = 0;
  bool linker = false;
  for (const CcArguments::Piece &piece : args.pieces) {
    const Option option = piece.arg->getOption();
    if (option.hasFlag(Mode)) return CcJob::compile;
    linker |= option.matches(OPT_Wl_COMMA) || option.matches(OPT_Xlinker) || option.matches(OPT_l);
    if (!isInput(*piece.arg)) continue;
    ++inputs;
    std::optional<Ending::Kind> kind = kindOfInput(args, piece);
    headers += kind == Ending::Kind::header;
    sources += kind == Ending::Kind::source;
  }
  if (sources > 0) return CcJob::compileLink;
  bool nothing = inputs == 0 && !linker;
  return nothing || (headers > 0 && headers == inputs) ? CcJob::compile : CcJob::link;
}

std::string missingHeaders(const Invocation &invocation, const PlanContext &context,
                           const CcArguments &args) {
  const Target &target = *invocation.target;
  if (hasOwnSysroot(args)) return {};
  if (target.libc == Libc::darwin) return missingDarwinHeaders(target, context, args);
  bool brought = !platformRoot(target, context.environment, context.files).empty();
  bool ours = !target.glibcAbi.empty() || !target.muslArch.empty() || !target.stubAbi.empty() ||
              isMinGw(target) || target.libc == Libc::wasi;
  if (!ours && !target.needs.empty() && !brought)
    return platformMissing(target, "the C library's headers").text();
  if (!ours) return {};
  Headers headers = findHeaders(target, invocation.floor, context.places.share, context.files);
  CxxHeaders cxx = findCxxHeaders(target, context.places, context.files);
  bool noC = headers.folders.empty();
  if (!noC && (!compilesCxx(invocation, args) || !cxx.folder.empty())) return {};
  NoCxx say{fmt::format("the C library's headers for {} are not installed", target.triple),
            fmt::format("scripts/sysroots {}", target.triple)};
  if (!noC) say = noCxx(target, context.environment);
  std::string looked = noC ? headers.lookedFor : fmt::format("{}", fmt::join(cxx.lookedFor, " "));
  return Failure{say.what, {{"looked for", looked.empty() ? "share/linkshim" : looked}}, say.action}.text();
}

std::vector<EnvironmentChange> compilerEnvironment(const Provider &provider, const Environment &environment) {
  std::vector<EnvironmentChange> changes;
  for (std::string_view name : hostVariables)
    if (environment.get(name)) changes.push_back({std::string(name), std::nullopt});
  changes.push_back({"CLANG_NO_DEFAULT_CONFIG", "1"}); // the host's <target>.cfg; clang from 16 on
  if (!provider.named && environment.get("LD_LIBRARY_PATH"))
    changes.push_back({"LD_LIBRARY_PATH", std::nullopt});
  return changes;
}

void targetWords(const Invocation &invocation, const PlanContext &context, const CcArguments &args,
                 LinkLine &line) {
  const Target &target = *invocation.target;
  bool darwin = target.libc == Libc::darwin;
  std::string api = target.libc == Libc::bionic ? apiLevel(target, context.environment) : std::string();
  line.add(darwin ? darwinTargetWord(target, args, context.environment)
                  : fmt::format("--target={}{}", target.llvm, api),
           "the target");
  for (std::string_view flag : splitWords(target.clangFlags))
    if (!givesWay(flag, args)) line.add(std::string(flag), "code generation of the target");
  // clang from 15 on does so by itself.
  if (target.pie && target.format == ObjectFormat::elf)
    line.add("-fPIE", "executables are position independent");
  addHeaders(invocation, context, args, line);
}

bool compilerHead(const Invocation &invocation, const PlanContext &context, const CcArguments &args,
                  Provider &provider, LinkLine &line, Failure &failure) {
  ProviderSearch search(context.environment, context.files, context.self);
  bool libcxx = compilesCxx(invocation, args) && !cxxHeaders(invocation, context, args).empty();
  Result<Provider> found = search.findCompiler(libcxx ? oldestForCxx : oldestForC);
  if (!succeeded(found, failure)) return false;
  provider = std::move(*found);
  if (invocation.tool == Tool::cxx) line.add("--driver-mode=g++", "the tool is a C++ compiler");
  line.add("--start-no-unused-arguments", "what linkshim adds is no reason for a warning");
  if (provider.kind == ProviderKind::zigClang) {
    // cc-rs takes a compiler for `zig cc` when that folder's name, which has ziglang in it, is in its
    // --version.
    line.add("-ccc-install-dir", "this is plain clang, not zig cc");
    line.add(context.self.empty() ? "/" : parentPath(context.self), "");
    line.add("-resource-dir", "where zig keeps clang's own headers");
    line.add(joinPath(parentPath(context.files.realPath(provider.path).value_or(provider.path)), "lib"), "");
  }
  targetWords(invocation, context, args, line);
  line.add("--end-no-unused-arguments", "");
  return true;
}

void compilerArgument(const Invocation &invocation, const PlanContext &context, const CcArguments &args,
                      const CcArguments::Piece &piece, LinkLine &line) {
  const Option option = piece.arg->getOption();
  auto spelled = [&] { return args.spelled(piece.index, piece.count); };
  bool linker = std::any_of(std::begin(linkerOnly), std::end(linkerOnly),
                            [&](OptionId id) { return option.matches(id); });
  // The two of Objective-C are the compiler's too.
  bool apples = option.hasVisibilityFlag(DarwinOption) && !option.matches(OPT_fobjc_arc) &&
                !option.matches(OPT_fobjc_link_runtime);
  if (linker || apples) return line.drop(spelled(), "only concerns the link");
  if (option.hasFlag(GccOnly)) return line.drop(spelled(), optionReason(option));
  if (std::optional<ClangSpelling> own = clangSpelling(*invocation.target, *piece.arg, args.list)) {
    if (own->words.empty()) return line.drop(spelled(), own->why);
    for (std::string &word : own->words)
      line.translate(spelled(), std::move(word), own->why);
    return;
  }
  if (option.matches(OPT_stdlib_eq) && !cxxHeaders(invocation, context, args).empty())
    return line.drop(spelled(), "the C++ headers are chosen");
  if (option.matches(OPT_dumpfullversion))
    return line.translate(spelled(), "-dumpversion", "clang has one version");
  if (option.matches(OPT_target_eq) && !staysAsTarget(piece.arg->getValue(), *invocation.target))
    return line.drop(spelled(), "the same target in other words");
  for (size_t i = 0; i < piece.count; ++i)
    line.keep(args.words[piece.index + i]);
}

bool planCompile(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  CcArguments args(invocation.args);
  Provider provider;
  LinkLine line;
  if (invocation.target->libc == Libc::darwin && !isForOneArch(invocation, args.list, failure)) return false;
  if (!compilerHead(invocation, context, args, provider, line, failure)) return false;
  for (const CcArguments::Piece &piece : args.pieces)
    compilerArgument(invocation, context, args, piece, line);
  for (std::string &word : sccacheAnswer(invocation, args, context.files))
    line.add(std::move(word), "sccache asks which compiler this is");
  if (!args.missing.empty()) line.keep(args.missing); // clang says what it lacks
  runBy(provider, invocation, plan);
  plan.describesItself = true;
  plan.onFailure = missingHeaders(invocation, context, args);
  plan.environment = compilerEnvironment(provider, context.environment);
  line.moveInto(plan);
  return true;
}

} // namespace linkshim
