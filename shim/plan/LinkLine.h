#pragma once
#include "shim/plan/Plan.h"
#include "shim/provider/Provider.h"
#include <string>
#include <vector>

namespace linkshim {

/// The arguments of a linker while they are put together, each with what it came from.
class LinkLine {
public:
  /// An argument as the user gave it.
  void keep(std::string argument) { items.push_back({argument, std::move(argument), {}, Note::Fate::kept}); }
  /// An argument that stands for another one.
  void translate(std::string given, std::string became, std::string_view why) {
    items.push_back({std::move(became), std::move(given), std::string(why), Note::Fate::translated});
  }
  void add(std::string argument, std::string_view why) {
    items.push_back({std::move(argument), {}, std::string(why), Note::Fate::added});
  }
  /// An argument that the linker does not get.
  void drop(std::string given, std::string_view why) {
    items.push_back({{}, std::move(given), std::string(why), Note::Fate::dropped});
  }

  /// What a GNU ld style linker is told, given to lld: options that lld refuses are dropped or said in lld's
  /// words.
  void adaptToLld();
  /// The same for lld's MinGW driver.
  void adaptToMinGwLld();

  /// Puts the arguments and the notes into the plan.
  void moveInto(Plan &plan);

  struct Item {
    std::string text; ///< empty only when dropped
    std::string given;
    std::string why;
    Note::Fate fate;
  };
  std::vector<Item> items;

private:
  void adapt(bool windows);
};

} // namespace linkshim
