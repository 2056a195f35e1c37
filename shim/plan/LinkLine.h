#pragma once
#include "shim/call/Arguments.h"
#include "shim/plan/Plan.h"
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The arguments for a linker or compiler while they are collected, each with the argument that it came from.
class LinkLine {
public:
  struct Item {
    std::string text;  ///< empty only when dropped
    std::string given; ///< what the user wrote; empty for an argument that was added
    std::string why;
    Note::Fate fate = Note::Fate::kept;
    const llvm::opt::Arg *option = nullptr; ///< the linker option that it belongs to; null when added
    size_t part = 0; ///< 0: the option itself; from 1 on: its values that are arguments of their own
  };

  /// Passes an argument on unchanged.
  void keep(const Arguments &arguments, const Argument &argument);
  /// Passes on all that a driver's argument, such as -Wl,a,b, is for the linker.
  void handOn(const Arguments &arguments, const Argument &argument, std::string_view why);
  /// Passes on one of these.
  void handOn(const Arguments &arguments, const Argument &argument, const LinkerArg &word,
              std::string_view why);
  /// Passes on a string that does not belong to an option.
  void keepArg(std::string word);
  /// An option at the end that lacks its value, for the program to judge.
  void keepIncomplete(const Arguments &arguments);
  /// Replaces an argument by another one.
  void translate(std::string given, std::string became, std::string_view why);
  /// Replaces an argument by several, or by none.
  void replace(std::string given, std::vector<std::string> became, std::string_view why);
  void add(std::string argument, std::string_view why);
  /// Adds an option and its value as two arguments, for one reason.
  void addPair(std::string option, std::string value, std::string_view why);
  /// Notes an argument that is not passed on.
  void drop(std::string given, std::string_view why);

  /// All arguments so far; their positions are what the next functions take.
  std::span<const Item> items() const { return all; }
  /// Changes what became of an argument that was kept or translated.
  void retranslate(size_t item, std::string became, std::string_view why);
  void redrop(size_t item, std::string_view why);
  /// Puts the arguments of another line before those of this one.
  void prepend(LinkLine head);

  /// The value of the last use of an option, or its value number `value`; nullopt where the line has no such
  /// option.
  std::optional<std::string> lastValue(OptionId option, size_t value = 0) const;
  std::vector<std::string> values(OptionId option) const;
  bool has(OptionId option) const;

  /// Adapts GNU ld's options to lld: those that lld refuses are dropped or replaced by lld's own.
  void adaptToLld() {
    adapt(false);
    addImageBase();
  }
  /// The same for lld's MinGW driver.
  void adaptToMinGwLld() { adapt(true); }

  /// Moves the arguments and the notes into a step.
  void moveInto(Step &step);

private:
  void adapt(bool windows);
  void addImageBase();
  void retranslateOption(size_t first, std::string became, std::string_view why);
  void dropOption(size_t first, std::string_view why);

  std::vector<Item> all;
};

} // namespace linkshim
