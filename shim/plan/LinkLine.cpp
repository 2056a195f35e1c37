#include "shim/plan/LinkLine.h"
#include "shim/call/Options.h"
#include <algorithm>
#include <iterator>

namespace linkshim {

namespace {

/// Values of -z that only the ld of Solaris and illumos has.
bool isSolaris(std::string_view value) {
  constexpr std::string_view words[] = {"ignore", "record", "lazyload", "nolazyload", "direct", "nodirect"};
  return std::find(std::begin(words), std::end(words), value) != std::end(words);
}

} // namespace

void LinkLine::adaptToLld() {
  adapt(false);
}

void LinkLine::adaptToMinGwLld() {
  adapt(true);
}

void LinkLine::adapt(bool windows) {
  std::vector<const char *> texts;
  std::vector<size_t> where;
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].fate == Note::Fate::dropped) continue;
    texts.push_back(items[i].text.c_str());
    where.push_back(i);
  }
  unsigned missingIndex = 0, missingCount = 0;
  llvm::opt::InputArgList args =
      optionTable().ParseArgs(texts, missingIndex, missingCount, llvm::opt::Visibility(LDOption));
  for (const llvm::opt::Arg *arg : args) {
    const llvm::opt::Option option = arg->getOption();
    Item &item = items[where[arg->getIndex()]];
    auto becomes = [&](std::string text) {
      item.given = item.given.empty() ? item.text : item.given;
      item.text = std::move(text);
      item.fate = Note::Fate::translated;
      item.why = optionReason(option);
    };
    bool elfOnly = windows && option.hasFlag(ElfOnly);
    if (option.hasFlag(Dropped) || elfOnly) {
      item.fate = Note::Fate::dropped;
      item.given = item.given.empty() ? item.text : item.given;
      item.why = elfOnly ? "a matter of ELF" : optionReason(option);
      // A value that stood by itself goes with its option.
      bool own = arg->getNumValues() == 1 &&
                 arg->getValue() == texts[std::min<size_t>(arg->getIndex() + 1, texts.size() - 1)];
      if (own) items[where[arg->getIndex() + 1]].fate = Note::Fate::dropped;
    } else if (option.matches(OPT_z) && isSolaris(arg->getValue())) {
      auto drop = [](Item &dropped) {
        dropped.given = dropped.given.empty() ? dropped.text : dropped.given;
        dropped.fate = Note::Fate::dropped;
        dropped.why = "a word of Solaris' own ld";
      };
      drop(item);
      if (item.text == "-z") drop(items[where[arg->getIndex() + 1]]);
    } else if (option.matches(OPT_no_threads)) {
      becomes("--threads=1");
    } else if (option.matches(OPT_thread_count_eq)) {
      becomes(std::string("--threads=") + arg->getValue());
    } else if (windows && option.matches(OPT_export_dynamic)) {
      becomes("--export-all-symbols");
    } else if (option.matches(OPT_Ur)) {
      becomes("-r");
    }
  }
}

void LinkLine::moveInto(Plan &plan) {
  for (Item &item : items) {
    Note note{item.fate, item.fate == Note::Fate::added ? "" : item.given,
              item.fate == Note::Fate::dropped ? "" : item.text, item.why};
    if (item.fate != Note::Fate::dropped) plan.args.push_back(std::move(item.text));
    plan.notes.push_back(std::move(note));
  }
  items.clear();
}

} // namespace linkshim
