#include "shim/compile/DependencyOptions.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>

namespace linkshim {
namespace {

/// One string for the preprocessor, and the argument that it came in.
struct PreprocessorArg {
  std::string text;
  const Argument *argument;
};

std::vector<PreprocessorArg> preprocessorArgs(const Arguments &arguments) {
  std::vector<PreprocessorArg> all;
  for (const Argument &argument : arguments.all())
    if (argument.is(OPT_Wp_COMMA) || argument.is(OPT_Xpreprocessor))
      for (const char *value : argument.arg->getValues())
        all.push_back({value, &argument});
  return all;
}

template <size_t N> bool isAmong(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Options of the preprocessor that take a file or a name, and those that take nothing.
constexpr std::string_view withFile[] = {"-MD", "-MMD"}, withValue[] = {"-MF", "-MT", "-MQ"},
                           alone[] = {"-MP", "-MG"};

class Reader {
public:
  explicit Reader(const Arguments &arguments) : args(preprocessorArgs(arguments)) {
    options.writes = arguments.has(OPT_MD, OPT_MMD);
    options.namesFile = arguments.has(OPT_MF);
    options.namesTarget = arguments.has(OPT_MT, OPT_MQ);
  }

  DependencyOptions read() {
    for (at = 0; at < args.size(); ++at)
      readOne();
    std::erase_if(options.replaced, [&](const auto &entry) { return !touched.contains(entry.first); });
    return std::move(options);
  }

private:
  std::vector<std::string> &outputOf(const Argument &argument) { return options.replaced[argument.index]; }

  void readOne() {
    const std::string &text = args[at].text;
    const Argument &argument = *args[at].argument;
    bool last = at + 1 == args.size();
    bool file = isAmong(withFile, text) && !last, value = isAmong(withValue, text) && !last;
    std::vector<std::string> &output = outputOf(argument);
    if (!file && !value && !isAmong(alone, text)) {
      if (argument.is(OPT_Wp_COMMA)) return output.push_back("-Wp," + text);
      return void(output.insert(output.end(), {"-Xpreprocessor", text}));
    }
    touched.insert(argument.index);
    output.push_back(text);
    options.writes |= file;
    options.namesFile |= file || text == "-MF";
    options.namesTarget |= text == "-MT" || text == "-MQ";
    if (file) output.emplace_back("-MF");
    if (!file && !value) return;
    const PreprocessorArg &next = args[++at];
    output.push_back(next.text);
    outputOf(*next.argument);
    touched.insert(next.argument->index);
  }

  std::vector<PreprocessorArg> args;
  size_t at = 0;
  DependencyOptions options;
  std::set<size_t> touched; ///< the arguments with an option about dependencies, or its value
};

} // namespace

DependencyOptions dependencyOptions(const Arguments &arguments) {
  return Reader(arguments).read();
}

} // namespace linkshim
