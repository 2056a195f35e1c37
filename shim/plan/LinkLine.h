#pragma once
#include "shim/call/Arguments.h"
#include "shim/plan/Plan.h"
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The arguments of a linker or compiler while they are put together, each with what it came from.
class LinkLine {
public:
  struct Item {
    std::string text;  ///< empty only when dropped
    std::string given; ///< as the user wrote it; empty for what was added
    std::string why;
    Note::Fate fate = Note::Fate::kept;
    const llvm::opt::Arg *option =
        nullptr;     ///< the linker's option that it is a part of; null for what was added
    size_t part = 0; ///< 0: the option itself; 1 and more: its values in words of their own
  };

  /// An argument of the call as the user gave it, word for word.
  void keep(const Arguments &arguments, const Argument &argument);
  /// What a driver hands on to the linker by an argument: each word in its place.
  void handOn(const Arguments &arguments, const Argument &argument, std::string_view why);
  /// One of those words.
  void handOn(const Arguments &arguments, const Argument &argument, const LinkerWord &word,
              std::string_view why);
  /// A word as the user gave it, of an argument that no option table knows.
  void keepWord(std::string word);
  /// An argument that stands for another one.
  void translate(std::string given, std::string became, std::string_view why);
  void add(std::string argument, std::string_view why);
  /// An option and its value, for one reason.
  void addPair(std::string option, std::string value, std::string_view why);
  /// An argument that the linker does not get.
  void drop(std::string given, std::string_view why);

  /// The last argument so far, for one that the caller says otherwise.
  std::span<const Item> items() const { return all; }
  /// Changes what became of an argument that was kept or translated.
  void retranslate(size_t item, std::string became, std::string_view why);
  void redrop(size_t item, std::string_view why);
  /// Puts the arguments of another line before all of this one's.
  void prepend(LinkLine head);

  /// The value in the line of the last of an option's uses, by its position among its values; nullopt where
  /// the line has none.
  std::optional<std::string> lastValue(OptionId option, size_t value = 0) const;
  std::vector<std::string> values(OptionId option) const;
  bool has(OptionId option) const;

  /// What a GNU ld style linker is told, given to lld: options that lld refuses are dropped or said in lld's
  /// words.
  void adaptToLld() { adapt(false); }
  /// The same for lld's MinGW driver.
  void adaptToMinGwLld() { adapt(true); }

  /// Puts the arguments and the notes into the step that runs the program.
  void moveInto(Plan &plan);

private:
  void adapt(bool windows);
  void dropOption(size_t first, std::string_view why);

  std::vector<Item> all;
};

} // namespace linkshim
