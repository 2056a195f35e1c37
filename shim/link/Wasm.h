#pragma once
#include "shim/plan/LinkLine.h"
#include "shim/run/Planner.h"

namespace linkshim {

/// A link of WebAssembly that is asked for in a compiler driver's words: C programs with wasi-libc, or with
/// nothing.
bool planWasmCcLink(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// Makes the plan run wasm-ld, or for components wasm-component-ld, which starts wasm-ld itself. False and
/// `failure` when that is not installed, or an input of `line` ends too early.
bool runWasmLinker(const Provider &provider, const Invocation &invocation, const PlanContext &context,
                   const LinkLine &line, Plan &plan, Failure &failure);

/// Folders of libraries, and the builtins of LLVM, which are taken only where they are missed.
void addWasmLibraries(const Sysroot &sysroot, const FileReader &files, LinkLine &line);

} // namespace linkshim
