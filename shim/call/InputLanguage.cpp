#include "shim/call/InputLanguage.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// A kind of files that neither clang nor the linker reads, and what to do with them.
struct OtherKind {
  std::string_view name;
  std::string_view endings; ///< space separated, each with a space before and behind it
  std::string_view action;
};
constexpr OtherKind otherKinds[] = {
    {"Fortran", " .f .for .ftn .f77 .f90 .f95 .f03 .f08 .fpp .F .FOR .FTN .FPP .F77 .F90 .F95 .F03 .F08 ",
     "compile it with a gfortran for the target, and link the object"},
    {"Ada", " .adb .ads ", "compile it with a GNAT for the target, and link the object"},
    {"D", " .d .di .dd ", "compile it with ldc2 -c, and link the object"},
    {"Go", " .go ", "build it with go build; linkshim env prints the variables for cgo"},
    {"Rust", " .rs ", "build it with cargo linkshim or rustc, and link the library"},
    {"Swift", " .swift ", "compile it with swiftc -c, and link the object"},
    {"Java", " .java ", "leave it out, or link the object that its compiler makes"},
    {"Pascal", " .pas .pp ", "leave it out, or link the object that its compiler makes"},
    {"a precompiled header", " .gch .pch ", "name it by -include-pch, or the header by -include"},
    {"text", " .md .html .json .toml .yaml .yml .xml .py ", "leave it out"},
};

const OtherKind *otherKindOf(std::string_view path) {
  size_t dot = path.rfind('.');
  if (dot == std::string_view::npos || path.find('/', dot) != std::string_view::npos) return nullptr;
  std::string ending = fmt::format(" {} ", path.substr(dot));
  auto found = std::find_if(std::begin(otherKinds), std::end(otherKinds), [&](const OtherKind &kind) {
    return kind.endings.find(ending) != std::string_view::npos;
  });
  return found == std::end(otherKinds) ? nullptr : found;
}

} // namespace

Result<void> checkInputLanguages(const Arguments &arguments) {
  bool compiles = driverJob(arguments) == DriverJob::compile;
  for (const Argument &argument : arguments.all()) {
    if (!argument.isInput()) continue;
    const std::string &path = arguments.args()[argument.index];
    if (argument.kind == InputKind::header && !compiles)
      return fail({"a header is among the inputs of a link",
                   {{"header", path}},
                   "leave it out; given alone, a header is precompiled"});
    const OtherKind *other = argument.kind == InputKind::object ? otherKindOf(path) : nullptr;
    if (other)
      return fail({fmt::format("an input is {}, which neither clang nor the linker reads", other->name),
                   {{"file", path}},
                   std::string(other->action)});
  }
  return {};
}

} // namespace linkshim
