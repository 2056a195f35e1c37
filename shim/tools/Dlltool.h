#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Arguments.h"
#include "shim/tools/Ar.h"
#include "triples/Target.h"

namespace linkshim {

/// linkshim's own dlltool, for machines that have none: makes an import library (-l) from a .def file (-d),
/// with the options -D, -m, -k and --no-leading-underscore. Options that only GNU's implementation needs (-f,
/// -S, -t, --temp-prefix, --as) are ignored. Anything else fails with a message that names llvm-dlltool.
ArchiveResult runDlltool(const Arguments &arguments, const Target &target, FileSystem &files);

/// Fails where the .def file of a call cannot be read or its syntax is wrong: LLVM's dlltool accepts some of
/// these silently. A call that is not understood passes.
Result<void> checkDefinition(const Arguments &arguments, const FileReader &files);

/// -m with the target's machine, for a call that does not name one; empty where it does, or dlltool has no
/// name for the machine.
std::vector<std::string> machineArgs(const Arguments &arguments, const Target &target);

} // namespace linkshim
