#pragma once
#include "shim/link/Format.h"
#include "shim/plan/LinkLine.h"

namespace linkshim {

/// The arguments of a compiler driver's link in the words of link.exe, as clang says them for Microsoft's
/// targets: -lNAME is NAME.lib, -L a /libpath:, -shared a /dll with an import library beside it, -o an /out:.
LinkLine linkExeWords(const LinkRequest &request);

/// Has the notes of the plan that was made of these words tell what became of the driver's own arguments.
void tellOfDriver(const LinkLine &words, std::vector<Note> &notes);

} // namespace linkshim
