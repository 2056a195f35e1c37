#include "sysroots/coff/ModuleDefinition.h"
#include <algorithm>
#include <charconv>
#include <iterator>

namespace linkshim::coff {
namespace {

/// A word of the file. A quoted one is never a keyword.
struct Word {
  std::string_view text;
  size_t line = 0;
  bool quoted = false;
  bool is(std::string_view keyword) const { return !quoted && text == keyword; }
};

/// Statements other than EXPORTS; what follows them does not concern an import library.
constexpr std::string_view statements[] = {"LIBRARY", "NAME",     "EXPORTS",   "DESCRIPTION", "HEAPSIZE",
                                           "IMPORTS", "SECTIONS", "STACKSIZE", "STUB",        "VERSION"};

bool isStatement(const Word &word) {
  return !word.quoted &&
         std::find(std::begin(statements), std::end(statements), word.text) != std::end(statements);
}

/// True for what may follow the name of a library or program; all but the first occur only in old files.
bool isKindOfLibrary(const Word &word) {
  constexpr std::string_view kinds[] = {"BASE",      "INITGLOBAL",  "INITINSTANCE", "NOTWINDOWCOMPAT",
                                        "WINDOWAPI", "WINDOWCOMPAT"};
  return !word.quoted && std::find(std::begin(kinds), std::end(kinds), word.text) != std::end(kinds);
}

std::expected<std::vector<Word>, DefinitionError> wordsOf(std::string_view text) {
  std::vector<Word> words;
  size_t line = 1;
  for (size_t at = 0; at < text.size();) {
    char c = text[at];
    if (c == '\n') ++line;
    if (std::string_view(" \t\r\n\v\f").find(c) != std::string_view::npos) {
      ++at;
    } else if (c == ';') {
      at = std::min(text.find('\n', at), text.size());
    } else if (c == '"') {
      size_t end = text.find_first_of("\"\n", at + 1);
      if (end == std::string_view::npos || text[end] == '\n')
        return std::unexpected(DefinitionError{line, "a quoted name without its end"});
      words.push_back({text.substr(at + 1, end - at - 1), line, true});
      at = end + 1;
    } else if (c == '=' || c == ',') {
      size_t count = text.substr(at).starts_with("==") ? 2 : 1;
      words.push_back({text.substr(at, count), line});
      at += count;
    } else {
      size_t end = std::min(text.find_first_of("=,;\" \t\r\n\v\f", at), text.size());
      words.push_back({text.substr(at, end - at), line});
      at = end;
    }
  }
  return words;
}

class Reader {
public:
  explicit Reader(const std::vector<Word> &words) : words(words) {}

  std::expected<ModuleDefinition, DefinitionError> run() {
    if (!readStatements()) return std::unexpected(error);
    return std::move(definition);
  }

private:
  bool readStatements() {
    while (more()) {
      const Word &word = words[at++];
      if (!isStatement(word)) return fail(word, "`" + std::string(word.text) + "` begins no statement");
      if (word.is("EXPORTS")) {
        while (more() && !isStatement(words[at]))
          if (!readExport()) return false;
        continue;
      }
      bool names = word.is("LIBRARY") || word.is("NAME");
      if (names && more() && !isStatement(words[at])) {
        definition.library = words[at++].text;
        if (more() && !isStatement(words[at]) && !isKindOfLibrary(words[at]))
          return fail(words[at], "`" + std::string(words[at].text) + "` behind the name of the library");
      }
      while (more() && !isStatement(words[at]))
        ++at;
    }
    return true;
  }

  bool more() const { return at < words.size(); }
  bool fail(const Word &word, std::string what) {
    error = {word.line, std::move(what)};
    return false;
  }
  bool accept(std::string_view keyword) {
    bool is = more() && words[at].is(keyword);
    at += is ? 1 : 0;
    return is;
  }
  bool name(std::string &into) {
    bool is =
        more() && !words[at].is("=") && !words[at].is("==") && !words[at].is(",") && !words[at].text.empty();
    if (is) into = words[at++].text;
    return is;
  }
  bool readOrdinal(Export &entry);
  bool readExport();

  const std::vector<Word> &words;
  ModuleDefinition definition;
  DefinitionError error;
  size_t at = 0;
};

bool Reader::readOrdinal(Export &entry) {
  const Word &word = words[at++];
  std::string_view digits = word.text.substr(1);
  const Word *number = &word;
  if (digits.empty() && more()) { // `@ 1`
    number = &words[at++];
    digits = number->text;
  }
  auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), entry.ordinal);
  if (problem != std::errc() || end != digits.data() + digits.size() || entry.ordinal == 0)
    return fail(*number, "`" + std::string(word.text) + "` is no ordinal: @1 to @65535");
  entry.noName = accept("NONAME");
  return true;
}

bool Reader::readExport() {
  Export entry;
  const Word &first = words[at];
  if (!name(entry.name)) return fail(first, "`" + std::string(first.text) + "` where a name should be");
  std::string ignored;
  if (accept("=") && !name(ignored)) return fail(first, "no name after `" + entry.name + " =`");
  while (more()) {
    const Word &word = words[at];
    if (!word.quoted && word.text.starts_with('@') && word.line == first.line) {
      // A name that begins with @ is one of a fastcall function; it begins a line.
      if (!readOrdinal(entry)) return false;
    } else if (accept("==")) {
      if (!name(entry.alias)) return fail(word, "no name after `" + entry.name + " ==`");
    } else if (accept("DATA")) {
      entry.data = true;
    } else if (accept("CONSTANT")) {
      entry.constant = true;
    } else if (accept("PRIVATE")) {
      entry.priv = true;
    } else if (accept("NONAME")) {
      return fail(word, "NONAME without an ordinal");
    } else {
      break;
    }
  }
  definition.exports.push_back(std::move(entry));
  return true;
}

} // namespace

std::expected<ModuleDefinition, DefinitionError> readDefinition(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::expected<std::vector<Word>, DefinitionError> words = wordsOf(text);
  if (!words) return std::unexpected(words.error());
  return Reader(*words).run();
}

} // namespace linkshim::coff
