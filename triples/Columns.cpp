#include "triples/Columns.h"
#include <type_traits>
#include <utility>

namespace linkshim {
namespace {

std::string_view toString(Endian endian) {
  return endian == Endian::big ? "big" : "little";
}

std::string_view toString(Dialect dialect) {
  switch (dialect) {
  case Dialect::gnuCc: return "gnu-cc";
  case Dialect::gnuLd: return "gnu-ld";
  case Dialect::darwinCc: return "darwin-cc";
  case Dialect::link: return "link";
  case Dialect::wasmLd: return "wasm-ld";
  case Dialect::emCc: return "em-cc";
  case Dialect::foreign: return "foreign";
  }
  return {};
}

std::string_view toString(StartFiles files) {
  switch (files) {
  case StartFiles::none: return "none";
  case StartFiles::glibc: return "glibc";
  case StartFiles::musl: return "musl";
  case StartFiles::mingw: return "mingw";
  case StartFiles::msvc: return "msvc";
  case StartFiles::user: return "user";
  }
  return {};
}

std::string_view toString(LinkFormatKind kind) {
  switch (kind) {
  case LinkFormatKind::elf: return "elf";
  case LinkFormatKind::minGw: return "mingw";
  case LinkFormatKind::apple: return "apple";
  case LinkFormatKind::wasm: return "wasm";
  case LinkFormatKind::msvc: return "msvc";
  case LinkFormatKind::other: return "other";
  }
  return {};
}

template <auto Member> ColumnValue valueOf(const Target &target) {
  using Type = std::remove_cvref_t<decltype(target.*Member)>;
  if constexpr (std::is_enum_v<Type>)
    return toString(target.*Member);
  else if constexpr (std::is_same_v<Type, bool> || std::is_same_v<Type, std::string_view>)
    return target.*Member;
  else
    return unsigned{target.*Member};
}

#define COLUMN(member) {#member, valueOf<&Target::member>}
constexpr Column columns[] = {
    COLUMN(triple),
    COLUMN(llvm),
    COLUMN(gnu),
    COLUMN(preferredGnu),
    COLUMN(arch),
    COLUMN(system),
    COLUMN(environment),
    COLUMN(abi),
    COLUMN(families),
    COLUMN(libc),
    COLUMN(endian),
    COLUMN(pointerBits),
    COLUMN(format),
    COLUMN(dialect),
    COLUMN(lldFlavor),
    COLUMN(lld),
    COLUMN(emulation),
    COLUMN(machine),
    COLUMN(fileAbi),
    COLUMN(floatAbi),
    COLUMN(mipsR6),
    COLUMN(interpreter),
    COLUMN(entry),
    COLUMN(startFiles),
    COLUMN(glibcAbi),
    COLUMN(glibcFirst),
    COLUMN(muslArch),
    COLUMN(linuxArch),
    COLUMN(cxx),
    COLUMN(crtStatic),
    COLUMN(pie),
    COLUMN(linkFlags),
    COLUMN(clangFlags),
    COLUMN(minGwC),
    COLUMN(minGwCxx),
    COLUMN(cxxCode),
    COLUMN(cmakeSystem),
    COLUMN(cmakeProcessor),
    COLUMN(mesonSystem),
    COLUMN(mesonFamily),
    COLUMN(goSystem),
    COLUMN(goArch),
    COLUMN(goVariant),
    COLUMN(platform),
    COLUMN(osFloor),
    COLUMN(osFirst),
    COLUMN(runner),
    COLUMN(wasiPreview),
    COLUMN(components),
    COLUMN(sharedMemory),
    COLUMN(rustcTools),
    COLUMN(debian),
    COLUMN(debianCrossLibraries),
    COLUMN(needs),
    COLUMN(needsText),
    COLUMN(needsOthers),
    COLUMN(needsOptional),
    COLUMN(platformLibraries),
    COLUMN(platformHeaders),
    COLUMN(startProgram),
    COLUMN(startStatic),
    COLUMN(startLibrary),
    COLUMN(endProgram),
    COLUMN(endLibrary),
    COLUMN(binutils),
    COLUMN(stubAbi),
    COLUMN(headerDefine),
    COLUMN(otherLinker),
    COLUMN(otherLinkerFrom),
    COLUMN(unlinked),
    COLUMN(linkFormat),
    COLUMN(widths),
    COLUMN(sibling32),
    COLUMN(siblingX32),
    COLUMN(sibling64),
    COLUMN(staticSibling),
    COLUMN(dllEntry),
    COLUMN(systemLibraries),
    COLUMN(linker),
    COLUMN(ownWidth),
    COLUMN(multiarch),
    COLUMN(runtimeArch),
    COLUMN(configName),
    COLUMN(runtime),
    COLUMN(rustFirst),
    COLUMN(rustLast),
    COLUMN(rustupFirst),
    COLUMN(pack),
    COLUMN(plannedAs),
};
#undef COLUMN

/// A value for any member: `Target{Any(), Any()}` compiles for as many as there are.
struct Any {
  template <typename Type> operator Type() const;
};

template <typename Struct, size_t... Index> constexpr bool takes(std::index_sequence<Index...>) {
  return requires { Struct{(static_cast<void>(Index), Any())...}; };
}

static_assert(takes<Target>(std::make_index_sequence<std::size(columns)>()) &&
                  !takes<Target>(std::make_index_sequence<std::size(columns) + 1>()),
              "the list has every member of Target");

} // namespace

std::span<const Column> allColumns() {
  return columns;
}

} // namespace linkshim
