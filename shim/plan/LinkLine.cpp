#include "shim/plan/LinkLine.h"
#include <algorithm>
#include <charconv>
#include <iterator>

namespace linkshim {
namespace {

using llvm::opt::Arg;

/// True for a value of -z that only the ld of Solaris and illumos has.
bool isSolaris(std::string_view value) {
  constexpr std::string_view values[] = {"ignore", "record", "lazyload", "nolazyload", "direct", "nodirect"};
  return std::find(std::begin(values), std::end(values), value) != std::end(values);
}

/// True for --discard-all and --discard-locals in their short spellings. Options.td has none of these for
/// linkers: a compiler driver's -x takes a value, and tblgen allows no flag beside it.
bool isDiscard(const LinkLine::Item &item) {
  return item.option->getOption().getID() == OPT_UNKNOWN && (item.text == "-x" || item.text == "-X");
}

/// The address that an option gives a section, -Ttext=ADDRESS and the like with the hyphens of either
/// spelling; nullopt for any other argument. It is hexadecimal.
std::optional<unsigned long> sectionAddress(std::string_view argument, std::string_view next) {
  constexpr std::string_view names[] = {"Ttext", "Tdata", "Tbss", "section-start"};
  argument.remove_prefix(std::min(argument.find_first_not_of('-'), argument.size()));
  auto name = std::find_if(std::begin(names), std::end(names), [&](std::string_view option) {
    return argument == option || (argument.starts_with(option) && argument[option.size()] == '=');
  });
  if (name == std::end(names)) return std::nullopt;
  std::string_view value = argument == *name ? next : argument.substr(name->size() + 1);
  value.remove_prefix(value.rfind('=') + 1); // .text=0x1000
  if (value.starts_with("0x") || value.starts_with("0X")) value.remove_prefix(2);
  unsigned long address = 0;
  std::from_chars_result read = std::from_chars(value.data(), value.data() + value.size(), address, 16);
  return read.ec == std::errc() && !value.empty() ? std::optional(address) : std::nullopt;
}

/// Options of GNU ld that lld's MinGW driver has in other words.
struct PeWord {
  OptionId option;
  std::string_view lld;
};
constexpr PeWord peWords[] = {
    {OPT_V, "-v"},
    {OPT_export_dynamic, "--export-all-symbols"},
    {OPT_pe_forceinteg, "-Xlink=-integritycheck"},
    {OPT_pe_no_isolation, "-Xlink=-allowisolation:no"},
    {OPT_pe_no_bind, "-Xlink=-allowbind:no"},
    {OPT_pe_wdmdriver, "-Xlink=-driver:wdm"},
    {OPT_pe_disable_large_address_aware, "-Xlink=-largeaddressaware:no"},
    {OPT_elf_warn_unresolved_symbols, "-Xlink=-force:unresolved"},
    {OPT_elf_noinhibit_exec, "-Xlink=-force"},
};

/// What such an option becomes; empty where lld has it in the same words, or not at all.
std::string_view wordForPe(const Arg &arg) {
  const llvm::opt::Option option = arg.getOption();
  for (const PeWord &word : peWords)
    if (option.matches(word.option)) return word.lld;
  bool ignored =
      option.matches(OPT_unresolved_symbols_eq) && std::string_view(arg.getValue()) != "report-all";
  return ignored ? "-Xlink=-force:unresolved" : "";
}

/// Why an option says nothing in a link for Windows; empty where it says something.
std::string_view saysNothingForPe(const Arg &arg) {
  const llvm::opt::Option option = arg.getOption();
  if (option.hasFlag(ElfOnly) || option.matches(OPT_I)) return "only for ELF";
  if (option.matches(OPT_unresolved_symbols_eq) && std::string_view(arg.getValue()) == "report-all")
    return "that is what lld does";
  bool format = option.matches(OPT_oformat_eq) || option.matches(OPT_ldv_oformat) ||
                option.matches(OPT_ldv_format) || option.matches(OPT_format_eq) || option.matches(OPT_b);
  std::string_view value = arg.getNumValues() > 0 ? arg.getValue() : "";
  return format && value.starts_with("pe") ? "the one format that lld knows here" : "";
}

/// What --push-state saves, as far as lld's driver for Windows has it: which libraries are searched, and
/// whether all of an archive is taken.
struct LibraryState {
  bool archives = false, whole = false;
};

/// The state behind a word of the linker.
LibraryState after(std::string_view word, LibraryState state) {
  if (!word.starts_with('-')) return state;
  word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));
  if (word == "Bstatic" || word == "static" || word == "dn" || word == "non_shared") state.archives = true;
  if (word == "Bdynamic" || word == "dy" || word == "call_shared") state.archives = false;
  if (word == "whole-archive" || word == "no-whole-archive") state.whole = word == "whole-archive";
  return state;
}

std::vector<std::string> backTo(LibraryState saved, LibraryState now) {
  std::vector<std::string> words;
  if (saved.archives != now.archives) words.emplace_back(saved.archives ? "-Bstatic" : "-Bdynamic");
  if (saved.whole != now.whole) words.emplace_back(saved.whole ? "--whole-archive" : "--no-whole-archive");
  return words;
}

/// lld's driver for Windows has --push-state and --pop-state from version 23 on: what they bring back is said
/// in words that all versions have.
void restoreStates(std::vector<LinkLine::Item> &all) {
  constexpr const char *why = "what --push-state saved, in words that lld has for Windows";
  LibraryState now;
  std::vector<LibraryState> saved;
  for (size_t i = 0; i < all.size(); ++i) {
    LinkLine::Item &item = all[i];
    bool option = item.option && item.fate != Note::Fate::dropped;
    if (option && item.option->getOption().matches(OPT_elf_push_state)) {
      saved.push_back(now);
      item.fate = Note::Fate::dropped;
      item.why = why;
    } else if (option && item.option->getOption().matches(OPT_elf_pop_state) && !saved.empty()) {
      std::vector<std::string> words = backTo(saved.back(), now);
      now = saved.back();
      saved.pop_back();
      item.fate = words.empty() ? Note::Fate::dropped : Note::Fate::translated;
      item.why = why;
      if (words.empty()) continue;
      item.text = words.front();
      item.option = nullptr;
      for (size_t more = 1; more < words.size(); ++more)
        all.insert(all.begin() + static_cast<std::ptrdiff_t>(++i), {words[more], {}, why, Note::Fate::added});
    } else if (item.fate != Note::Fate::dropped) {
      now = after(item.text, now);
    }
  }
}

bool isOption(const LinkLine::Item &item, OptionId option) {
  return item.option && item.part == 0 && item.fate != Note::Fate::dropped &&
         item.option->getOption().getID() == option;
}

} // namespace

void LinkLine::keep(const Arguments &arguments, const Argument &argument) {
  // An option that no driver knows is the linker's.
  std::span<const LinkerArg> linkers = arguments.linkerArgsOf(argument);
  size_t part = 0;
  for (const std::string &word : arguments.argsOf(argument)) {
    bool known = part < linkers.size();
    all.push_back({word,
                   word,
                   {},
                   Note::Fate::kept,
                   known ? linkers[part].option : argument.arg,
                   known ? linkers[part].part : part});
    ++part;
  }
}

void LinkLine::handOn(const Arguments &arguments, const Argument &argument, std::string_view why) {
  for (const LinkerArg &word : arguments.linkerArgsOf(argument))
    handOn(arguments, argument, word, why);
}

void LinkLine::handOn(const Arguments &arguments, const Argument &argument, const LinkerArg &word,
                      std::string_view why) {
  all.push_back({std::string(word.text), arguments.spelled(argument), std::string(why),
                 Note::Fate::translated, word.option, word.part});
}

void LinkLine::keepArg(std::string word) {
  all.push_back({word, std::move(word), {}, Note::Fate::kept});
}

void LinkLine::keepIncomplete(const Arguments &arguments) {
  for (const std::string &arg : arguments.incomplete())
    keepArg(arg);
}

void LinkLine::translate(std::string given, std::string became, std::string_view why) {
  all.push_back({std::move(became), std::move(given), std::string(why), Note::Fate::translated});
}

void LinkLine::replace(std::string given, std::vector<std::string> became, std::string_view why) {
  if (became.empty()) return drop(std::move(given), why);
  translate(std::move(given), std::move(became.front()), why);
  for (size_t i = 1; i < became.size(); ++i)
    add(std::move(became[i]), "");
}

void LinkLine::add(std::string argument, std::string_view why) {
  all.push_back({std::move(argument), {}, std::string(why), Note::Fate::added});
}

void LinkLine::addPair(std::string option, std::string value, std::string_view why) {
  add(std::move(option), why);
  add(std::move(value), "");
}

void LinkLine::drop(std::string given, std::string_view why) {
  all.push_back({{}, std::move(given), std::string(why), Note::Fate::dropped});
}

void LinkLine::retranslate(size_t item, std::string became, std::string_view why) {
  all[item].text = std::move(became);
  all[item].fate = Note::Fate::translated;
  all[item].why = why;
}

void LinkLine::redrop(size_t item, std::string_view why) {
  all[item].fate = Note::Fate::dropped;
  all[item].why = why;
}

void LinkLine::prepend(LinkLine head) {
  all.insert(all.begin(), std::make_move_iterator(head.all.begin()), std::make_move_iterator(head.all.end()));
}

std::optional<std::string> LinkLine::lastValue(OptionId option, size_t value) const {
  auto last =
      std::find_if(all.rbegin(), all.rend(), [&](const Item &item) { return isOption(item, option); });
  if (last == all.rend() || last->option->getNumValues() <= value) return std::nullopt;
  return last->option->getValue(static_cast<unsigned>(value));
}

std::vector<std::string> LinkLine::values(OptionId option) const {
  std::vector<std::string> found;
  for (const Item &item : all)
    if (isOption(item, option) && item.option->getNumValues() > 0)
      found.emplace_back(item.option->getValue());
  return found;
}

bool LinkLine::has(OptionId option) const {
  return std::any_of(all.begin(), all.end(), [&](const Item &item) { return isOption(item, option); });
}

/// Puts one argument in the place of an option and of its values.
void LinkLine::retranslateOption(size_t first, std::string became, std::string_view why) {
  dropOption(first, why);
  retranslate(first, std::move(became), why);
}

/// Drops an option together with its values.
void LinkLine::dropOption(size_t first, std::string_view why) {
  const Arg *option = all[first].option;
  redrop(first, why);
  for (size_t i = first + 1; i < all.size() && all[i].option == option && all[i].part > 0; ++i)
    all[i].fate = Note::Fate::dropped;
}

/// Lets code lie below the address at which lld puts the head of a file unless told otherwise, as boot
/// sectors do: GNU ld then leaves the head out of memory, lld refuses.
void LinkLine::addImageBase() {
  constexpr unsigned long highestDefault = 0x400000;
  bool below = false;
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].fate == Note::Fate::dropped) continue;
    if (all[i].text.starts_with("--image-base") || all[i].text.starts_with("-image-base")) return;
    std::optional<unsigned long> address =
        sectionAddress(all[i].text, i + 1 < all.size() ? all[i + 1].text : "");
    below |= address && *address < highestDefault;
  }
  if (below) add("--image-base=0", "the code is below the linker's own base");
}

void LinkLine::adapt(bool windows) {
  if (windows) restoreStates(all);
  for (size_t i = 0; i < all.size(); ++i) {
    const Arg *arg = all[i].option;
    if (!arg || all[i].part > 0 || all[i].fate == Note::Fate::dropped) continue;
    const llvm::opt::Option option = arg->getOption();
    if (windows && isDiscard(all[i])) redrop(i, "only for ELF");
    if (!option.hasVisibilityFlag(LDOption)) continue;
    if (option.matches(OPT_nostdlib) && !windows) continue; // lld has it for ELF
    std::string_view nothing = windows ? saysNothingForPe(*arg) : "", word = windows ? wordForPe(*arg) : "";
    if (option.hasFlag(Dropped) || !nothing.empty())
      dropOption(i, option.hasFlag(Dropped) ? optionReason(option) : nothing);
    else if (!word.empty())
      retranslate(i, std::string(word), optionReason(option));
    else if (option.matches(OPT_z) && isSolaris(arg->getValue()))
      dropOption(i, "an option of Solaris' own ld");
    else if (option.matches(OPT_no_threads))
      retranslate(i, "--threads=1", optionReason(option));
    else if (option.matches(OPT_thread_count_eq))
      retranslate(i, std::string("--threads=") + arg->getValue(), optionReason(option));
    else if (option.matches(OPT_Ttext_segment_eq))
      retranslateOption(i, std::string("--image-base=") + arg->getValue(), optionReason(option));
    else if (option.matches(OPT_I) && !windows)
      retranslateOption(i, std::string("--dynamic-linker=") + arg->getValue(), "as lld spells it");
    else if (arg->getAlias() && arg->getAlias()->getOption().getID() == OPT_i)
      retranslate(i, "-r", "as lld spells it");
    else if (option.matches(OPT_Ur))
      retranslate(i, "-r", optionReason(option));
  }
}

void LinkLine::moveInto(Step &step) {
  for (Item &item : all) {
    bool added = item.fate == Note::Fate::added, dropped = item.fate == Note::Fate::dropped;
    Note note{item.fate, added ? "" : item.given, dropped ? "" : item.text, item.why};
    if (!dropped) step.args.push_back(std::move(item.text));
    step.notes.push_back(std::move(note));
  }
  all.clear();
}

} // namespace linkshim
