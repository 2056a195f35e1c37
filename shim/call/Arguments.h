#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Options.h"
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Which program's options the arguments of a call are.
enum class OptionSet : uint8_t {
  driver,      ///< a compiler driver's: cc, c++
  appleDriver, ///< the same, with options of Apple's linker behind -Wl,
  msvcDriver,  ///< the same, with options of Microsoft's linker behind -Wl,
  gnuLd,
  ld64, ///< Apple's linker
  wasmLd,
  msvc, ///< Microsoft's link.exe and lib.exe
  assembler,
  windres,
  dlltool,
  appleStrip,
  pkgConfig,
  none ///< not parsed: the arguments are passed on as they are
};

/// What an input of a compiler driver is, by the ending of its name or by the -x before it.
enum class InputKind : uint8_t { object, source, header };

/// One argument of a call: an option with its values, or an input.
struct Argument {
  const llvm::opt::Arg *arg = nullptr;
  size_t index = 0;                      ///< of its first string in Arguments::args()
  size_t count = 1;                      ///< how many strings of the command line it consists of
  InputKind kind = InputKind::object;    ///< of an input
  std::string_view language = {};        ///< of an input: the -x that holds for it; empty when none does
  size_t linkerFirst = 0, linkerEnd = 0; ///< what it passes to the linker, in Arguments::linkerArgs()

  OptionId id() const { return static_cast<OptionId>(arg->getOption().getUnaliasedOption().getID()); }
  bool is(OptionId option) const { return id() == option; }
  bool hasFlag(OptionFlags flag) const { return arg->getOption().hasFlag(flag); }
  bool isInput() const { return arg->getOption().getKind() == llvm::opt::Option::InputClass; }
  /// The first value; empty for an option that takes none.
  std::string_view value() const { return arg->getNumValues() > 0 ? arg->getValue() : ""; }
};

/// One string that a compiler driver passes on to the linker: from -Wl, or -Xlinker, or an option that no
/// driver knows.
struct LinkerArg {
  std::string_view text;
  const llvm::opt::Arg *option; ///< the linker option of Options.td that it belongs to
  size_t part;                  ///< 0: the option itself; from 1 on: its values that are strings of their own
};

/// The arguments of a call. They are parsed once, and whatever needs to know about them asks this class.
/// Response files have been replaced by what they hold; -### has been taken out, and dryRun() tells whether
/// it was there.
class Arguments {
public:
  Arguments(std::vector<std::string> args, OptionSet set);
  Arguments(const Arguments &) = delete;
  Arguments &operator=(const Arguments &) = delete;

  OptionSet set() const { return optionSet; }
  bool dryRun() const { return isDry; }
  /// The strings of the command line.
  const std::vector<std::string> &args() const { return given; }
  /// The parsed arguments, in the order of the command line.
  std::span<const Argument> all() const { return arguments; }
  std::span<const LinkerArg> linkerArgs() const { return forLinker; }
  std::span<const LinkerArg> linkerArgsOf(const Argument &argument) const {
    return std::span(forLinker).subspan(argument.linkerFirst, argument.linkerEnd - argument.linkerFirst);
  }
  /// The same as LLVM's option library has them, which looks them up by option.
  const llvm::opt::InputArgList &list() const { return parsed; }
  /// An option at the end that lacks its value, with what it has of it; empty when none does.
  std::span<const std::string> incomplete() const { return std::span(given).subspan(firstIncomplete); }

  template <typename... Ids> bool has(Ids... ids) const { return parsed.hasArg(ids...); }
  /// The last of these options; null when there is none.
  template <typename... Ids> const llvm::opt::Arg *last(Ids... ids) const {
    return parsed.getLastArg(ids...);
  }
  /// The first value of the last of these options; empty when there is none.
  template <typename... Ids> std::string_view lastValue(Ids... ids) const {
    const llvm::opt::Arg *arg = parsed.getLastArg(ids...);
    return arg && arg->getNumValues() > 0 ? arg->getValue() : "";
  }
  std::vector<std::string> values(OptionId id) const { return parsed.getAllArgValues(id); }
  /// The linker's options: those of linkerArgs() in a call of a compiler driver, else list().
  const llvm::opt::InputArgList &linkerList() const { return isDriver() ? linkerParsed : parsed; }
  bool isDriver() const {
    return optionSet == OptionSet::driver || optionSet == OptionSet::appleDriver ||
           optionSet == OptionSet::msvcDriver;
  }

  /// An argument as the user wrote it, its strings joined by spaces.
  std::string spelled(const Argument &argument) const;
  /// The strings of an argument. A driver ignores empty ones behind an option that takes no value.
  std::span<const std::string> argsOf(const Argument &argument) const;

private:
  void read();
  void takeDryRunOut();
  void readLinkerArgs();

  std::vector<std::string> given;
  OptionSet optionSet;
  llvm::opt::InputArgList parsed, linkerParsed;
  std::vector<Argument> arguments;
  std::vector<LinkerArg> forLinker;
  size_t firstIncomplete = 0; ///< index of the option that lacks its value; else the number of arguments
  bool isDry = false;
};

/// Fails where an option lacks its value; `tool` is the name of the tool, for the message.
Result<void> checkComplete(const Arguments &arguments, std::string_view tool);

/// What a call of a compiler driver asks for.
enum class DriverJob : uint8_t {
  link,        ///< objects and libraries only
  compile,     ///< -c, -S, -E and the like, a precompiled header, or a question to the compiler
  compileLink, ///< sources, and a link of the objects made of them
};
DriverJob driverJob(const Arguments &arguments);

/// True when the user asks for libstdc++ by -stdlib=.
bool choosesLibstdcxx(const Arguments &arguments);

/// True where the name of a source, or an -x option, says C++.
bool namesCxx(const Arguments &arguments);

} // namespace linkshim
