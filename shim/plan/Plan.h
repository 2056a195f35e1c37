#pragma once
#include "shim/base/Environment.h"
#include "shim/sysroot/PieceFolder.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What became of one argument, or of a few that belong together.
struct Note {
  enum class Fate : uint8_t { kept, dropped, translated, added };
  Fate fate = Fate::kept;
  std::string argument; ///< as it was given; empty when it was added
  std::string became;   ///< what the linker gets; empty when it was dropped
  std::string why;      ///< empty when there is nothing to say
  bool operator==(const Note &) const = default;
};

std::string_view toString(Note::Fate fate);

/// A program and how it is started.
struct Step {
  std::string program;                        ///< absolute path
  std::vector<std::string> args;              ///< argv[0] included
  size_t leading = 1;                         ///< so many of args must stay on the command line
  bool useResponseFile = false;               ///< the rest is handed over in a file
  std::vector<EnvironmentChange> environment; ///< against the environment of the call
  bool describesItself = false;               ///< takes -### itself, and prints what it would start
  std::string onFailure;                      ///< printed after what the program said when it fails
};

/// What to run. A value: making it changes nothing on the disk.
struct Plan : Step {
  std::vector<PieceFolder> pieces;
  std::vector<Note> notes;     ///< in the order of the arguments
  std::vector<Step> before;    ///< run first, in order; the first that fails ends the run with its status
  std::string temporaryFolder; ///< made before all, removed after all; empty when none is needed
  bool announce = false;       ///< the line is printed to standard error before it runs, as -v asks
  std::string announcedAs;     ///< what is printed in the place of the program; empty: the program
};

/// A command as a line that a shell could run, for -### and explain.
std::string commandLine(const Step &step);

/// What `announce` prints: the line with a space before it, as GCC and clang print it and build tools look
/// for it.
std::string announcedLine(const Plan &plan);

/// `text` as one word of a POSIX shell.
std::string shellWord(std::string_view text);

} // namespace linkshim
