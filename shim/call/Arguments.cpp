#include "shim/call/Arguments.h"
#include <algorithm>
#include <fmt/ranges.h>
#include <iterator>
#include <optional>

namespace linkshim {
namespace {

using llvm::opt::Arg;

/// The visibility flags of Options.td that a set of options consists of.
unsigned toolsOf(OptionSet set) {
  switch (set) {
  case OptionSet::driver:
  case OptionSet::appleDriver:
  case OptionSet::msvcDriver: return CCOption | DarwinOption | EveryOption;
  case OptionSet::gnuLd: return LDOption | EveryOption;
  case OptionSet::ld64: return Ld64Option | EveryOption;
  case OptionSet::wasmLd: return LDOption | WasmOption | EveryOption;
  case OptionSet::msvc: return MsvcOption | EveryOption;
  case OptionSet::assembler: return AsOption | EveryOption;
  case OptionSet::windres: return WindresOption | EveryOption;
  case OptionSet::dlltool: return DlltoolOption | EveryOption;
  case OptionSet::appleStrip: return StripOption | EveryOption;
  case OptionSet::pkgConfig: return PkgConfigOption | EveryOption;
  case OptionSet::none: return EveryOption;
  }
  return EveryOption;
}

/// The set of the options that a driver passes on to its linker.
OptionSet linkerSetOf(OptionSet driver) {
  return driver == OptionSet::appleDriver  ? OptionSet::ld64
         : driver == OptionSet::msvcDriver ? OptionSet::msvc
                                           : OptionSet::gnuLd;
}

const llvm::opt::OptTable &tableOf(OptionSet set) {
  return set == OptionSet::msvc ? caselessOptionTable() : optionTable();
}

struct Ending {
  std::string_view text;
  InputKind kind;
  bool cxx = false;
};
constexpr Ending endings[] = {
    {".c", InputKind::source},         {".cc", InputKind::source, true},  {".cp", InputKind::source, true},
    {".cpp", InputKind::source, true}, {".cxx", InputKind::source, true}, {".c++", InputKind::source, true},
    {".C", InputKind::source, true},   {".CC", InputKind::source, true},  {".CPP", InputKind::source, true},
    {".CXX", InputKind::source, true}, {".C++", InputKind::source, true}, {".cppm", InputKind::source},
    {".ccm", InputKind::source},       {".cxxm", InputKind::source},      {".c++m", InputKind::source},
    {".pcm", InputKind::source},       {".ixx", InputKind::source},       {".i", InputKind::source},
    {".ii", InputKind::source, true},  {".m", InputKind::source},         {".mi", InputKind::source},
    {".M", InputKind::source},         {".mm", InputKind::source, true},  {".mii", InputKind::source},
    {".s", InputKind::source},         {".S", InputKind::source},         {".sx", InputKind::source},
    {".asm", InputKind::source},       {".ll", InputKind::source},        {".h", InputKind::header},
    {".hh", InputKind::header, true},  {".hp", InputKind::header},        {".hpp", InputKind::header, true},
    {".hxx", InputKind::header, true}, {".h++", InputKind::header},       {".H", InputKind::header},
};

const Ending *endingOf(std::string_view path) {
  auto found = std::find_if(std::begin(endings), std::end(endings),
                            [&](const Ending &ending) { return path.ends_with(ending.text); });
  return found == std::end(endings) ? nullptr : found;
}

InputKind kindByName(std::string_view path) {
  if (path == "-") return InputKind::source;
  const Ending *ending = endingOf(path);
  return ending && path.size() > ending->text.size() ? ending->kind : InputKind::object;
}

InputKind kindOf(std::string_view path, std::string_view language) {
  if (language.empty()) return kindByName(path);
  return language.ends_with("-header") ? InputKind::header : InputKind::source;
}

std::vector<const char *> pointersTo(const std::vector<std::string> &args) {
  std::vector<const char *> pointers;
  pointers.reserve(args.size());
  for (const std::string &word : args)
    pointers.push_back(word.c_str());
  return pointers;
}

/// How many of an option's values are strings of their own on the command line, after the one with its name.
/// The spelling that was used decides: --entry x and --entry=x are one option.
size_t valueArgs(const Arg &arg, std::string_view word) {
  using llvm::opt::Option;
  const Arg &used = arg.getAlias() ? *arg.getAlias() : arg;
  switch (used.getOption().getKind()) {
  case Option::SeparateClass:
  case Option::MultiArgClass: return arg.getNumValues();
  case Option::JoinedOrSeparateClass: return word.size() > used.getSpelling().size() ? 0 : arg.getNumValues();
  default: return 0;
  }
}

bool isForLinker(const Argument &argument) {
  return argument.is(OPT_Wl_COMMA) || argument.is(OPT_Xlinker);
}

} // namespace

Arguments::Arguments(std::vector<std::string> args, OptionSet set) : given(std::move(args)), optionSet(set) {
  read();
  if (parsed.hasArg(OPT_hash_hash_hash)) takeDryRunOut();
  if (isDriver()) readLinkerArgs();
}

void Arguments::read() {
  unsigned missingIndex = 0, missingCount = 0;
  std::vector<const char *> pointers = pointersTo(given);
  parsed = tableOf(optionSet).ParseArgs(pointers, missingIndex, missingCount,
                                        llvm::opt::Visibility(toolsOf(optionSet)));
  firstIncomplete = missingCount ? missingIndex : given.size();
  arguments.clear();
  std::string_view language;
  for (const Arg *arg : parsed) {
    if (!arguments.empty()) arguments.back().count = arg->getIndex() - arguments.back().index;
    Argument argument{arg, arg->getIndex(), firstIncomplete - arg->getIndex()};
    if (argument.is(OPT_x)) language = arg->getValue();
    if (language == "none") language = {};
    if (argument.isInput() && isDriver()) {
      argument.kind = kindOf(given[argument.index], language);
      argument.language = language;
    }
    arguments.push_back(argument);
  }
}

void Arguments::takeDryRunOut() {
  isDry = true;
  for (size_t i = arguments.size(); i-- > 0;)
    if (arguments[i].is(OPT_hash_hash_hash))
      given.erase(given.begin() + static_cast<std::ptrdiff_t>(arguments[i].index));
  read();
}

/// Parses all that a driver passes on to the linker at once, since an option and its value may come in two
/// -Xlinker.
void Arguments::readLinkerArgs() {
  std::vector<const char *> args;
  for (Argument &argument : arguments) {
    argument.linkerFirst = args.size();
    if (isForLinker(argument))
      args.insert(args.end(), argument.arg->getValues().begin(), argument.arg->getValues().end());
    else if (argument.is(OPT_UNKNOWN))
      args.push_back(given[argument.index].c_str());
    argument.linkerEnd = args.size();
  }
  if (args.empty()) return;
  OptionSet set = linkerSetOf(optionSet);
  unsigned missingIndex = 0, missingCount = 0;
  linkerParsed =
      tableOf(set).ParseArgs(args, missingIndex, missingCount, llvm::opt::Visibility(toolsOf(set)));
  for (const char *word : args)
    forLinker.push_back({word, nullptr, 0});
  for (const Arg *arg : linkerParsed)
    for (size_t part = 0; part <= valueArgs(*arg, args[arg->getIndex()]); ++part) {
      forLinker[arg->getIndex() + part].option = arg;
      forLinker[arg->getIndex() + part].part = part;
    }
}

std::string Arguments::spelled(const Argument &argument) const {
  auto first = given.begin() + static_cast<std::ptrdiff_t>(argument.index);
  return fmt::format("{}", fmt::join(first, first + static_cast<std::ptrdiff_t>(argument.count), " "));
}

std::span<const std::string> Arguments::argsOf(const Argument &argument) const {
  size_t count = argument.count;
  while (isDriver() && count > 1 && given[argument.index + count - 1].empty() &&
         argument.arg->getNumValues() == 0)
    --count;
  return std::span(given).subspan(argument.index, count);
}

Result<void> checkComplete(const Arguments &arguments, std::string_view tool) {
  if (arguments.incomplete().empty()) return {};
  return fail({fmt::format("{} needs a value after it", arguments.incomplete().front()),
               {{"tool", std::string(tool)}},
               "give the value, or leave it out"});
}

DriverJob driverJob(const Arguments &arguments) {
  size_t inputs = 0, headers = 0, sources = 0;
  bool linker = false;
  for (const Argument &argument : arguments.all()) {
    if (argument.hasFlag(Mode)) return DriverJob::compile;
    linker |= isForLinker(argument) || argument.is(OPT_l);
    if (!argument.isInput()) continue;
    ++inputs;
    headers += argument.kind == InputKind::header;
    sources += argument.kind == InputKind::source;
  }
  if (sources > 0) return DriverJob::compileLink;
  bool nothing = inputs == 0 && !linker;
  return nothing || (headers > 0 && headers == inputs) ? DriverJob::compile : DriverJob::link;
}

bool choosesLibstdcxx(const Arguments &arguments) {
  return arguments.lastValue(OPT_stdlib_eq) == "libstdc++";
}

bool namesCxx(const Arguments &arguments) {
  return std::any_of(arguments.all().begin(), arguments.all().end(), [&](const Argument &argument) {
    if (argument.is(OPT_x)) return argument.value().find("c++") != std::string_view::npos;
    const Ending *ending = argument.isInput() ? endingOf(arguments.args()[argument.index]) : nullptr;
    return ending && ending->cxx;
  });
}

} // namespace linkshim
