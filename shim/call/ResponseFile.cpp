#include "shim/call/ResponseFile.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/StringSaver.h"
#include <cstring>
#include <fmt/format.h>

namespace linkshim {
namespace {

/// How deep files may include each other, and how many may be read in all, since each may name many.
constexpr size_t deepest = 1000, mostFiles = 10'000;

std::vector<std::string> splitLines(std::string_view text) {
  std::vector<std::string> args;
  std::string current;
  bool any = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\n') {
      if (any) args.push_back(std::move(current));
      current.clear();
      any = false;
      continue;
    }
    any = true;
    if (c == '\\' && i + 1 < text.size()) c = text[++i];
    current += c;
  }
  if (any) args.push_back(std::move(current));
  return args;
}

/// LLVM's tokenizer is not used, since that of LLVM 22 drops empty arguments; a later one keeps them
/// (https://github.com/llvm/llvm-project/pull/187566).
std::vector<std::string> splitGnu(std::string_view text) {
  constexpr std::string_view space = " \t\n\r\v\f";
  std::vector<std::string> args;
  std::string current;
  bool any = false;
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (quote == 0 && space.find(c) != std::string_view::npos) {
      if (any) args.push_back(std::move(current));
      current.clear();
      any = false;
      continue;
    }
    any = true;
    if (c == '\\' && i + 1 < text.size())
      current += text[++i];
    else if (quote != 0 ? c == quote : c == '\'' || c == '"')
      quote = quote ? 0 : c;
    else
      current += c;
  }
  if (any) args.push_back(std::move(current));
  return args;
}

std::vector<std::string> splitWindows(std::string_view text) {
  llvm::BumpPtrAllocator allocator;
  llvm::StringSaver saver(allocator);
  llvm::SmallVector<const char *, 64> parts;
  llvm::cl::TokenizeWindowsCommandLine(llvm::StringRef(text.data(), text.size()), saver, parts);
  return {parts.begin(), parts.end()};
}

std::string quotedForGnu(std::string_view arg) {
  std::string out(arg.empty() ? "\"\"" : "");
  for (char c : arg) {
    if (std::strchr(" \t\n\r\v\f\\'\"", c) && c != '\0') out += '\\';
    out += c;
  }
  return out;
}

/// A backslash is one only before a quotation mark, where two stand for one.
std::string quotedForWindows(std::string_view arg) {
  std::string out = "\"";
  size_t backslashes = 0;
  for (char c : arg) {
    if (c == '"') out.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out += c;
  }
  return out.append(backslashes, '\\') + '"';
}

bool isUtf16(std::string_view text) {
  return text.size() >= 2 &&
         ((text[0] == '\xff' && text[1] == '\xfe') || (text[0] == '\xfe' && text[1] == '\xff'));
}

class Expander {
public:
  Expander(const FileReader &files, bool windowsStyle, std::optional<Quoting> asked)
      : files(files), windowsStyle(windowsStyle), asked(asked) {}

  Result<void> expandAll(const std::vector<std::string> &args, size_t depth, std::vector<std::string> &out) {
    for (const std::string &arg : args)
      if (Result<void> done = expand(arg, depth, out); !done) return done;
    return {};
  }
  bool any = false;

private:
  Result<void> expand(const std::string &arg, size_t depth, std::vector<std::string> &out) {
    std::string path = arg.starts_with('@') ? arg.substr(1) : std::string();
    if (path.empty() || files.status(path).kind == FileStatus::Kind::missing) {
      out.push_back(arg);
      return {};
    }
    any = true;
    if (depth >= deepest || ++filesRead > mostFiles)
      return fail({"response files include each other endlessly",
                   {{"file", path}},
                   "give the arguments on the command line"});
    SystemResult<std::string> text = files.read(path);
    if (!text)
      return fail(
          {"a response file cannot be read",
           {{"file", path}, {"reason", files.status(path).isDirectory() ? "it is a folder" : text.error()}},
           fmt::format("ls -l {}", path)});
    Quoting quoting = asked.value_or(quotingOf(path, windowsStyle));
    return expandAll(splitResponseText(*text, quoting), depth + 1, out);
  }

  const FileReader &files;
  bool windowsStyle;
  std::optional<Quoting> asked;
  size_t filesRead = 0;
};

} // namespace

Quoting quotingOf(std::string_view path, bool windowsStyle) {
  if (windowsStyle) return Quoting::windows;
  return baseName(path) == "linker-arguments" ? Quoting::rustc : Quoting::gnu;
}

std::vector<std::string> splitResponseText(std::string_view text, Quoting quoting) {
  std::string converted;
  if (isUtf16(text)) {
    if (llvm::convertUTF16ToUTF8String(llvm::ArrayRef<char>(text.data(), text.size()), converted))
      text = converted;
    quoting = Quoting::windows;
  } else if (text.starts_with("\xef\xbb\xbf")) {
    text.remove_prefix(3);
  }
  switch (quoting) {
  case Quoting::rustc: return splitLines(text);
  case Quoting::windows: return splitWindows(text);
  case Quoting::gnu: break;
  }
  return splitGnu(text);
}

std::optional<Quoting> quotingAskedFor(const std::vector<std::string> &args) {
  std::optional<Quoting> asked;
  for (std::string_view arg : args) {
    size_t name = arg.find("-rsp-quoting=");
    if (name > 1 || (name == 1 && arg[0] != '-')) continue;
    std::string_view value = arg.substr(arg.find('=') + 1);
    if (value == "windows") asked = Quoting::windows;
    if (value == "posix") asked = Quoting::gnu;
  }
  return asked;
}

std::string quoteResponseText(const std::vector<std::string> &args, Quoting quoting) {
  std::string out;
  for (const std::string &arg : args)
    out += (quoting == Quoting::windows ? quotedForWindows(arg) : quotedForGnu(arg)) + '\n';
  return out;
}

Result<bool> expandResponseFiles(std::vector<std::string> &args, const FileReader &files, bool windowsStyle) {
  bool none = true;
  for (const std::string &arg : args)
    none &= !arg.starts_with('@');
  if (none) return false;
  Expander expander(files, windowsStyle, quotingAskedFor(args));
  std::vector<std::string> out;
  if (Result<void> done = expander.expandAll(args, 0, out); !done) return failed(done);
  args = std::move(out);
  return expander.any;
}

} // namespace linkshim
