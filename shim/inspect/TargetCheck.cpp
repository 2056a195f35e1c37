#include "shim/base/FileSystem.h"
#include "shim/inspect/Checks.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

std::string describeMachine(std::string_view architecture, unsigned bits, Endian endian) {
  return fmt::format("{}, {}-bit {}-endian", architecture, bits, endian == Endian::big ? "big" : "little");
}

bool sameFormat(const BinaryFacts &facts, const Target &target) {
  switch (facts.format) {
  case BinaryFormat::elf: return target.format == ObjectFormat::elf;
  case BinaryFormat::pe:
  case BinaryFormat::coff: return target.format == ObjectFormat::coff;
  case BinaryFormat::machO: return target.format == ObjectFormat::machO;
  case BinaryFormat::wasm: return target.format == ObjectFormat::wasm;
  case BinaryFormat::universal:
  case BinaryFormat::archive: return true;
  }
  return true;
}

std::string libcOf(const Target &target) {
  switch (target.libc) {
  case Libc::glibc:
  case Libc::musl: return std::string(toString(target.libc));
  default: return {};
  }
}

void checkLibc(const BinaryFacts &facts, const Target &target, std::vector<std::string> &faults) {
  bool loads = !facts.interpreter.empty();
  if (loads && target.interpreter.empty())
    faults.push_back(
        fmt::format("asks for the loader {}, and {} has none", facts.interpreter, target.triple));
  else if (loads && facts.interpreter != target.interpreter)
    faults.push_back(fmt::format("asks for the loader {}, and {} has {}", facts.interpreter, target.triple,
                                 target.interpreter));
  std::string libc = libcOf(target);
  if (!libc.empty() && !facts.libc.empty() && facts.libc != libc)
    faults.push_back(fmt::format("is of {}, and {} has {}", facts.libc, target.triple, libc));
}

/// The WASI that a module or component imports from.
void checkWasi(const BinaryFacts &facts, const Target &target, std::vector<std::string> &faults) {
  if (facts.wasi.empty()) return;
  bool component = facts.kind == BinaryKind::component;
  // A component of a later WASI may import interfaces of an earlier one.
  if (component && target.components && facts.wasi > target.wasiPreview)
    faults.push_back(
        fmt::format("imports from WASI {}, and {} has {}", facts.wasi, target.triple, target.wasiPreview));
  else if (!component && facts.wasi != target.wasiPreview)
    faults.push_back(fmt::format("imports from WASI {}, which {} does not have", facts.wasi, target.triple));
}

std::vector<std::string> checkWasm(const BinaryFacts &facts, const Target &target) {
  std::vector<std::string> faults;
  if (facts.sharedMemory && facts.bits != target.pointerBits)
    faults.push_back(
        fmt::format("has memory of {} bits, and {} has {}", facts.bits, target.triple, target.pointerBits));
  bool component = facts.kind == BinaryKind::component,
       program = facts.kind == BinaryKind::executable || facts.kind == BinaryKind::module;
  if (component && !target.components)
    faults.push_back(fmt::format("is a component, and {} makes modules", target.triple));
  if (program && target.components)
    faults.push_back(fmt::format("is a module, and {} makes components", target.triple));
  checkWasi(facts, target, faults);
  if (target.sharedMemory && program && facts.sharedMemory == false)
    faults.push_back(fmt::format("has no shared memory, without which {} has no threads", target.triple));
  return faults;
}

std::string clause(std::string_view what, std::string_view found, const Target &target,
                   std::string_view wanted) {
  return fmt::format("{} {}, and {} has {}", what, found, target.triple, wanted);
}

/// Processors of release 6 of MIPS do not run code for earlier releases, nor the other way round.
void checkMipsRelease(const BinaryFacts &facts, const Target &target, std::vector<std::string> &faults) {
  constexpr std::string_view mark = "r6";
  auto newer = std::find_if(facts.abiFlags.begin(), facts.abiFlags.end(),
                            [&](const std::string &flag) { return flag.ends_with(mark); });
  if (newer != facts.abiFlags.end() && !target.mipsR6)
    faults.push_back(fmt::format("is for {}, and {} is for an earlier release", *newer, target.triple));
  else if (newer == facts.abiFlags.end() && target.mipsR6)
    faults.push_back(
        fmt::format("is for an earlier release of MIPS, and {} is for release 6", target.triple));
}

} // namespace

std::vector<std::string> checkTarget(const BinaryFacts &facts, const Target &target) {
  if (!sameFormat(facts, target))
    return {fmt::format("is {}, and {} has {}", formatName(facts.format), target.triple,
                        toString(target.format))};
  if (facts.format == BinaryFormat::wasm) return checkWasm(facts, target);
  std::vector<std::string> faults;
  bool sameMachine =
      facts.machine == target.machine && facts.bits == target.pointerBits && facts.endian == target.endian;
  if (!sameMachine)
    return {fmt::format("is for {}, and {} is {}",
                        describeMachine(facts.architecture, facts.bits, facts.endian), target.triple,
                        describeMachine(target.arch, target.pointerBits, target.endian))};
  bool apple = facts.format == BinaryFormat::machO; // its platform says more
  if (!apple && !facts.system.empty() && facts.system != target.system)
    faults.push_back(
        fmt::format("is for the system {}, and {} is for {}", facts.system, target.triple, target.system));
  auto differs = [](std::string_view found, std::string_view wanted) {
    return !found.empty() && !wanted.empty() && found != wanted;
  };
  // clang has no name for Arm's ABI (eabi), so the row has none to compare.
  if (differs(facts.abi, target.fileAbi) && facts.architecture != "arm")
    faults.push_back(clause("has the ABI", facts.abi, target, target.fileAbi));
  if (differs(facts.floatAbi, target.floatAbi))
    faults.push_back(clause("has the float ABI", facts.floatAbi, target, target.floatAbi));
  if (facts.architecture.starts_with("mips")) checkMipsRelease(facts, target, faults);
  if (differs(facts.platform, target.platform))
    faults.push_back(clause("is for the platform", facts.platform, target, target.platform));
  if (facts.format == BinaryFormat::elf) checkLibc(facts, target, faults);
  return faults;
}

} // namespace linkshim
