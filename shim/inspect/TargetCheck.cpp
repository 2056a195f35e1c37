#include "shim/base/FileSystem.h"
#include "shim/inspect/Checks.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// The value of a flag among clang's of a row: `-mabi=`.
std::string_view clangFlag(const Target &target, std::string_view name) {
  size_t at = target.clangFlags.find(name);
  if (at == std::string_view::npos) return {};
  std::string_view rest = target.clangFlags.substr(at + name.size());
  return rest.substr(0, rest.find(' '));
}

/// The target's ABI in the words of BinaryFacts; empty where none is to be told from others.
std::string_view abiOf(const Target &target) {
  if (target.format == ObjectFormat::machO) return target.emulation;
  if (target.arch == "x86_64") return target.pointerBits == 32 ? "x32" : "";
  if (target.arch == "aarch64") return target.pointerBits == 32 ? "ilp32" : "";
  std::string_view abi = clangFlag(target, "-mabi=");
  if (abi == "32") return "o32";
  if (abi == "64") return "n64";
  return abi;
}

std::string_view floatAbiOf(const Target &target) {
  if (target.arch == "arm") return clangFlag(target, "-mfloat-abi=") == "hard" ? "hard" : "soft";
  if (!target.arch.starts_with("mips")) return {};
  return target.clangFlags.find("-msoft-float") != std::string_view::npos ? "soft" : "hard";
}

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

/// Which WASI there is, and whether programs are components, by rustc's `target_env`.
struct Wasi {
  std::string_view environment, preview;
  bool component;
};
constexpr Wasi wasis[] = {{"p1", "preview1", false}, {"p2", "preview2", true}, {"p3", "preview3", true}};

std::vector<std::string> checkWasm(const BinaryFacts &facts, const Target &target) {
  std::vector<std::string> faults;
  if (facts.sharedMemory && facts.bits != target.pointerBits)
    faults.push_back(
        fmt::format("has memory of {} bits, and {} has {}", facts.bits, target.triple, target.pointerBits));
  const Wasi *wanted = nullptr;
  for (const Wasi &row : wasis)
    if (target.system == "wasi" && row.environment == target.environment) wanted = &row;
  bool component = facts.kind == BinaryKind::component,
       program = facts.kind == BinaryKind::executable || facts.kind == BinaryKind::module;
  if (component && !(wanted && wanted->component))
    faults.push_back(fmt::format("is a component, and {} makes modules", target.triple));
  if (program && wanted && wanted->component)
    faults.push_back(fmt::format("is a module, and {} makes components", target.triple));
  // A component of a later WASI may ask for interfaces of an earlier one.
  bool known = wanted && (facts.wasi == wanted->preview || (component && facts.wasi < wanted->preview));
  if (!facts.wasi.empty() && !known && !component)
    faults.push_back(fmt::format("imports from WASI {}, which {} does not have", facts.wasi, target.triple));
  else if (component && wanted && wanted->component && facts.wasi > wanted->preview)
    faults.push_back(
        fmt::format("imports from WASI {}, and {} has {}", facts.wasi, target.triple, wanted->preview));
  bool threads = target.triple.ends_with("-threads");
  if (threads && program && facts.sharedMemory == false)
    faults.push_back(fmt::format("has no shared memory, without which {} has no threads", target.triple));
  return faults;
}

std::string clause(std::string_view what, std::string_view found, const Target &target,
                   std::string_view wanted) {
  return fmt::format("{} {}, and {} has {}", what, found, target.triple, wanted);
}

/// Release 6 of MIPS runs no code for the earlier ones, nor they its.
void checkMipsRelease(const BinaryFacts &facts, const Target &target, std::vector<std::string> &faults) {
  constexpr std::string_view mark = "r6";
  auto newer = std::find_if(facts.abiFlags.begin(), facts.abiFlags.end(),
                            [&](const std::string &flag) { return flag.ends_with(mark); });
  if (newer != facts.abiFlags.end() && !target.arch.ends_with(mark))
    faults.push_back(fmt::format("is for {}, and {} is for an earlier release", *newer, target.triple));
  else if (newer == facts.abiFlags.end() && target.arch.ends_with(mark))
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
  bool machine =
      facts.machine == target.machine && facts.bits == target.pointerBits && facts.endian == target.endian;
  if (!machine)
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
  if (std::string_view abi = abiOf(target); differs(facts.abi, abi) && facts.architecture != "arm")
    faults.push_back(clause("has the ABI", facts.abi, target, abi));
  if (std::string_view abi = floatAbiOf(target); differs(facts.floatAbi, abi))
    faults.push_back(clause("has the float ABI", facts.floatAbi, target, abi));
  if (facts.architecture.starts_with("mips")) checkMipsRelease(facts, target, faults);
  if (differs(facts.platform, target.platform))
    faults.push_back(clause("is for the platform", facts.platform, target, target.platform));
  if (facts.format == BinaryFormat::elf) checkLibc(facts, target, faults);
  return faults;
}

} // namespace linkshim
