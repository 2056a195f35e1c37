// Stand-ins for the functions of LLVM's libraries for bitcode and IR to which LLVM's archive writer and the
// writer of import libraries refer. The real ones would add the bitcode reader, 3.7 MB of code with static
// constructors.
//
// What this means for callers: the archive writer reports bitcode as unreadable to its `Warn` callback, and
// writes such a member without its symbols in the archive's index; lld and mold look into the members
// themselves. An import library for ARM64EC must not be written: its names would not be mangled.
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Mangler.h"
#include "llvm/Object/Error.h"
#include "llvm/Object/IRObjectFile.h"

namespace {

llvm::Error noBitcode() {
  return llvm::createStringError(llvm::object::object_error::invalid_file_type, "bitcode is not read");
}

} // namespace

namespace llvm {

// The archive writer makes a context for each archive and hands it to IRObjectFile::create alone.
LLVMContext::LLVMContext() : pImpl(nullptr) {}
LLVMContext::~LLVMContext() = default;

Expected<std::string> getBitcodeTargetTriple(MemoryBufferRef) {
  return noBitcode();
}

std::optional<std::string> getArm64ECMangledFunctionName(StringRef) {
  return std::nullopt;
}
std::optional<std::string> getArm64ECDemangledFunctionName(StringRef) {
  return std::nullopt;
}

namespace object {

Expected<std::unique_ptr<IRObjectFile>> IRObjectFile::create(MemoryBufferRef, LLVMContext &) {
  return noBitcode();
}
Expected<MemoryBufferRef> IRObjectFile::findBitcodeInObject(const ObjectFile &) {
  return noBitcode();
}
// There is no IRObjectFile to ask.
StringRef IRObjectFile::getTargetTriple() const {
  return {};
}

} // namespace object
} // namespace llvm
