#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Arguments.h"
#include "shim/tools/Ar.h"
#include "triples/Target.h"

namespace linkshim {

/// A call of dlltool for machines that have none: makes an import library from a .def file (-d, -l, and -D,
/// -m, -k, --no-leading-underscore as they are wanted). Options that only GNU's own way of making it needs
/// (-f, -S, -t, --temp-prefix, --as) are passed over. What is more than that fails and names llvm-dlltool.
ArchiveResult runDlltool(const Arguments &arguments, const Target &target, FileSystem &files);

/// Fails where the .def file that a call names cannot be read or breaks the rules: LLVM's dlltool takes some
/// of those without a word. A call that is not understood passes.
Result<void> checkDefinition(const Arguments &arguments, const FileReader &files);

/// What a call that names no machine (-m) says for the target; empty where it names one, or none fits.
std::vector<std::string> machineWords(const Arguments &arguments, const Target &target);

} // namespace linkshim
