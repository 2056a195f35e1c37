#include "shim/compile/GccOptions.h"
#include "shim/base/Environment.h"
#include <algorithm>
#include <cstdint>

namespace linkshim {
namespace {

/// How an option is spelled, and why it is left out; GccOptions.td explains the forms.
enum class GccForm : uint8_t { either, positive, negative, joined, warning, level };
enum class GccReason : uint8_t { steers, reports, debug, absent, usual, cancels, ignored, warning, level };

// The rows: names are without the hyphen and without no-. They are small, since there are many.
struct GccOption {
  const char *name;
  GccForm form;
  GccReason why;
  bool cancels;
};
struct GccSpelling {
  std::string_view name;
  GccForm form;
  std::string_view becomes;
};

#define GET_GccOptions_IMPL
#define GET_GccSpellings_IMPL
#include "shim/compile/GccOptions.inc"

std::string_view textOf(GccReason reason) {
  switch (reason) {
  case GccReason::steers: return "steers an optimisation of GCC's own";
  case GccReason::reports: return "concerns what GCC itself prints or checks";
  case GccReason::debug: return "clang's debug information has no such choice";
  case GccReason::absent: return "clang has nothing that it could change";
  case GccReason::usual: return "that is what clang does";
  case GccReason::cancels: return "takes back the option without no-";
  case GccReason::ignored: return "GCC ignores it as well";
  case GccReason::warning: return "clang has no such warning";
  case GccReason::level: return "clang's warning of that name has no levels";
  }
  return {};
}

bool removePrefix(std::string_view &text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// An option without its hyphen: fno-NAME, mno-NAME and Wno-NAME are the negative forms of fNAME and so on.
struct Spelled {
  explicit Spelled(std::string_view text) : text(text), letter(text.substr(0, 1)), rest(text.substr(1)) {
    negative = removePrefix(rest, "no-");
  }
  bool names(std::string_view name) const { return name.starts_with(letter) && name.substr(1) == rest; }
  /// -WNAME, -Wno-NAME, -Werror=NAME, -Wno-error=NAME, and each with a level: NAME=2.
  bool isWarning(std::string_view name, bool withoutLevel) const {
    if (letter != "W") return false;
    std::string_view end = rest;
    removePrefix(end, "error=");
    return removePrefix(end, name.substr(1)) && (end.empty() ? withoutLevel : end.front() == '=');
  }

  std::string_view text, letter, rest;
  bool negative = false;
};

bool matches(std::string_view name, GccForm form, const Spelled &spelled) {
  switch (form) {
  case GccForm::either: return spelled.names(name);
  case GccForm::positive: return spelled.text == name;
  case GccForm::negative: return spelled.negative && spelled.names(name);
  case GccForm::joined: return spelled.text.starts_with(name);
  case GccForm::warning: return spelled.isWarning(name, true);
  case GccForm::level: return spelled.isWarning(name, false);
  }
  return false;
}

/// The option without the hyphen; empty for arguments that Options.td gives a meaning of their own.
std::string_view optionOf(const Arguments &arguments, const Argument &argument) {
  bool general = argument.is(OPT_f_Group) || argument.is(OPT_m_Group) || argument.is(OPT_W_Joined);
  std::string_view text = arguments.args()[argument.index];
  return general && text.size() > 2 ? text.substr(1) : std::string_view();
}

/// Whether a later argument takes back an option that clang knows in this form alone.
bool isTakenBack(const GccOption &row, const Arguments &arguments, const Argument &argument) {
  return std::any_of(arguments.all().begin(), arguments.all().end(), [&](const Argument &other) {
    std::string_view text = other.index > argument.index ? optionOf(arguments, other) : std::string_view();
    return !text.empty() && matches(row.name, row.form, Spelled(text));
  });
}

std::vector<std::string> respelled(const GccSpelling &row, std::string_view text) {
  std::vector<std::string> args;
  for (std::string_view arg : splitWords(row.becomes))
    args.emplace_back(arg);
  if (args.back().ends_with('=')) args.back() += text.substr(row.name.size());
  return args;
}

} // namespace

std::optional<GccReplacement> gccReplacement(const Arguments &arguments, const Argument &argument) {
  if (argument.is(OPT_param) || argument.is(OPT_param_eq)) {
    constexpr std::string_view known = "ssp-buffer-size="; // clang says of all others that they are unused
    if (argument.value().starts_with(known)) return std::nullopt;
    return GccReplacement{{}, textOf(GccReason::steers)};
  }
  std::string_view text = optionOf(arguments, argument);
  if (text.empty()) return std::nullopt;
  const Spelled spelled(text);
  for (const GccSpelling &row : GccSpellings)
    if (row.form == GccForm::joined ? text.starts_with(row.name) && text.size() > row.name.size()
                                    : matches(row.name, row.form, spelled))
      return GccReplacement{respelled(row, text), "clang's option for it"};
  for (const GccOption &row : GccOptions) {
    if (matches(row.name, row.form, spelled)) return GccReplacement{{}, textOf(row.why)};
    if (row.cancels && text == row.name && isTakenBack(row, arguments, argument))
      return GccReplacement{{}, "a later option takes it back"};
  }
  return std::nullopt;
}

} // namespace linkshim
