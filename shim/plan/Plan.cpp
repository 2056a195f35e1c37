#include "shim/plan/Plan.h"

namespace linkshim {

std::string_view toString(Note::Fate fate) {
  switch (fate) {
  case Note::Fate::kept: return "kept";
  case Note::Fate::dropped: return "dropped";
  case Note::Fate::translated: return "translated";
  case Note::Fate::added: return "added";
  }
  return "";
}

std::string commandLine(const Step &step) {
  std::string out = shellWord(step.program);
  for (size_t i = 1; i < step.args.size(); ++i)
    out += " " + shellWord(step.args[i]);
  return out;
}

std::string announcedLine(const Plan &plan) {
  if (plan.announcedAs.empty()) return " " + commandLine(plan) + "\n";
  std::string out = " " + shellWord(plan.announcedAs);
  for (size_t i = plan.leading; i < plan.args.size(); ++i)
    out += " " + shellWord(plan.args[i]);
  return out + "\n";
}

} // namespace linkshim
