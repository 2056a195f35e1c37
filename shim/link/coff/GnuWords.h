#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace linkshim {

/// Options of GNU ld that build tools pass to a compiler for MinGW by -Wl, in link.exe's words. CMake takes
/// the compiler of Microsoft's targets for one, since it defines __MINGW32__.
class GnuWords {
public:
  struct Word {
    std::string text; ///< of link.exe; empty: it is left out
    std::string_view why;
  };
  /// The next of the words; nullopt where it is none of GNU ld's.
  std::optional<Word> read(std::string_view word);
  /// The option for the version that the words have asked for; empty for none, and for 0.0.
  std::string version() const;

  bool hasImportLibrary() const { return importLibrary; }

private:
  Word withValue(std::string_view option, std::string_view value);
  std::string pending; ///< an option whose value is the next word
  bool importLibrary = false;
  std::string major = "0", minor = "0";
};

} // namespace linkshim
