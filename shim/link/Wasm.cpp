#include "shim/link/GccLibrary.h"
#include "shim/link/Instrument.h"
#include "shim/link/LinkParts.h"
#include "shim/link/LinkerCall.h"
#include "shim/link/notes/FailureNotes.h"
#include "shim/objects/CutInput.h"
#include "shim/plan/ProviderStep.h"
#include "shim/provider/OtherLinker.h"
#include "shim/sysroot/CxxLibrary.h"
#include "shim/sysroot/HowToInstall.h"
#include "shim/sysroot/UserSysroot.h"
#include <fmt/format.h>

// Links for WebAssembly by wasm-ld.
namespace linkshim {
namespace {

Sysroot wasmSysroot(const LinkRequest &request) {
  const PlanContext &context = request.context;
  return findSysroot(request.target(), std::nullopt, LinkMode::staticExecutable, context.places,
                     context.roots, context.files);
}

/// True for a link that only joins objects into one (-r).
bool joinsObjects(const Arguments &arguments) {
  return arguments.has(OPT_r) || arguments.linkerList().hasArg(OPT_r);
}

/// Adds the compiler runtime, where it is installed and no relocatable file is made, and the library folders.
void addLibraries(const LinkRequest &request, const Sysroot &sysroot, LinkLine &line) {
  bool runtime = !folderWith("libclang_rt.builtins.a", sysroot.libraryFolders, request.context.files).empty();
  if (runtime && !joinsObjects(request.arguments()))
    line.add("-lclang_rt.builtins", "the compiler runtime, for C");
  for (const std::string &folder : sysroot.libraryFolders)
    line.add("-L" + folder, sysroot.isUsers(folder) ? "the user's sysroot" : "linkshim's sysroot");
}

/// wasm-component-ld, which runs wasm-ld and makes a component of its output: on PATH, or beside rust-lld.
std::string findComponentLinker(const LinkRequest &request, const Provider &linker) {
  const PlanContext &context = request.context;
  const Target &target = request.target();
  if (std::string program = findOtherLinker(target, context); !program.empty()) return program;
  ProviderSearch search(context.environment, context.files, context.self);
  for (const std::string &lld : {linker.path, search.rustToolchainLld()}) {
    std::string beside = joinPath(parentPath(lld), target.otherLinker);
    if (baseName(lld) == "rust-lld" && context.files.status(beside).executable) return beside;
  }
  return {};
}

Result<Plan> finish(const LinkRequest &request, const Provider &linker, LinkLine line,
                    const std::vector<std::string> &inputs) {
  for (const std::string &path : inputs)
    if (Result<void> whole = checkWhole(path, request.context.files); !whole) return failed(whole);
  Plan plan = finishPlan(request, linker, std::move(line));
  const Target &target = request.target();
  if (target.otherLinker.empty() || joinsObjects(request.arguments())) return plan;
  std::string program = findComponentLinker(request, linker);
  if (program.empty()) return fail(noOtherLinker(target));
  std::string wasmLd = linker.path;
  if (baseName(wasmLd) == "rust-lld") wasmLd = joinPath(parentPath(wasmLd), "gcc-ld/wasm-ld");
  std::vector<std::string> head{std::string(baseName(program)), "--wasm-ld-path", wasmLd};
  plan.program = program;
  plan.args.erase(plan.args.begin(), plan.args.begin() + static_cast<std::ptrdiff_t>(plan.leading));
  plan.args.insert(plan.args.begin(), head.begin(), head.end());
  plan.leading = head.size();
  return plan;
}

/// Why the linker does not get an option of a driver; empty where it does. clang leaves these out as well.
std::string_view whyNotForWasm(const Argument &argument) {
  switch (argument.id()) {
  case OPT_pthread:
  case OPT_sysroot_eq:
  case OPT_x:
  case OPT_v: return "only concerns the compiler";
  case OPT_mexec_model_eq: return optionReason(argument.arg->getOption());
  case OPT_rdynamic:
    return "a module exports what is named; -Wl,--export-dynamic exports all that is visible";
  case OPT_pie:
  case OPT_no_pie:
  case OPT_static_pie:
  case OPT_symbolic: return "only for ELF";
  case OPT_T:
  case OPT_Ttext_cc:
  case OPT_Tdata_cc:
  case OPT_Tbss_cc:
  case OPT_n:
  case OPT_n_upper: return "a module has no layout that could be chosen";
  case OPT_framework: return "only concerns Apple's linker";
  default: return {};
  }
}

/// Adds a library; those of GCC and of C libraries that are not there are left out where code for WebAssembly
/// does without them.
void addNamedLibrary(const LinkRequest &request, const Argument &argument, const Sysroot &sysroot,
                     LinkLine &line) {
  const Target &target = request.target();
  const FileReader &files = request.context.files;
  std::string_view name = argument.value();
  std::string given = request.arguments().spelled(argument);
  std::vector<std::string> folders = searchedFolders(request, sysroot);
  if (std::string cxx = cxxLibrary(name, folders, files); !cxx.empty() && cxx != name)
    return line.translate(given, "-l" + cxx, "the C++ library that is there");
  if (folderWith(fmt::format("lib{}.a", name), folders, files).empty()) {
    GccLibrary kind = gccLibrary(name);
    if (kind == GccLibrary::unwinder) return line.drop(given, "WebAssembly has no unwinder");
    if (kind == GccLibrary::libc && name != "c" && target.libc == Libc::wasi)
      return line.drop(given, "wasi-libc has what there is of it");
    if (std::string why = leftOut(target, kind); !why.empty()) return line.drop(given, why);
  }
  line.keep(request.arguments(), argument);
}

void addArgument(const LinkRequest &request, const Argument &argument, const Sysroot &sysroot,
                 LinkLine &line) {
  if (std::string_view why = whyNotForWasm(argument); !why.empty())
    return line.drop(request.arguments().spelled(argument), why);
  if (argument.isInput()) return line.keepArg(request.inputPath(argument));
  if (argument.is(OPT_l)) return addNamedLibrary(request, argument, sysroot, line);
  addDriverArgument(request, argument, line);
}

Failure notInstalled(const LinkRequest &request, std::string_view missing) {
  const Target &target = request.target();
  Failure failure{fmt::format("the start files and the C library of {} are not installed", target.triple),
                  {{"missing", std::string(missing)}},
                  howToInstall(target, request.context.places.share, request.context.files)};
  if (target.needs.empty()) return failure;
  failure.facts.emplace_back("bring", std::string(target.needsText));
  failure.action = fmt::format("export {}=/path/to/it", userSysrootVariable(target));
  return failure;
}

/// Whether -mexec-model= asks for a reactor, a library whose start file only initialises.
Result<bool> isReactor(const LinkRequest &request) {
  std::string_view model = request.arguments().lastValue(OPT_mexec_model_eq);
  if (model == "reactor") return true;
  if (model.empty()) return request.arguments().has(OPT_shared);
  if (model == "command") return false;
  return fail({fmt::format("-mexec-model= does not know {}", model),
               {{"known", "command, reactor"}, {"target", std::string(request.target().triple)}},
               "write -mexec-model=reactor for a library"});
}

Result<void> addStartFile(const LinkRequest &request, bool reactor, const Sysroot &sysroot, LinkLine &line) {
  const char *start = reactor ? "crt1-reactor.o" : "crt1-command.o";
  std::string folder = folderWith(start, sysroot.libraryFolders, request.context.files);
  if (folder.empty()) return fail(notInstalled(request, start));
  line.add(joinPath(folder, start), "start file");
  if (reactor) line.addPair("--entry", "_initialize", "a reactor is initialised, not run");
  return {};
}

Result<Plan> planWasmDriver(const LinkRequest &request) {
  const Target &target = request.target();
  const Arguments &arguments = request.arguments();
  if (Result<void> complete = checkComplete(arguments, request.invocation.name); !complete)
    return failed(complete);
  Result<Provider> linker = findLinker(request, target.lldFlavor);
  if (!linker) return failed(linker);
  // The runtimes that clang brings are for other systems, so this only fails.
  if (Result<Runtimes> none = findInstrumentation(request.invocation, request.context, LinkMode::executable);
      !none)
    return failed(none);
  Result<bool> reactor = isReactor(request);
  if (!reactor) return failed(reactor);
  Sysroot sysroot = wasmSysroot(request);
  LinkLine line;
  addEmulation(target, line);
  bool hosted = target.libc == Libc::wasi && !joinsObjects(arguments);
  if (hosted && !leavesStartFilesOut(arguments))
    if (Result<void> added = addStartFile(request, *reactor, sysroot, line); !added) return failed(added);
  for (const Argument &argument : arguments.all())
    addArgument(request, argument, sysroot, line);
  if (hosted && !leavesLibrariesOut(arguments)) line.add("-lc", "default library");
  addLibraries(request, sysroot, line);
  Result<Plan> plan = finish(request, *linker, std::move(line), inputsOf(request));
  if (plan) plan->noteOnFailure = [&target](std::string_view messages) { return wasmNote(target, messages); };
  return plan;
}

/// The plan of a call of wasm-ld. Start files and libraries are Rust's own, else those of the target's pack.
Result<Plan> planWasmLinker(const LinkRequest &request, std::string_view flavor) {
  Result<Provider> linker = findLinker(request, flavor);
  if (!linker) return failed(linker);
  Sysroot sysroot = wasmSysroot(request);
  LinkLine line;
  if (Result<void> kept = keepLinkerArguments(request, sysroot, line); !kept) return failed(kept);
  addLibraries(request, sysroot, line);
  return finish(request, *linker, std::move(line), inputsOf(request));
}

} // namespace

constexpr LinkFormat wasmFormat{planWasmDriver, planWasmLinker};

} // namespace linkshim
