#include "shim/run/Questions.h"
#include "shim/call/Options.h"
#include "shim/compile/Compile.h"
#include "shim/provider/Binutil.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

using llvm::opt::Arg;

/// What an answer is made from.
struct Asked {
  const Invocation &invocation;
  const PlanContext &context;
  const CcArguments &args;
  std::string_view value; ///< of the option that asks

  const Target &target() const { return *invocation.target; }
};

Sysroot sysrootOf(const Invocation &invocation, const PlanContext &context) {
  return findSysroot(*invocation.target, invocation.floor, LinkMode::pie, context.places,
                     userSysroot(*invocation.target, context.environment, context.files), context.files);
}

/// lld by its plain name, as a build tool may call it without linkshim.
std::string plainLinker(const Asked &asked) {
  ProviderSearch search(asked.context.environment, asked.context.files, asked.context.self);
  Result<Provider> found = search.findLinker(asked.target(), asked.target().lldFlavor, "", {});
  if (!found) return {};
  if (found->leading.size() == 1) return found->path;
  std::string wrapper = joinPath(parentPath(found->path), "gcc-ld/ld.lld");
  return asked.context.files.status(wrapper).executable ? wrapper : std::string();
}

/// The tool of the same target beside this one.
std::string siblingTool(const Asked &asked, std::string_view name) {
  const Invocation &invocation = asked.invocation;
  if (invocation.folder.empty()) return {};
  std::string path = fmt::format("{}/{}{}", invocation.folder, invocation.prefix, name);
  FileStatus status = asked.context.files.status(path);
  if (!status.executable) return {};
  // A bare name in a folder of the host may be the host's own tool.
  bool host = invocation.prefix.empty() && !status.sameFile(asked.context.files.status(asked.context.self));
  return host ? std::string() : path;
}

std::string programName(const Asked &asked) {
  std::string_view name = asked.value;
  if (std::string path = siblingTool(asked, name); !path.empty()) return path;
  std::optional<ToolName> tool = parseToolName(name);
  if (!tool || !tool->target.empty()) return std::string(name);
  if (tool->tool == Tool::ld)
    if (std::string path = plainLinker(asked); !path.empty()) return path;
  std::optional<Binutil> found = findBinutil(tool->tool, asked.target(), asked.context);
  return found && found->leading.size() == 1 ? found->path : std::string(name);
}

std::string fileName(const Asked &asked) {
  for (const std::string &folder : sysrootOf(asked.invocation, asked.context).libraryFolders)
    if (std::string path = joinPath(folder, asked.value);
        asked.context.files.status(path).kind != FileStatus::Kind::missing)
      return path;
  return std::string(asked.value);
}

std::string sysrootName(const Asked &asked) {
  if (const Arg *own = asked.args.list.getLastArg(OPT_sysroot_eq)) return own->getValue();
  Headers headers =
      findHeaders(asked.target(), asked.invocation.floor, asked.context.places.share, asked.context.files);
  return headers.folders.empty() ? std::string() : parentPath(headers.folders.front());
}

std::string answerMachine(const Asked &asked) {
  return fmt::format("{}\n", gnuSpelling(asked.target()));
}
std::string answerProgram(const Asked &asked) {
  return programName(asked) + "\n";
}
std::string answerFile(const Asked &asked) {
  return fileName(asked) + "\n";
}
std::string answerLibgcc(const Asked &asked) {
  return fileName({asked.invocation, asked.context, asked.args, "libgcc.a"}) + "\n";
}
std::string answerSysroot(const Asked &asked) {
  std::string name = sysrootName(asked);
  return name.empty() ? name : name + "\n"; // as GCC without a sysroot
}
std::string answerMultiarch(const Asked &asked) {
  return multiarch(asked.target()) + "\n";
}
std::string answerDirectory(const Asked &) {
  return ".\n";
} // libraries go to lib/, not to a subfolder of it
std::string answerMultiLib(const Asked &) {
  return ".;\n";
}
std::string answerSearch(const Asked &asked) {
  std::string install =
      asked.invocation.folder.empty() ? parentPath(asked.context.self) : asked.invocation.folder;
  return fmt::format("install: {0}/\nprograms: ={0}\nlibraries: ={1}\n", install,
                     fmt::join(sysrootOf(asked.invocation, asked.context).libraryFolders, ":"));
}
std::string answerHelp(const Asked &asked) {
  return fmt::format("{} stands in for the compiler and linker of {}.\n"
                     "It takes the options of GCC and clang. `linkshim --help` tells the rest.\n",
                     asked.invocation.name, asked.target().triple);
}
/// Empty when there is a clang to say its own version: build tools tell the compiler by that.
std::string answerVersion(const Asked &asked) {
  ProviderSearch search(asked.context.environment, asked.context.files, asked.context.self);
  if (search.findCompiler()) return {};
  std::string floor = asked.invocation.floor ? fmt::format(", glibc {}", asked.invocation.floor->str()) : "";
  return fmt::format("{} for {}{}\n", versionText(), asked.target().triple, floor);
}

/// The questions in the order in which clang looks for them.
struct Question {
  OptionId option;
  std::string (*answer)(const Asked &);
  bool mayPass; ///< an empty answer leaves the question to the compiler
};
constexpr Question questions[] = {
    {OPT_dumpmachine, answerMachine, false},
    {OPT_help, answerHelp, false},
    {OPT_version, answerVersion, true},
    {OPT_print_search_dirs, answerSearch, false},
    {OPT_print_file_name_eq, answerFile, false},
    {OPT_print_prog_name_eq, answerProgram, false},
    {OPT_print_libgcc_file_name, answerLibgcc, false},
    {OPT_print_sysroot, answerSysroot, false},
    {OPT_print_multiarch, answerMultiarch, false},
    {OPT_print_multi_directory, answerDirectory, false},
    {OPT_print_multi_os_directory, answerDirectory, false},
    {OPT_print_multi_lib, answerMultiLib, false},
};

/// A glance that spares every other call a parse.
bool mayAsk(const std::vector<std::string> &args) {
  return std::any_of(args.begin(), args.end(), [](std::string_view arg) {
    return arg.starts_with("-dump") || arg.starts_with("--dump") || arg.starts_with("-print-") ||
           arg.starts_with("--print-") || arg == "--version" || arg == "--help";
  });
}

/// pkg-config where none is installed: no library is there.
std::optional<Answer> answerWithoutPkgConfig(const Invocation &invocation, const PlanContext &context) {
  ProviderSearch search(context.environment, context.files, context.self);
  if (search.findProgram("pkg-config") || search.findProgram("pkgconf")) return std::nullopt;
  auto asks = [&](std::string_view option) {
    return std::find(invocation.args.begin(), invocation.args.end(), option) != invocation.args.end();
  };
  if (asks("--version"))
    return Answer{"0.29.2\n", 0}; // the last of freedesktop's, whose options everyone knows
  if (asks("--exists")) return Answer{"", 1};
  if (std::any_of(invocation.args.begin(), invocation.args.end(),
                  [](std::string_view arg) { return arg.starts_with("--atleast-pkgconfig-version"); }))
    return Answer{"", 0};
  return std::nullopt;
}

} // namespace

std::string versionText() {
  return "linkshim " LINKSHIM_VERSION;
}

std::optional<Answer> answerProbe(const Invocation &invocation, const PlanContext &context) {
  if (invocation.tool == Tool::pkgConfig) return answerWithoutPkgConfig(invocation, context);
  bool driver = invocation.tool == Tool::cc || invocation.tool == Tool::cxx;
  if (!driver || !mayAsk(invocation.args)) return std::nullopt;
  CcArguments args(invocation.args);
  for (const Question &question : questions) {
    const Arg *arg = args.list.getLastArg(question.option);
    if (!arg) continue;
    std::string_view value = arg->getNumValues() > 0 ? arg->getValue() : "";
    std::string text = question.answer({invocation, context, args, value});
    if (text.empty() && question.mayPass) return std::nullopt;
    return Answer{std::move(text), 0};
  }
  return std::nullopt;
}

bool asksForFiles(const Invocation &invocation) {
  constexpr std::string_view fileQuestions[] = {"-print-file-name", "-print-search-dirs",
                                                "-print-libgcc-file-name"};
  bool driver = invocation.tool == Tool::cc || invocation.tool == Tool::cxx;
  return driver && std::any_of(invocation.args.begin(), invocation.args.end(), [&](std::string_view arg) {
           if (arg.starts_with("--")) arg.remove_prefix(1);
           return std::any_of(std::begin(fileQuestions), std::end(fileQuestions),
                              [&](std::string_view question) { return arg.starts_with(question); });
         });
}

std::vector<PieceFolder> probePieces(const Invocation &invocation, const PlanContext &context) {
  return asksForFiles(invocation) ? sysrootOf(invocation, context).pieces : std::vector<PieceFolder>();
}

} // namespace linkshim
