#include "shim/call/Dialect.h"
#include <algorithm>

namespace linkshim {
namespace {

/// Only the first argument chooses; rustc puts it there.
bool saysFlavor(const std::vector<std::string> &words) {
  return words.size() >= 2 && words[0] == "-flavor";
}

/// rustc takes what follows the last dot of a linker's name for its extension, and so speaks to T.2.17-ld as
/// to a compiler driver. No linker has an option -Wl, so that tells.
bool speaksAsDriver(const std::vector<std::string> &words) {
  return std::any_of(words.begin(), words.end(),
                     [](const std::string &word) { return word.starts_with("-Wl,"); });
}

/// lld's own name of a flavour that rustc or a person spells in one of several ways.
std::string_view flavorName(std::string_view said) {
  return said == "ld" || said == "gnu" ? "gnu"
         : said == "ld64"              ? "darwin"
         : said == "ld-wasm"           ? "wasm"
                                       : said;
}

OptionSet linkerSet(std::string_view flavor) {
  return flavor == "darwin" ? OptionSet::ld64
         : flavor == "wasm" ? OptionSet::wasmLd
         : flavor == "link" ? OptionSet::msvc
                            : OptionSet::gnuLd;
}

OptionSet driverSet(const Target &target) {
  return target.format == ObjectFormat::machO ? OptionSet::appleDriver : OptionSet::driver;
}

/// cc-rs calls ar in the words of lib.exe for a target of that dialect.
bool speaksAsLib(const Target &target, const std::vector<std::string> &words) {
  if (target.dialect != Dialect::link) return false;
  Arguments arguments(words, OptionSet::msvc);
  return arguments.has(OPT_msvc_out, OPT_msvc_nologo, OPT_msvc_machine, OPT_msvc_def, OPT_msvc_libpath);
}

} // namespace

OptionSet optionSetOf(Tool tool, const Target &target, const std::vector<std::string> &words) {
  bool linker = tool == Tool::ld && !speaksAsDriver(words), driver = tool == Tool::cc || tool == Tool::cxx;
  if (driver || tool == Tool::ld) {
    if (saysFlavor(words)) return linkerSet(flavorName(words[1]));
    return linker ? linkerSet(target.lldFlavor) : driverSet(target);
  }
  switch (tool) {
  case Tool::as: return OptionSet::assembler;
  case Tool::windres: return OptionSet::windres;
  case Tool::dlltool: return OptionSet::dlltool;
  case Tool::pkgConfig: return OptionSet::pkgConfig;
  case Tool::ar: return speaksAsLib(target, words) ? OptionSet::msvc : OptionSet::none;
  default: return OptionSet::none;
  }
}

std::string_view flavorOf(const Arguments &arguments, const Target &target) {
  bool first = !arguments.all().empty() && arguments.all().front().is(OPT_flavor);
  return first ? flavorName(arguments.all().front().value()) : target.lldFlavor;
}

} // namespace linkshim
