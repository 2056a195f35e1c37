#include "shim/run/Questions.h"
#include "shim/provider/Binutil.h"
#include "shim/provider/Provider.h"
#include "shim/provider/ResourceFolder.h"
#include "shim/sysroot/Headers.h"
#include "shim/sysroot/Sysroot.h"
#include "shim/sysroot/UserSysroot.h"
#include "shim/sysroot/WindowsLibraries.h"
#include "shim/tools/Binutils.h"
#include <algorithm>
#include <fmt/ranges.h>
#include <iterator>

namespace linkshim {
namespace {

using llvm::opt::Arg;

/// What a function that answers gets.
struct Asked {
  const Invocation &invocation;
  const PlanContext &context;
  std::string_view value; ///< of the option that asks

  const Target &target() const { return *invocation.target; }
};

Sysroot sysrootOf(const Invocation &invocation, const PlanContext &context) {
  return findSysroot(*invocation.target, invocation.floor, LinkMode::pie, context.places, context.roots,
                     context.files);
}

/// The path of lld by the plain name of its flavour, since a build tool may call it directly.
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

/// The folder with clang's own headers; empty when there is no clang.
std::string resourceFolderOf(const Asked &asked) {
  const Arguments &arguments = *asked.invocation.arguments;
  if (arguments.has(OPT_resource_dir, OPT_resource_dir_eq))
    return std::string(arguments.lastValue(OPT_resource_dir, OPT_resource_dir_eq));
  ProviderSearch search(asked.context.environment, asked.context.files, asked.context.self);
  Result<Provider> compiler =
      search.findCompiler(asked.invocation.tool == Tool::cxx ? oldestForCxx : oldestForC);
  return compiler ? resourceFolder(*compiler, asked.context.files) : std::string();
}

PieceFolder furtherFolder(const Asked &asked) {
  return furtherLibraryFolder(asked.value, asked.target(), asked.context.places, asked.context.files);
}

/// The path of a file or folder: in clang's own folder, as kernels' makefiles ask for its headers, else in
/// the target's library folders.
std::string fileName(const Asked &asked) {
  std::vector<std::string> folders = sysrootOf(asked.invocation, asked.context).libraryFolders;
  if (std::string own = resourceFolderOf(asked); !own.empty())
    folders.insert(folders.begin(), std::move(own));
  for (const std::string &folder : folders)
    if (std::string path = joinPath(folder, asked.value);
        asked.context.files.status(path).kind != FileStatus::Kind::missing)
      return path;
  for (const std::string &file : furtherLibraries(asked.target(), asked.context.places, asked.context.files))
    if (file == asked.value) return joinPath(furtherFolder(asked).path, "lib/" + file);
  return std::string(asked.value);
}

std::string sysrootName(const Asked &asked) {
  if (const Arg *own = asked.invocation.arguments->last(OPT_sysroot_eq)) return own->getValue();
  Headers headers =
      findHeaders(asked.target(), asked.invocation.floor, asked.context.places.share, asked.context.files);
  if (headers.folders.empty()) return {};
  std::string root = parentPath(headers.folders.front());
  return asked.target().libc == Libc::darwin ? parentPath(root) : root; // an SDK has usr/include
}

std::string answerMachine(const Asked &asked) {
  return fmt::format("{}\n", asked.target().configName);
}
std::string answerProgram(const Asked &asked) {
  return programName(asked) + "\n";
}
std::string answerFile(const Asked &asked) {
  return fileName(asked) + "\n";
}
std::string answerLibgcc(const Asked &asked) {
  return fileName({asked.invocation, asked.context, "libgcc.a"}) + "\n";
}
std::string answerSysroot(const Asked &asked) {
  std::string name = sysrootName(asked);
  return name.empty() ? name : name + "\n"; // as GCC without a sysroot
}
std::string answerMultiarch(const Asked &asked) {
  return fmt::format("{}\n", asked.target().multiarch);
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
/// Empty when there is a clang, which then prints its version: build tools identify the compiler by that.
std::string answerVersion(const Asked &asked) {
  ProviderSearch search(asked.context.environment, asked.context.files, asked.context.self);
  if (search.findCompiler()) return {};
  std::string floor = asked.invocation.floor ? fmt::format(", glibc {}", asked.invocation.floor->str()) : "";
  return fmt::format("{} for {}{}\n", versionText(), asked.target().triple, floor);
}

/// The questions, in the order in which clang answers them.
struct Question {
  OptionId option;
  std::string (*answer)(const Asked &);
  bool mayPass;    ///< an empty answer leaves the question to the compiler
  bool namesFiles; ///< the answer names files of the sysroot
};
constexpr Question questions[] = {
    {OPT_dumpmachine, answerMachine, false, false},
    {OPT_help, answerHelp, false, false},
    {OPT_version, answerVersion, true, false},
    {OPT_print_search_dirs, answerSearch, false, true},
    {OPT_print_file_name_eq, answerFile, false, true},
    {OPT_print_prog_name_eq, answerProgram, false, false},
    {OPT_print_libgcc_file_name, answerLibgcc, false, true},
    {OPT_print_sysroot, answerSysroot, false, true},
    {OPT_print_multiarch, answerMultiarch, false, false},
    {OPT_print_multi_directory, answerDirectory, false, false},
    {OPT_print_multi_os_directory, answerDirectory, false, false},
    {OPT_print_multi_lib, answerMultiLib, false, false},
};

const Question *questionOf(const Invocation &invocation) {
  if (!invocation.isDriver() || !invocation.arguments->isDriver()) return nullptr;
  auto found = std::find_if(std::begin(questions), std::end(questions), [&](const Question &question) {
    return invocation.arguments->has(question.option);
  });
  return found == std::end(questions) ? nullptr : found;
}

/// A question to one of the binutils that linkshim answers.
struct ToolQuestion {
  Tool tool;
  std::string_view asked;
  bool always; ///< also where a program for the tool is installed, since LLVM's does not answer it
};
constexpr ToolQuestion toolQuestions[] = {
    {Tool::ar, "--version", false},   {Tool::ar, "-V", false},
    {Tool::ar, "--help", false},      {Tool::ranlib, "--version", false},
    {Tool::ranlib, "-V", false},      {Tool::ranlib, "-v", true},
    {Tool::ranlib, "--help", false},  {Tool::dlltool, "--version", true},
    {Tool::dlltool, "-V", true},      {Tool::dlltool, "--help", true},
    {Tool::as, "--help", true},       {Tool::as, "--target-help", true},
    {Tool::as, "-target-help", true},
};

const ToolQuestion *toolQuestionOf(const Invocation &invocation) {
  const std::vector<std::string> &args = invocation.args();
  for (const ToolQuestion &question : toolQuestions)
    if (question.tool == invocation.tool && !args.empty() && args.front() == question.asked) return &question;
  return nullptr;
}

std::string_view nameOf(Tool tool) {
  return tool == Tool::dlltool ? "dlltool" : tool == Tool::ranlib ? "ranlib" : tool == Tool::ar ? "ar" : "as";
}

std::optional<Answer> answerAsTool(const Invocation &invocation, const PlanContext &context) {
  const ToolQuestion *question = toolQuestionOf(invocation);
  if (!question) return std::nullopt;
  if (!question->always && findBinutil(invocation.tool, *invocation.target, context)) return std::nullopt;
  std::string_view name = nameOf(invocation.tool);
  if (!question->asked.ends_with("help")) // `GNU` is what build tools look for
    return Answer{fmt::format("linkshim {} {}, GNU format\n", name, LINKSHIM_VERSION)};
  return Answer{fmt::format("{} stands in for GNU {} of {}.\n`linkshim --help` tells the rest.\n",
                            invocation.name, name, invocation.target->triple)};
}

/// Answers for pkg-config where none is installed: no library is found.
std::optional<Answer> answerWithoutPkgConfig(const Invocation &invocation, const PlanContext &context) {
  ProviderSearch search(context.environment, context.files, context.self);
  if (search.findProgram("pkg-config") || search.findProgram("pkgconf")) return std::nullopt;
  const Arguments &arguments = *invocation.arguments;
  if (arguments.has(OPT_version))
    return Answer{"0.29.2\n", 0}; // the last version of freedesktop's, whose options build tools rely on
  if (arguments.has(OPT_pkg_exists)) return Answer{"", 1};
  if (arguments.has(OPT_pkg_atleast_version_eq)) return Answer{"", 0};
  return std::nullopt;
}

} // namespace

std::string versionText() {
  return "linkshim " LINKSHIM_VERSION;
}

bool isQuestion(const Invocation &invocation) {
  return invocation.tool == Tool::pkgConfig || questionOf(invocation) || toolQuestionOf(invocation);
}

std::string askedIn(const Invocation &invocation) {
  const Arguments &arguments = *invocation.arguments;
  if (const Question *question = questionOf(invocation))
    for (const Argument &argument : arguments.all())
      if (argument.is(question->option)) return arguments.spelled(argument);
  if (invocation.isDriver() && arguments.isDriver()) {
    for (const Argument &argument : arguments.all())
      if (argument.hasFlag(Asks)) return arguments.spelled(argument);
    return driverJob(arguments) == DriverJob::compile && arguments.has(OPT_v) && !arguments.has(OPT_INPUT)
               ? "-v"
               : "";
  }
  if (invocation.tool == Tool::ld && arguments.has(OPT_v) && !arguments.has(OPT_INPUT, OPT_l)) return "-v";
  constexpr std::string_view asks[] = {"--version", "-version", "-V", "--help"};
  for (const std::string &arg : invocation.args())
    if (std::find(std::begin(asks), std::end(asks), arg) != std::end(asks)) return arg;
  const ToolQuestion *question = toolQuestionOf(invocation);
  return question ? std::string(question->asked) : "";
}

bool asksForFiles(const Invocation &invocation) {
  const Question *question = questionOf(invocation);
  return question && question->namesFiles;
}

std::optional<Answer> answerQuestion(const Invocation &invocation, const PlanContext &context) {
  if (invocation.tool == Tool::pkgConfig) return answerWithoutPkgConfig(invocation, context);
  if (isBinutil(invocation.tool)) return answerAsTool(invocation, context);
  const Question *question = questionOf(invocation);
  if (!question) return std::nullopt;
  std::string text =
      question->answer({invocation, context, invocation.arguments->lastValue(question->option)});
  if (text.empty() && question->mayPass) return std::nullopt;
  Answer answer{std::move(text)};
  if (!question->namesFiles) return answer;
  answer.pieces = sysrootOf(invocation, context).pieces;
  Asked asked{invocation, context, invocation.arguments->lastValue(question->option)};
  if (PieceFolder folder = furtherFolder(asked); answer.output.starts_with(folder.path + "/"))
    answer.pieces.push_back(std::move(folder));
  return answer;
}

} // namespace linkshim
