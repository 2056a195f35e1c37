#include "shim/compile/Compile.h"
#include "shim/call/AppleOptions.h"
#include "shim/call/TargetOption.h"
#include "shim/compile/AppleCompile.h"
#include "shim/compile/AssemblerOptions.h"
#include "shim/compile/ClangSpelling.h"
#include "shim/compile/CompilerHeaders.h"
#include "shim/compile/DependencyOptions.h"
#include "shim/compile/GccOptions.h"
#include "shim/compile/Sccache.h"
#include "shim/objects/LlvmVersion.h"
#include "shim/plan/ProviderStep.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

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

/// Removes the variables through which a C compiler gets folders and options of the host.
std::vector<EnvironmentChange> compilerEnvironment(const Provider &compiler, const Environment &environment) {
  std::vector<EnvironmentChange> changes;
  for (std::string_view name : hostVariables)
    if (environment.get(name)) changes.push_back({std::string(name), std::nullopt});
  changes.push_back(
      {"CLANG_NO_DEFAULT_CONFIG", "1"}); // no <target>.cfg of the host; clang knows this from 16 on
  if (!compiler.named && environment.get("LD_LIBRARY_PATH"))
    changes.push_back({"LD_LIBRARY_PATH", std::nullopt});
  return changes;
}

/// True for a flag that the user's choice of processor replaces. Both must not be on the line: clang prefers
/// one of -march and -mcpu, whichever comes last.
bool givesWay(std::string_view flag, const Arguments &arguments) {
  bool processor = flag.starts_with("-march=") || flag.starts_with("-mcpu=");
  return processor && arguments.has(OPT_march_eq, OPT_mcpu_eq);
}

/// --target= with clang's name of the target, and the version of the system that the call asks for.
std::string targetFlag(const Invocation &invocation, const PlanContext &context) {
  const Target &target = *invocation.target;
  if (target.libc == Libc::darwin) return darwinTargetFlag(invocation, context.environment);
  std::string api = target.libc == Libc::bionic ? apiLevel(target, context.environment) : std::string();
  return fmt::format("--target={}{}", target.llvm, api);
}

/// True for options that only a link uses, and for those of Apple's linker, except the two of Objective-C
/// that the compiler has as well.
bool isForLink(const Argument &argument) {
  bool apples = argument.arg->getOption().hasVisibilityFlag(DarwinOption) && !argument.is(OPT_fobjc_arc) &&
                !argument.is(OPT_fobjc_link_runtime);
  return apples || argument.hasFlag(LinkOnly);
}

/// Puts other arguments in the place of one; none: it is left out.
void addInstead(const std::string &given, std::vector<std::string> args, std::string_view why,
                LinkLine &line) {
  if (args.empty()) return line.drop(given, why);
  for (std::string &arg : args)
    line.translate(given, std::move(arg), why);
}

/// Adds an option for the preprocessor; clang has some of GCC's as options of the driver alone.
void addForPreprocessor(const Arguments &arguments, const Argument &argument, LinkLine &line) {
  DependencyOptions dependencies = dependencyOptions(arguments);
  std::string given = arguments.spelled(argument);
  auto own = dependencies.replaced.find(argument.index);
  if (own != dependencies.replaced.end())
    return addInstead(given, std::move(own->second), "clang's driver has these options, not its preprocessor",
                      line);
  for (const std::string &arg : arguments.argsOf(argument))
    line.keepArg(arg);
}

/// True for a -x behind all sources. clang warns of it, unlike GCC.
bool isBehindInputs(const Arguments &arguments, const Argument &argument) {
  if (!argument.is(OPT_x) || !arguments.has(OPT_INPUT)) return false;
  return std::none_of(arguments.all().begin(), arguments.all().end(),
                      [&](const Argument &other) { return other.isInput() && other.index > argument.index; });
}

} // namespace

void addTargetFlags(const Invocation &invocation, const PlanContext &context, LinkLine &line) {
  const Target &target = *invocation.target;
  line.add(targetFlag(invocation, context), "the target");
  for (std::string_view flag : splitWords(target.clangFlags))
    if (!givesWay(flag, *invocation.arguments)) line.add(std::string(flag), "code generation of the target");
  // clang does so by default from 15 on; older ones need the option.
  if (target.pie && target.format == ObjectFormat::elf)
    line.add("-fPIE", "executables are position independent");
  addMinGwFlags(invocation, context, line);
  addHeaders(invocation, context, line);
}

Result<CompilerHead> compilerHead(const Invocation &invocation, const PlanContext &context) {
  ProviderSearch search(context.environment, context.files, context.self);
  bool libcxx = compilesCxx(invocation) && !cxxHeaders(invocation, context).empty();
  Result<Provider> compiler = search.findCompiler(libcxx ? oldestForCxx : oldestForC);
  if (!compiler) return failed(compiler);
  CompilerHead head{std::move(*compiler), {}};
  const std::string &path = head.compiler.path;
  if (invocation.tool == Tool::cxx) head.line.add("--driver-mode=g++", "the tool is a C++ compiler");
  head.line.add("--start-no-unused-arguments", "what linkshim adds is no reason for a warning");
  if (head.compiler.kind == ProviderKind::zigClang) {
    // cc-rs treats a compiler as `zig cc` when its --version contains "ziglang"
    // (https://github.com/rust-lang/cc-rs/pull/1361), and --version prints the folder of the program. Another
    // folder avoids that.
    head.line.addPair("-ccc-install-dir", context.self.empty() ? "/" : parentPath(context.self),
                      "this is plain clang, not zig cc");
    head.line.addPair("-resource-dir",
                      joinPath(parentPath(context.files.realPath(path).value_or(path)), "lib"),
                      "where zig keeps clang's own headers");
  }
  addTargetFlags(invocation, context, head.line);
  addAnyCase(invocation, context, clangMajor(path, context.files), head.line);
  head.line.add("--end-no-unused-arguments", "");
  return head;
}

void addCompilerArgument(const Invocation &invocation, const PlanContext &context, const Argument &argument,
                         LinkLine &line) {
  const Arguments &arguments = *invocation.arguments;
  std::string given = arguments.spelled(argument);
  if (isForLink(argument)) return line.drop(given, "only concerns the link");
  if (argument.hasFlag(GccOnly)) return line.drop(given, optionReason(argument.arg->getOption()));
  if (std::optional<ClangSpelling> own = clangSpelling(*invocation.target, *argument.arg, arguments.list()))
    return addInstead(given, std::move(own->args), own->why, line);
  if (std::optional<GccReplacement> other = gccReplacement(arguments, argument))
    return addInstead(given, std::move(other->args), other->why, line);
  if (argument.is(OPT_Wa_COMMA) || argument.is(OPT_Xassembler))
    if (std::optional<AssemblerReplacement> other = forAssembler(argument))
      return addInstead(given, std::move(other->args), other->why, line);
  if (argument.is(OPT_Wp_COMMA) || argument.is(OPT_Xpreprocessor))
    return addForPreprocessor(arguments, argument, line);
  bool apple = invocation.target->libc == Libc::darwin; // its systems have one C++ library
  if (argument.is(OPT_stdlib_eq) && (apple || !cxxHeaders(invocation, context).empty()))
    return line.drop(given, "the C++ headers are chosen");
  if (argument.is(OPT_mthreads) && isMinGw(*invocation.target))
    return line.translate(given, "-D_MT",
                          "what it means for GCC's compiler; clang looks at it in a link alone");
  if (argument.is(OPT_dumpfullversion)) return line.translate(given, "-dumpversion", "clang has one version");
  if (argument.is(OPT_target_eq) && !staysAsTarget(argument.value(), *invocation.target))
    return line.drop(given, "another spelling of the same target");
  for (size_t i = 0; i < argument.count; ++i)
    line.keepArg(arguments.args()[argument.index + i]);
}

namespace {

/// What a call of the compiler without a link does, in a word.
std::string_view nameOfWork(const Arguments &arguments) {
  bool asks = std::any_of(arguments.all().begin(), arguments.all().end(),
                          [](const Argument &argument) { return argument.hasFlag(Asks); });
  if (asks) return "answer a question";
  if (arguments.has(OPT_M, OPT_MM)) return "list what a source includes";
  if (arguments.has(OPT_E)) return "preprocess";
  if (arguments.has(OPT_S)) return "compile to assembly";
  return arguments.has(OPT_fsyntax_only, OPT_analyze) ? "check" : "compile";
}

} // namespace

Plan finishCompile(const Invocation &invocation, const PlanContext &context, CompilerHead head) {
  Plan plan;
  runBy(head.compiler, invocation, plan);
  plan.work = nameOfWork(*invocation.arguments);
  plan.describesItself = true;
  // A call without a source asks something, or is no call that headers could help.
  std::string missing = invocation.arguments->has(OPT_INPUT) ? missingHeaders(invocation, context) : "";
  if (!missing.empty())
    plan.noteOnFailure = [missing](std::string_view messages) {
      bool lacks = messages.find("file not found") != std::string_view::npos;
      return lacks ? missing : std::string(); // any other mistake in a source is no fault of the headers
    };
  plan.environment = compilerEnvironment(head.compiler, context.environment);
  head.line.moveInto(plan);
  return plan;
}

Result<Plan> planCompile(const Invocation &invocation, const PlanContext &context) {
  const Arguments &arguments = *invocation.arguments;
  if (invocation.target->libc == Libc::darwin)
    if (Result<void> arch = checkArch(invocation); !arch) return failed(arch);
  Result<CompilerHead> head = compilerHead(invocation, context);
  if (!head) return failed(head);
  for (const Argument &argument : arguments.all())
    if (isBehindInputs(arguments, argument))
      head->line.drop(arguments.spelled(argument), "no source comes after it");
    else
      addCompilerArgument(invocation, context, argument, head->line);
  for (std::string &word : sccacheAnswer(invocation, context.files))
    head->line.add(std::move(word), "sccache asks which compiler this is");
  head->line.keepIncomplete(arguments); // clang reports the missing value
  return finishCompile(invocation, context, std::move(*head));
}

} // namespace linkshim
