#pragma once
#include "shim/base/Failure.h"
#include "shim/call/Options.h"
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// Whose options the arguments of a call are read as.
enum class OptionSet : uint8_t {
  driver,      ///< a compiler driver's: cc, c++
  appleDriver, ///< the same, and what it hands to the linker is in the words of Apple's
  gnuLd,
  ld64, ///< Apple's linker
  wasmLd,
  msvc, ///< Microsoft's link.exe and lib.exe
  assembler,
  windres,
  dlltool,
  pkgConfig,
  none ///< the arguments are handed on as they are
};

/// What an input of a compiler driver is, by the ending of its name or by the -x before it.
enum class InputKind : uint8_t { object, source, header };

/// One argument of a call: an option with its values, or an input.
struct Argument {
  const llvm::opt::Arg *arg = nullptr;
  size_t index = 0;                      ///< its first word among those of the call
  size_t count = 1;                      ///< so many words belong to it
  InputKind kind = InputKind::object;    ///< of an input
  size_t linkerFirst = 0, linkerEnd = 0; ///< its words for the linker, in Arguments::linkerWords()

  OptionId id() const { return static_cast<OptionId>(arg->getOption().getUnaliasedOption().getID()); }
  bool is(OptionId option) const { return id() == option; }
  bool hasFlag(OptionFlags flag) const { return arg->getOption().hasFlag(flag); }
  bool isInput() const { return arg->getOption().getKind() == llvm::opt::Option::InputClass; }
  /// The first value; empty for an option that takes none.
  std::string_view value() const { return arg->getNumValues() > 0 ? arg->getValue() : ""; }
};

/// A word that a driver hands on to the linker: by -Wl, and -Xlinker, or because no driver knows it.
struct LinkerWord {
  std::string_view text;
  const llvm::opt::Arg *option; ///< the linker's option that it belongs to, by Options.td
  size_t part;                  ///< 0: the option itself; 1 and more: its values, each a word of its own
};

/// The arguments of a call, read once: every question about a call is put to this. Response files are in,
/// and -### is out: dryRun() says that it was there.
class Arguments {
public:
  Arguments(std::vector<std::string> words, OptionSet set);
  Arguments(const Arguments &) = delete;
  Arguments &operator=(const Arguments &) = delete;

  OptionSet set() const { return optionSet; }
  bool dryRun() const { return isDry; }
  /// As they were given.
  const std::vector<std::string> &words() const { return given; }
  /// In the order of the call.
  std::span<const Argument> all() const { return arguments; }
  std::span<const LinkerWord> linkerWords() const { return forLinker; }
  std::span<const LinkerWord> linkerWordsOf(const Argument &argument) const {
    return std::span(forLinker).subspan(argument.linkerFirst, argument.linkerEnd - argument.linkerFirst);
  }
  /// The same by option, as LLVM's library gives them.
  const llvm::opt::InputArgList &list() const { return parsed; }
  /// An option at the end that lacks its value; empty when none does.
  const std::string &missingValue() const { return missing; }

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
  /// The linker's options by option: of linkerWords() where the call is a driver's, else list().
  const llvm::opt::InputArgList &linkerList() const { return isDriver() ? linkerParsed : parsed; }
  bool isDriver() const { return optionSet == OptionSet::driver || optionSet == OptionSet::appleDriver; }

  /// The words of an argument as the user wrote them, with a space between two.
  std::string spelled(const Argument &argument) const;
  /// The words of an argument. Empty words behind an option without a value are not its own: they would only
  /// lengthen it, and are left out.
  std::span<const std::string> wordsOf(const Argument &argument) const;

private:
  void read();
  void takeDryRunOut();
  void readLinkerWords();

  std::vector<std::string> given;
  OptionSet optionSet;
  llvm::opt::InputArgList parsed, linkerParsed;
  std::vector<Argument> arguments;
  std::vector<LinkerWord> forLinker;
  std::string missing;
  bool isDry = false;
};

/// A failure where an option lacks its value; `tool` is the name that was called.
Result<void> checkComplete(const Arguments &arguments, std::string_view tool);

/// What a call of a compiler driver asks for.
enum class DriverJob : uint8_t {
  link,        ///< objects and libraries alone
  compile,     ///< -c, -S, -E and the like, a precompiled header, or a question to the compiler
  compileLink, ///< sources, and a link of what becomes of them
};
DriverJob driverJob(const Arguments &arguments);

/// True when the user asks for libstdc++ by -stdlib=.
bool choosesLibstdcxx(const Arguments &arguments);

/// True where a name's ending, or an -x, says C++.
bool namesCxx(const Arguments &arguments);

} // namespace linkshim
