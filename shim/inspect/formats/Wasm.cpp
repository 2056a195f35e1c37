// A reader of our own: LLVM Object ends the process on a module that is cut off (its readULEB128 calls
// report_fatal_error), and does not know components.
#include "llvm/BinaryFormat/Wasm.h"
#include "shim/inspect/Inspect.h"
#include "llvm/Support/Endian.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

namespace wasm = llvm::wasm;

constexpr size_t headSize = 8, nameLimit = 1024;
constexpr uint32_t moduleVersion = 1, componentVersion = 0x1000d; // the layer in the upper half

/// Reads numbers and names one after the other. What lies beyond the end reads as 0, and isGood() is false
/// from then on.
class Cursor {
public:
  explicit Cursor(std::string_view bytes) : bytes(bytes) {}
  /// LEB128 of at most ten bytes. Not llvm::decodeULEB128, which shifts by more than 63 bits where zeros
  /// follow.
  uint64_t number() {
    constexpr unsigned bitsOfByte = 7, widest = 63;
    uint64_t value = 0;
    for (unsigned shift = 0; shift <= widest && !bytes.empty(); shift += bitsOfByte) {
      uint8_t next = byte();
      value |= uint64_t{next & 0x7fU} << shift;
      if (next < 0x80) return value;
    }
    return fail();
  }
  uint8_t byte() {
    if (bytes.empty()) return static_cast<uint8_t>(fail());
    auto value = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    return value;
  }
  std::string_view next(uint64_t size) {
    if (size > bytes.size()) {
      fail();
      return {};
    }
    std::string_view part = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return part;
  }
  std::string_view name() { return next(number()); }
  bool atEnd() const { return bytes.empty(); }
  bool isGood() const { return good; }

private:
  uint64_t fail() {
    good = false;
    bytes = {};
    return 0;
  }
  std::string_view bytes;
  bool good = true;
};

/// What a module says, or a component together with the modules in it.
struct Contents {
  std::vector<NeededLibrary> imports;
  std::optional<uint64_t> functions, bodies;
  bool object = false, library = false, start = false, initialize = false, names = false, debug = false;
  bool shared = false, wide = false, memory = false;
  std::vector<std::string> features;
  std::string buildId;
};

void addImport(std::string_view module, Contents &contents) {
  module = module.substr(0, nameLimit);
  // Imports from one module stand side by side; searching all of them would take quadratic time.
  constexpr size_t looked = 64;
  size_t from = contents.imports.size() - std::min(looked, contents.imports.size());
  auto known =
      std::find_if(contents.imports.begin() + static_cast<std::ptrdiff_t>(from), contents.imports.end(),
                   [&](const NeededLibrary &other) { return other.name == module; });
  if (known == contents.imports.end())
    contents.imports.push_back({std::string(module), {}, 1});
  else
    ++*known->symbols;
}

void readLimits(Cursor &cursor, bool memory, Contents &contents) {
  constexpr uint64_t customPages = 8;
  uint64_t flags = cursor.number();
  cursor.number();
  if (flags & wasm::WASM_LIMITS_FLAG_HAS_MAX) cursor.number();
  if (flags & customPages) cursor.number();
  if (!memory) return;
  contents.memory = true;
  contents.shared |= (flags & wasm::WASM_LIMITS_FLAG_IS_SHARED) != 0;
  contents.wide |= (flags & wasm::WASM_LIMITS_FLAG_IS_64) != 0;
}

/// A value type: one byte, or two parts for a reference to a type that the module defines.
void readType(Cursor &cursor) {
  constexpr uint8_t reference = 0x64, nullableReference = 0x63;
  uint8_t type = cursor.byte();
  if (type == reference || type == nullableReference) cursor.number();
}

bool readImports(Cursor cursor, Contents &contents) {
  uint64_t count = cursor.number();
  for (uint64_t i = 0; i < count && cursor.isGood(); ++i) {
    addImport(cursor.name(), contents);
    cursor.name();
    switch (cursor.byte()) {
    case wasm::WASM_EXTERNAL_FUNCTION: cursor.number(); break;
    case wasm::WASM_EXTERNAL_TABLE:
      readType(cursor);
      readLimits(cursor, false, contents);
      break;
    case wasm::WASM_EXTERNAL_MEMORY: readLimits(cursor, true, contents); break;
    case wasm::WASM_EXTERNAL_GLOBAL:
      readType(cursor);
      cursor.byte();
      break;
    case wasm::WASM_EXTERNAL_TAG:
      cursor.byte();
      cursor.number();
      break;
    default: return false;
    }
  }
  return cursor.isGood();
}

bool readExports(Cursor cursor, Contents &contents) {
  uint64_t count = cursor.number();
  for (uint64_t i = 0; i < count && cursor.isGood(); ++i) {
    std::string_view name = cursor.name();
    cursor.byte();
    cursor.number();
    contents.start |= name == "_start";
    contents.initialize |= name == "_initialize";
  }
  return cursor.isGood();
}

void readFeatures(Cursor &cursor, Contents &contents) {
  constexpr uint8_t used = '+';
  constexpr uint64_t featureLimit = 256;
  uint64_t count = std::min(cursor.number(), featureLimit);
  for (uint64_t i = 0; i < count && cursor.isGood(); ++i) {
    bool is = cursor.byte() == used;
    std::string_view name = cursor.name();
    if (is) contents.features.emplace_back(name.substr(0, nameLimit));
  }
}

bool readCustom(Cursor cursor, Contents &contents) {
  constexpr size_t buildIdLimit = 64;
  std::string_view name = cursor.name();
  contents.object |= name == "linking";
  contents.library |= name == "dylink.0";
  contents.names |= name == "name";
  contents.debug |= name == ".debug_info";
  if (name == "target_features" && contents.features.empty()) readFeatures(cursor, contents);
  if (name == "build_id" && contents.buildId.empty())
    for (char c : cursor.name().substr(0, buildIdLimit))
      contents.buildId += fmt::format("{:02x}", static_cast<uint8_t>(c));
  return cursor.isGood();
}

/// One section of a module; false when it is damaged. Code is not read.
bool readModuleSection(uint8_t id, std::string_view bytes, Contents &contents) {
  Cursor cursor(bytes);
  switch (id) {
  case wasm::WASM_SEC_CUSTOM: return readCustom(cursor, contents);
  case wasm::WASM_SEC_IMPORT: return readImports(cursor, contents);
  case wasm::WASM_SEC_EXPORT: return readExports(cursor, contents);
  case wasm::WASM_SEC_FUNCTION: contents.functions = cursor.number(); break;
  case wasm::WASM_SEC_CODE: contents.bodies = cursor.number(); break;
  case wasm::WASM_SEC_MEMORY:
    for (uint64_t i = cursor.number(); i > 0 && cursor.isGood(); --i)
      readLimits(cursor, true, contents);
    break;
  default: return id <= wasm::WASM_SEC_LAST_KNOWN;
  }
  return cursor.isGood();
}

using ReadSection = bool (*)(uint8_t id, std::string_view bytes, Contents &contents);

/// All sections of a module or component.
Reading<Contents> readSections(std::string_view bytes, ReadSection read) {
  Contents contents;
  Cursor cursor(bytes.substr(headSize));
  while (!cursor.atEnd()) {
    uint8_t id = cursor.byte();
    std::string_view section = cursor.next(cursor.number());
    if (!cursor.isGood()) return unreadable("ends too early: in the middle of a section");
    if (!read(id, section, contents))
      return unreadable(fmt::format("is damaged: its section {} does not read as one", id));
  }
  if (uint64_t declared = contents.functions.value_or(0), has = contents.bodies.value_or(0); declared != has)
    return unreadable(fmt::format("is damaged: it declares {} functions and has {}", declared, has));
  return contents;
}

/// The names of what a component imports.
bool readComponentImports(Cursor cursor, Contents &contents) {
  enum Sort : uint8_t { coreModule, function, value, type, component, instance };
  uint64_t count = cursor.number();
  for (uint64_t i = 0; i < count && cursor.isGood(); ++i) {
    constexpr uint8_t withVersionSuffix = 2;
    uint8_t form = cursor.byte();
    contents.imports.push_back(
        {std::string(cursor.name().substr(0, nameLimit))}); // each is a whole interface
    if (form == withVersionSuffix) cursor.name();
    switch (cursor.byte()) {
    case coreModule:
    case value:
      cursor.byte();
      cursor.number();
      break;
    case type:
      if (cursor.byte() == 0) cursor.number();
      break;
    case function:
    case component:
    case instance: cursor.number(); break;
    default: return false;
    }
  }
  return cursor.isGood();
}

bool isModule(std::string_view bytes) {
  return bytes.size() >= headSize && llvm::support::endian::read32le(bytes.data() + 4) == moduleVersion;
}

bool readComponentSection(uint8_t id, std::string_view bytes, Contents &contents) {
  enum Id : uint8_t { custom, coreModule, last = 12, import = 10 };
  if (id == custom) return readCustom(Cursor(bytes), contents);
  if (id == import) return readComponentImports(Cursor(bytes), contents);
  if (id != coreModule) return id <= last;
  if (!isModule(bytes)) return false;
  Reading<Contents> inner = readSections(bytes, readModuleSection);
  if (!inner) return false;
  contents.names |= inner->names;
  contents.debug |= inner->debug;
  contents.shared |= inner->shared;
  contents.wide |= inner->wide;
  contents.memory |= inner->memory;
  if (contents.features.empty()) contents.features = std::move(inner->features);
  return true;
}

/// The version of WASI that an import belongs to; empty for an import that is not of WASI.
std::string_view wasiOf(std::string_view import) {
  if (import == "wasi_unstable") return "preview0";
  if (import.starts_with("wasi_snapshot_preview1")) return "preview1";
  if (!import.starts_with("wasi:")) return {};
  return import.find("@0.3") != std::string_view::npos ? "preview3" : "preview2";
}

BinaryKind kindOf(const Contents &contents) {
  if (contents.object) return BinaryKind::object;
  if (contents.library) return BinaryKind::sharedLibrary;
  return contents.start ? BinaryKind::executable : BinaryKind::module;
}

} // namespace

Reading<BinaryFacts> inspectWasm(std::string_view bytes) {
  BinaryFacts facts = factsOf(BinaryFormat::wasm, bytes);
  if (bytes.size() < headSize) return unreadable("ends too early: in the middle of its WebAssembly header");
  uint32_t version = llvm::support::endian::read32le(bytes.data() + 4);
  if (version != moduleVersion && version != componentVersion)
    return unreadable(fmt::format("is WebAssembly of version {:#x}, which linkshim does not know", version));
  bool component = version == componentVersion;
  Reading<Contents> contents = readSections(bytes, component ? readComponentSection : readModuleSection);
  if (!contents) return unreadable(contents.error());
  facts.kind = component ? BinaryKind::component : kindOf(*contents);
  facts.architecture = contents->wide ? "wasm64" : "wasm32";
  facts.bits = contents->wide ? 64 : 32;
  for (const NeededLibrary &import : contents->imports)
    facts.wasi = std::max(facts.wasi, std::string(wasiOf(import.name)));
  if (!facts.wasi.empty()) facts.system = "wasi";
  facts.needed = std::move(contents->imports);
  facts.abiFlags = std::move(contents->features);
  facts.buildId = std::move(contents->buildId);
  if (contents->memory) facts.sharedMemory = contents->shared;
  facts.debugInfo = contents->debug;
  if (!isLinked(facts)) return facts;
  facts.linkage = facts.kind == BinaryKind::sharedLibrary ? Linkage::dynamic : Linkage::fixed;
  if (contents->initialize) facts.subsystem = "reactor";
  facts.stripped = !contents->names;
  return facts;
}

} // namespace linkshim
