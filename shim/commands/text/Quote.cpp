#include "shim/commands/text/Quote.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

bool isControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// `text` between two `quote`, with a backslash before each character of `special`.
std::string quoted(char quote, std::string_view text, std::string_view special) {
  std::string out(1, quote);
  for (char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out + quote;
}

} // namespace

std::string tomlString(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\t': out += "\\t"; break;
    case '\r': out += "\\r"; break;
    default:
      if (isControl(c))
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      else
        out += c;
    }
  }
  return out + '"';
}

std::string tomlKey(std::string_view key) {
  bool bare = !key.empty() && key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                    "0123456789_-") == std::string_view::npos;
  return bare ? std::string(key) : tomlString(key);
}

std::string fishWord(std::string_view text) {
  return quoted('\'', text, "'\\");
}

std::string cmakeString(std::string_view text) {
  return quoted('"', text, "\"\\$;");
}

std::string mesonString(std::string_view text) {
  return quoted('\'', text, "'\\");
}

std::string powershellWord(std::string_view text) {
  // In PowerShell the typographic single quotes U+2018 to U+201B are quotes too.
  constexpr std::string_view typographic = "\xe2\x80";
  std::string out = "'";
  for (size_t i = 0; i < text.size(); ++i) {
    std::string_view rest = text.substr(i);
    bool curly = rest.size() > 2 && rest.starts_with(typographic) && rest[2] >= '\x98' && rest[2] <= '\x9b';
    size_t size = curly ? 3 : 1;
    out += rest.substr(0, size);
    if (curly || rest.front() == '\'') out += rest.substr(0, size);
    i += size - 1;
  }
  return out + "'";
}

std::string githubLine(std::string_view name, std::string_view value) {
  if (value.find_first_of("\r\n") == std::string_view::npos) return fmt::format("{}={}\n", name, value);
  std::string mark = "LINKSHIM_END";
  while (value.find(mark) != std::string_view::npos)
    mark += '_';
  return fmt::format("{}<<{}\n{}\n{}\n", name, mark, value, mark);
}

} // namespace linkshim
