#include "shim/call/Dialect.h"
#include <algorithm>

namespace linkshim {
namespace {

/// True for a call that chooses a flavour: by its first argument, where rustc puts it.
bool saysFlavor(const std::vector<std::string> &args) {
  return args.size() >= 2 && args[0] == "-flavor";
}

/// True for a call of an ld that uses a compiler driver's options. rustc takes what follows the last dot of a
/// linker's name for a file extension (https://github.com/rust-lang/rust/pull/59318), so it does not see that
/// aarch64-unknown-linux-gnu.2.17-ld is a linker, and calls it as a compiler driver. -Wl, tells the two
/// apart: no linker has such an option.
bool speaksAsDriver(const std::vector<std::string> &args) {
  return std::any_of(args.begin(), args.end(),
                     [](const std::string &word) { return word.starts_with("-Wl,"); });
}

/// lld's name of a flavour, for each of the spellings that rustc and people use.
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
  if (target.dialect == Dialect::link) return OptionSet::msvcDriver;
  return target.format == ObjectFormat::machO ? OptionSet::appleDriver : OptionSet::driver;
}

/// True for an argument that link.exe takes for one of its options, and that a driver takes for a path: with
/// a slash before it. -nologo is no driver's either.
bool isOfLinkExe(const std::string &arg) {
  Arguments one({arg}, OptionSet::msvc);
  const Argument &option = one.all().front();
  bool known = !option.isInput() && !option.is(OPT_UNKNOWN);
  return known && (arg.starts_with('/') || option.is(OPT_msvcf_nologo));
}

/// True for a call of a compiler driver in link.exe's words, as rustc calls any linker of Microsoft's
/// targets. A value of a driver's own option (-Xlinker /dll) says nothing.
bool speaksAsLinkExe(const Target &target, const std::vector<std::string> &args) {
  if (target.dialect != Dialect::link) return false;
  Arguments arguments(args, OptionSet::msvcDriver);
  return std::any_of(arguments.all().begin(), arguments.all().end(), [&](const Argument &argument) {
    const std::string &arg = args[argument.index];
    bool path = argument.isInput() && arg.starts_with('/');
    return (path || argument.is(OPT_UNKNOWN)) && isOfLinkExe(arg);
  });
}

/// True for an ar that is called with lib.exe's options, as cc-rs calls any archiver for Microsoft's targets
/// (https://github.com/rust-lang/cc-rs/issues/762).
bool speaksAsLib(const Target &target, const std::vector<std::string> &args) {
  if (target.dialect != Dialect::link) return false;
  Arguments arguments(args, OptionSet::msvc);
  return arguments.has(OPT_msvc_out, OPT_msvcf_nologo, OPT_msvc_machine, OPT_msvc_def, OPT_msvc_libpath,
                       OPT_msvcf_list, OPT_msvc_extract, OPT_msvc_remove);
}

} // namespace

OptionSet optionSetOf(Tool tool, const Target &target, const std::vector<std::string> &args) {
  bool linker = tool == Tool::ld && !speaksAsDriver(args), driver = tool == Tool::cc || tool == Tool::cxx;
  if (driver || tool == Tool::ld) {
    if (saysFlavor(args)) return linkerSet(flavorName(args[1]));
    if (linker) return linkerSet(target.lldFlavor);
    return driver && speaksAsLinkExe(target, args) ? OptionSet::msvc : driverSet(target);
  }
  switch (tool) {
  case Tool::as: return OptionSet::assembler;
  case Tool::windres: return OptionSet::windres;
  case Tool::dlltool: return OptionSet::dlltool;
  case Tool::pkgConfig: return OptionSet::pkgConfig;
  case Tool::strip: return target.format == ObjectFormat::machO ? OptionSet::appleStrip : OptionSet::none;
  case Tool::lib: return OptionSet::msvc;
  case Tool::ar: return speaksAsLib(target, args) ? OptionSet::msvc : OptionSet::none;
  default: return OptionSet::none;
  }
}

bool choosesFlavor(const Arguments &arguments) {
  return !arguments.all().empty() && arguments.all().front().is(OPT_flavor);
}

std::string_view flavorOf(const Arguments &arguments, const Target &target) {
  bool first = choosesFlavor(arguments);
  return first ? flavorName(arguments.all().front().value()) : target.lldFlavor;
}

} // namespace linkshim
