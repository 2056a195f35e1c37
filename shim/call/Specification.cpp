#include "shim/call/Specification.h"
#include "llvm/Support/JSON.h"
#include <algorithm>
#include <fmt/ranges.h>
#include <ranges>

namespace linkshim {
namespace {

using llvm::json::Object;

constexpr const char *exampleCommand = "RUSTC_BOOTSTRAP=1 rustc -Zunstable-options --print target-spec-json";

std::string textOf(const Object &object, llvm::StringRef key, std::string_view otherwise = "") {
  if (auto text = object.getString(key)) return text->str();
  return std::string(otherwise);
}

bool isSet(const Object &object, llvm::StringRef key) {
  return object.getBoolean(key).value_or(false);
}

/// A text, or several in an array, space separated and sorted.
std::string wordsOf(const Object &object, llvm::StringRef key) {
  const llvm::json::Array *array = object.getArray(key);
  if (!array) return textOf(object, key);
  std::vector<std::string> words;
  for (const llvm::json::Value &value : *array)
    if (auto text = value.getAsString()) words.push_back(text->str());
  std::ranges::sort(words);
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (auto part : std::views::split(text, at))
    if (!part.empty()) parts.emplace_back(part.begin(), part.end());
  return parts;
}

/// A number, which old compilers wrote as a text.
unsigned widthOf(const Object &object) {
  if (auto number = object.getInteger("target-pointer-width")) return static_cast<unsigned>(*number);
  unsigned number = 0;
  llvm::StringRef(textOf(object, "target-pointer-width")).getAsInteger(10, number);
  return number;
}

std::string manglingOf(std::string_view layout) {
  for (const std::string &part : split(layout, '-'))
    if (part.starts_with("m:")) return part.substr(2);
  return {};
}

/// Arm's specifications say it, old ones by LLVM's name alone; those of MIPS say the contrary.
bool passesFloatsInRegisters(const Object &object, const Specification &made) {
  if (made.arch.starts_with("mips"))
    return std::ranges::find(made.features, "+soft-float") == made.features.end();
  std::string said = textOf(object, "llvm-floatabi");
  return said.empty() ? made.llvm.ends_with("hf") : said == "hard";
}

std::unexpected<Failure> refused(std::string what, const std::string &file, std::string fact,
                                 std::string value) {
  return fail({std::move(what), {{"file", file}, {std::move(fact), std::move(value)}}, exampleCommand});
}

} // namespace

Result<Specification> readSpecification(std::string_view json, const std::string &file) {
  llvm::Expected<llvm::json::Value> value = llvm::json::parse(llvm::StringRef(json.data(), json.size()));
  if (!value)
    return refused("the target specification is not JSON", file, "reason", llvm::toString(value.takeError()));
  const Object *object = value->getAsObject();
  if (!object)
    return refused("the target specification is no JSON object", file, "begins with",
                   std::string(json.substr(0, json.find('\n'))));
  Specification made;
  made.llvm = textOf(*object, "llvm-target");
  made.arch = textOf(*object, "arch");
  for (std::string_view key : {"llvm-target", "arch"})
    if (textOf(*object, llvm::StringRef(key.data(), key.size())).empty())
      return refused(fmt::format("the target specification has no {}", key), file, "missing",
                     std::string(key));
  made.system = textOf(*object, "os", "none");
  made.environment = textOf(*object, "env");
  made.abi = textOf(*object, "abi");
  made.families = wordsOf(*object, "target-family");
  made.cpu = textOf(*object, "cpu");
  made.features = split(textOf(*object, "features"), ',');
  made.abiName = textOf(*object, "llvm-abiname");
  made.flavor = textOf(*object, "linker-flavor");
  made.mangling = manglingOf(textOf(*object, "data-layout"));
  made.codeModel = textOf(*object, "code-model");
  made.pointerBits = widthOf(*object);
  made.big = textOf(*object, "target-endian") == "big";
  made.hardFloat = passesFloatsInRegisters(*object, made);
  made.crtStatic = isSet(*object, "crt-static-default");
  made.pie = isSet(*object, "position-independent-executables");
  made.builtIn = isSet(*object, "is-builtin");
  made.redZone = !isSet(*object, "disable-redzone");
  return made;
}

std::string specificationVariable(std::string_view name) {
  std::string variable = fmt::format("LINKSHIM_SPEC_{}", name);
  std::ranges::replace_if(variable, [](char c) { return c == '-' || c == '.'; }, '_');
  return variable;
}

} // namespace linkshim
