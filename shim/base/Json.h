#pragma once
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <string_view>

namespace linkshim {

/// `text` as JSON can hold it: bytes that are not UTF-8 become U+FFFD, the replacement character.
inline std::string jsonSafe(std::string_view text) {
  llvm::StringRef bytes(text.data(), text.size());
  return llvm::json::isUTF8(bytes) ? bytes.str() : llvm::json::fixUTF8(bytes);
}

/// Writes `"key": "value"` into an object.
inline void jsonAttribute(llvm::json::OStream &out, std::string_view key, std::string_view value) {
  out.attribute(jsonSafe(key), jsonSafe(value));
}

constexpr unsigned jsonIndent = 2, jsonOnOneLine = 0;

/// The text that `write` writes to an LLVM JSON writer, without a line end.
template <typename Write> std::string jsonText(unsigned indent, Write write) {
  std::string text;
  {
    llvm::raw_string_ostream stream(text);
    llvm::json::OStream out(stream, indent);
    write(out);
  }
  return text;
}

} // namespace linkshim
