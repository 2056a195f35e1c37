#include "shim/inspect/BinaryFacts.h"
#include <charconv>
#include <map>

namespace linkshim {

std::string_view toString(BinaryFormat format) {
  switch (format) {
  case BinaryFormat::elf: return "elf";
  case BinaryFormat::pe: return "pe";
  case BinaryFormat::coff: return "coff";
  case BinaryFormat::machO: return "mach-o";
  case BinaryFormat::universal: return "universal";
  case BinaryFormat::wasm: return "wasm";
  case BinaryFormat::archive: return "archive";
  }
  return {};
}

std::string_view formatName(BinaryFormat format) {
  switch (format) {
  case BinaryFormat::elf: return "ELF";
  case BinaryFormat::pe: return "PE";
  case BinaryFormat::coff: return "COFF";
  case BinaryFormat::machO: return "Mach-O";
  case BinaryFormat::universal: return "universal Mach-O";
  case BinaryFormat::wasm: return "WebAssembly";
  case BinaryFormat::archive: return "archive";
  }
  return {};
}

std::string_view toString(BinaryKind kind) {
  switch (kind) {
  case BinaryKind::unknown: return "unknown";
  case BinaryKind::executable: return "executable";
  case BinaryKind::sharedLibrary: return "shared library";
  case BinaryKind::object: return "object";
  case BinaryKind::plugin: return "plug-in";
  case BinaryKind::debugFile: return "debug information";
  case BinaryKind::core: return "core dump";
  case BinaryKind::driver: return "driver";
  case BinaryKind::module: return "module";
  case BinaryKind::component: return "component";
  case BinaryKind::archive: return "archive";
  }
  return {};
}

std::string_view toString(Linkage linkage) {
  switch (linkage) {
  case Linkage::none: return "";
  case Linkage::dynamic: return "dynamic";
  case Linkage::fixed: return "static";
  case Linkage::staticPie: return "static-pie";
  }
  return {};
}

std::string_view toString(Relro relro) {
  switch (relro) {
  case Relro::none: return "none";
  case Relro::partial: return "partial";
  case Relro::full: return "full";
  }
  return {};
}

std::string_view toString(Signature signature) {
  switch (signature) {
  case Signature::none: return "none";
  case Signature::adHoc: return "ad-hoc";
  case Signature::linkerSigned: return "linker-signed";
  case Signature::cms: return "cms";
  case Signature::authenticode: return "authenticode";
  }
  return {};
}

std::string_view toString(DebugFile file) {
  switch (file) {
  case DebugFile::missing: return "missing";
  case DebugFile::same: return "same build";
  case DebugFile::other: return "another build";
  }
  return {};
}

std::optional<Version> windowsVersion(const WantedVersion &version) {
  std::string_view name = version.name;
  return name.starts_with(windowsFamily) ? Version::parse(name.substr(windowsFamily.size())) : std::nullopt;
}

VersionName splitVersion(std::string_view name) {
  size_t bar = name.rfind('_');
  if (bar == std::string_view::npos) return {name, {}};
  VersionName split{name.substr(0, bar), {}};
  std::string_view rest = name.substr(bar + 1);
  while (true) {
    uint32_t number = 0;
    auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc() || end == rest.data()) return {name, {}};
    split.numbers.push_back(number);
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    if (rest.empty()) return split;
    if (rest.front() != '.') return {name, {}};
    rest.remove_prefix(1);
  }
}

std::vector<WantedVersion> highestVersions(const BinaryFacts &facts) {
  std::vector<WantedVersion> out;
  std::map<std::pair<std::string_view, std::string_view>, size_t> places;
  for (const WantedVersion &version : facts.versions) {
    if (version.weak) continue;
    VersionName split = splitVersion(version.name);
    auto [place, isNew] = places.try_emplace({version.library, split.family}, out.size());
    if (isNew)
      out.push_back(version);
    else if (splitVersion(out[place->second].name).numbers < split.numbers)
      out[place->second] = version;
  }
  return out;
}

} // namespace linkshim
