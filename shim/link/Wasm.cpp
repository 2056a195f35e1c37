#include "shim/link/Wasm.h"
#include "shim/call/Options.h"
#include "shim/compile/Compile.h"
#include "shim/link/Raw.h"
#include "shim/objects/CutInput.h"
#include "shim/provider/OtherLinker.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

using llvm::opt::Option;

/// What the options of a driver that concern the whole link come to.
struct WasmFacts {
  bool startFiles = true, libraries = true, reactor = false, relocatable = false;
};

WasmFacts factsOf(const CcArguments &args) {
  WasmFacts facts;
  bool bare = args.list.hasArg(OPT_nostdlib);
  facts.startFiles = !bare && !args.list.hasArg(OPT_nostartfiles);
  facts.libraries = !bare && !args.list.hasArg(OPT_nodefaultlibs);
  facts.relocatable = args.list.hasArg(OPT_r);
  const llvm::opt::Arg *model = args.list.getLastArg(OPT_mexec_model_eq);
  facts.reactor = model && std::string_view(model->getValue()) == "reactor";
  return facts;
}

void takeArgument(const CcArguments &args, const CcArguments::Piece &piece, LinkLine &line) {
  const Option option = piece.arg->getOption();
  const std::string &word = args.words[piece.index];
  if (option.matches(OPT_Wl_COMMA) || option.matches(OPT_Xlinker)) {
    for (const char *value : piece.arg->getValues())
      line.translate(word, value, optionReason(option));
    return;
  }
  bool drop = option.hasFlag(Dropped) || option.hasFlag(Mode) || option.getGroup().isValid() ||
              word.starts_with("-m") || option.matches(OPT_pthread) || option.matches(OPT_v) ||
              option.matches(OPT_sysroot_eq) || option.matches(OPT_x);
  for (size_t i = 0; i < piece.count; ++i) {
    if (drop)
      line.drop(args.words[piece.index + i],
                option.hasFlag(Translated) ? optionReason(option) : "only concerns the compiler");
    else
      line.keep(args.words[piece.index + i]);
  }
}

Failure noPack(const Target &target, std::string_view missing) {
  Failure failure{fmt::format("the start files and the C library of {} are not installed", target.triple),
                  {{"missing", std::string(missing)}},
                  fmt::format("scripts/sysroots {}", target.triple)};
  if (target.needs.empty()) return failure;
  failure.facts.emplace_back("bring", std::string(target.needsText));
  failure.action = fmt::format("export {}=/path/to/it", userSysrootVariable(target));
  return failure;
}

} // namespace

void addWasmLibraries(const Sysroot &sysroot, const FileReader &files, LinkLine &line) {
  constexpr const char *builtins = "libclang_rt.builtins.a";
  if (!folderWith(builtins, sysroot.libraryFolders, files).empty())
    line.add("-lclang_rt.builtins", "what C code may call");
  for (const std::string &folder : sysroot.libraryFolders)
    line.add("-L" + folder, sysroot.isUsers(folder) ? "the user's sysroot" : "linkshim's sysroot");
}

bool runWasmLinker(const Provider &provider, const Invocation &invocation, const PlanContext &context,
                   const LinkLine &line, Plan &plan, Failure &failure) {
  const Target &target = *invocation.target;
  bool isOutput = false;
  for (const LinkLine::Item &item : line.items) {
    bool isInput = !isOutput && !item.text.empty() && !item.text.starts_with('-');
    if (isInput && !succeeded(checkWhole(item.text, context.files), failure)) return false;
    isOutput = item.text == "-o";
  }
  if (target.otherLinker.empty()) {
    runBy(provider, invocation, plan);
    return true;
  }
  std::string program = findOtherLinker(target, context);
  ProviderSearch search(context.environment, context.files, context.self);
  for (const std::string &lld : {provider.path, search.rustToolchainLld()}) { // it lies beside rust-lld
    std::string beside = joinPath(parentPath(lld), target.otherLinker);
    if (program.empty() && baseName(lld) == "rust-lld" && context.files.status(beside).executable)
      program = beside;
  }
  if (program.empty()) {
    failure = noOtherLinker(target);
    return false;
  }
  std::string wasmLd = provider.path;
  if (baseName(wasmLd) == "rust-lld") wasmLd = joinPath(parentPath(wasmLd), "gcc-ld/wasm-ld");
  plan.program = program;
  plan.args = {std::string(baseName(program)), "--wasm-ld-path", wasmLd};
  plan.leading = plan.args.size();
  plan.useResponseFile = invocation.argsWereInFile;
  return true;
}

bool planWasmCcLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure) {
  const Target &target = *invocation.target;
  ProviderSearch search(context.environment, context.files, context.self);
  Result<Provider> provider = search.findLinker(target, target.lldFlavor, "", {});
  if (!succeeded(provider, failure)) return false;
  CcArguments args(invocation.args);
  if (const llvm::opt::Arg *model = args.list.getLastArg(OPT_mexec_model_eq))
    if (std::string_view name = model->getValue(); name != "command" && name != "reactor") {
      failure = {fmt::format("-mexec-model= does not know {}", name),
                 {{"known", "command, reactor"}, {"target", std::string(target.triple)}},
                 "write -mexec-model=reactor for a library"};
      return false;
    }
  WasmFacts facts = factsOf(args);
  std::string root = platformRoot(target, context.environment, context.files);
  if (const llvm::opt::Arg *arg = args.list.getLastArg(OPT_sysroot_eq)) root = arg->getValue();
  Sysroot sysroot =
      findSysroot(target, std::nullopt, LinkMode::staticExecutable, context.places, root, context.files);
  sysroot.addUserFolders(
      platformFolders(root, target.platformLibraries, target, context.environment, context.files));

  LinkLine line;
  line.add("-m", "the emulation of the target");
  line.add(std::string(target.emulation), "");
  bool hasLibc = target.libc == Libc::wasi;
  if (hasLibc && facts.startFiles && !facts.relocatable) {
    const char *start = facts.reactor ? "crt1-reactor.o" : "crt1-command.o";
    std::string folder = folderWith(start, sysroot.libraryFolders, context.files);
    if (folder.empty()) {
      failure = noPack(target, start);
      return false;
    }
    line.add(joinPath(folder, start), "start file");
    if (facts.reactor) {
      line.add("--entry", "a reactor is initialised, not run");
      line.add("_initialize", "");
    }
  }
  for (const CcArguments::Piece &piece : args.pieces)
    takeArgument(args, piece, line);
  if (hasLibc && facts.libraries && !facts.relocatable) line.add("-lc", "default library");
  addWasmLibraries(sysroot, context.files, line);
  plan.environment = linkerEnvironment(*provider, context.environment);
  if (!runWasmLinker(*provider, invocation, context, line, plan, failure)) return false;
  line.moveInto(plan);
  return true;
}

} // namespace linkshim
