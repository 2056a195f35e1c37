#include "shim/objects/CoffMachine.h"
#include "llvm/BinaryFormat/COFF.h"
#include <algorithm>
#include <iterator>

namespace linkshim {
namespace {

namespace COFF = llvm::COFF;

constexpr CoffMachine machines[] = {
    {COFF::IMAGE_FILE_MACHINE_AMD64, "x86_64", 64, "i386:x86-64"},
    {COFF::IMAGE_FILE_MACHINE_I386, "x86", 32, "i386"},
    {COFF::IMAGE_FILE_MACHINE_ARM64, "aarch64", 64, "arm64"},
    {COFF::IMAGE_FILE_MACHINE_ARMNT, "arm", 32, "arm"},
    {COFF::IMAGE_FILE_MACHINE_ARM64EC, "arm64ec", 64, ""},
};

} // namespace

std::span<const CoffMachine> coffMachines() {
  return machines;
}

const CoffMachine *findCoffMachine(uint16_t number) {
  const CoffMachine *found = std::ranges::find(machines, number, &CoffMachine::number);
  return found == std::end(machines) ? nullptr : found;
}

} // namespace linkshim
