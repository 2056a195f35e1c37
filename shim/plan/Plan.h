#pragma once
#include "shim/base/Environment.h"
#include "shim/base/ShellWord.h"
#include "shim/call/ResponseFile.h"
#include "shim/sysroot/PieceFolder.h"
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// What became of one argument, or of a few that belong together; `linkshim explain` prints these.
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
  std::string work;              ///< what the program does, for `linkshim explain`: `compile main.c`, `link`
  std::string program;           ///< absolute path
  std::vector<std::string> args; ///< argv[0] included
  size_t leading = 1;            ///< how many of `args`, from the start, must stay on the command line
  bool useResponseFile = false;  ///< the others go into a response file when they are long
  std::string folder;            ///< where it runs; empty: where the call was made
  std::optional<Quoting> quoting = Quoting::gnu; ///< of such a file; nullopt: the program reads none
  std::vector<EnvironmentChange> environment;    ///< changes to the environment of the call
  bool describesItself = false;                  ///< has -### itself, and prints what it would start
  /// Makes of the messages of a program that failed what is printed after them. They are then shown once it
  /// has ended, and it sees no terminal.
  std::function<std::string(std::string_view messages)> noteOnFailure;
  /// What the program writes. Where it fails, what it has put in the place of these by then is removed.
  std::vector<std::string> outputs;
  std::vector<Note> notes; ///< in the order of the arguments
};

/// What to run. A value: making it changes nothing on the disk.
struct Plan : Step {
  std::vector<PieceFolder> pieces;
  std::vector<Step> before;    ///< run first, in order; the first that fails ends the run with its status
  std::vector<Step> after;     ///< run last, in order, where all before went well
  std::string temporaryFolder; ///< created before the first step, removed after the last; may be empty
  bool announce = false;       ///< the command is printed to standard error before it runs, for -v
  std::string notice;          ///< a line for standard error, printed before the program runs; may be empty
  std::string afterwards;      ///< printed to standard output once the program has ended well
  std::string announcedAs;     ///< the name that is printed instead of the program's; empty: the program's
};

/// A command as a line that a shell could run, for -### and explain.
std::string commandLine(const Step &step);

/// What `announce` prints: the command after a space, as GCC and clang print it and as build tools look for
/// it.
std::string announcedLine(const Plan &plan);

} // namespace linkshim
