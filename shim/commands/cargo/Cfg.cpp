#include "shim/commands/cargo/Cfg.h"
#include "shim/base/Environment.h"
#include <algorithm>
#include <string>

namespace linkshim {
namespace {

bool isFamily(const Target &target, std::string_view family) {
  std::vector<std::string_view> families = splitWords(target.families);
  return std::ranges::find(families, family) != families.end();
}

bool matches(const Target &target, std::string_view key, std::string_view value) {
  if (key == "target_family") return isFamily(target, value);
  if (key == "target_endian") return value == (target.endian == Endian::big ? "big" : "little");
  if (key == "target_pointer_width") return value == std::to_string(target.pointerBits);
  struct Column {
    std::string_view key;
    std::string_view Target::*member;
  };
  constexpr Column columns[] = {{"target_arch", &Target::arch},
                                {"target_os", &Target::system},
                                {"target_env", &Target::environment},
                                {"target_abi", &Target::abi}};
  for (const Column &column : columns)
    if (column.key == key) return target.*column.member == value;
  return false;
}

class CfgReader {
public:
  CfgReader(std::string_view text, const Target &target) : rest(text), target(target) {}

  bool whole() {
    bool holds = word() == "cfg" && consume('(') && expression() && consume(')');
    skipBlanks();
    return holds && rest.empty() && !broken;
  }

private:
  // Every part is read even where the answer is known, so that the reader stands behind it.
  bool expression(int depth = 0) {
    constexpr int deepest = 64;
    std::string_view name = word();
    if (name.empty() || depth > deepest) return broken = true, false;
    if (consume('(')) return list(name, depth);
    if (!consume('=')) return isFamily(target, name) || name == "true";
    return matches(target, name, quoted());
  }

  bool list(std::string_view name, int depth) {
    size_t count = 0, held = 0;
    while (!broken && !consume(')')) {
      held += expression(depth + 1) ? 1 : 0;
      ++count;
      if (consume(')')) break;
      if (!consume(',')) broken = true;
    }
    if (name == "all") return held == count;
    if (name == "any") return held > 0;
    if (name == "not") return count == 1 && held == 0;
    return broken = true, false;
  }

  void skipBlanks() { rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n"), rest.size())); }

  bool consume(char c) {
    skipBlanks();
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }

  std::string_view word() {
    skipBlanks();
    size_t end = 0;
    while (end < rest.size() && (rest[end] == '_' || (rest[end] >= 'a' && rest[end] <= 'z')))
      ++end;
    std::string_view found = rest.substr(0, end);
    rest.remove_prefix(end);
    return found;
  }

  std::string_view quoted() {
    size_t end = std::string_view::npos;
    if (consume('"')) end = rest.find('"');
    if (end == std::string_view::npos) return broken = true, std::string_view();
    std::string_view found = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return found;
  }

  std::string_view rest;
  const Target &target;
  bool broken = false;
};

} // namespace

bool cfgHolds(std::string_view text, const Target &target) {
  return CfgReader(text, target).whole();
}

} // namespace linkshim
