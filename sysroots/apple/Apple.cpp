#include "sysroots/apple/Apple.h"
#include "apple-tables.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>

extern "C" {
extern const unsigned char linkshim_apple_tables[];
extern const unsigned long linkshim_apple_tables_size;
}

namespace linkshim::apple {
namespace {

// The SDK versions are those of the release that the framework crates describe (Xcode 16.4): the system goes
// by them when it chooses between old and new behaviour.
constexpr Platform platforms[] = {
    {"macos", "macos", "macos", "MACOSX_DEPLOYMENT_TARGET", "MacOSX", "macosx", "15.5", true, ""},
    {"mac-catalyst", "maccatalyst", "maccatalyst", "IPHONEOS_DEPLOYMENT_TARGET", "MacOSX", "macosx", "18.5",
     true, "/System/iOSSupport"},
    {"ios", "ios", "ios", "IPHONEOS_DEPLOYMENT_TARGET", "iPhoneOS", "iphoneos", "18.5", false, ""},
    {"ios-simulator", "ios-simulator", "ios", "IPHONEOS_DEPLOYMENT_TARGET", "iPhoneSimulator",
     "iphonesimulator", "18.5", false, ""},
    {"tvos", "tvos", "tvos", "TVOS_DEPLOYMENT_TARGET", "AppleTVOS", "appletvos", "18.5", false, ""},
    {"tvos-simulator", "tvos-simulator", "tvos", "TVOS_DEPLOYMENT_TARGET", "AppleTVSimulator",
     "appletvsimulator", "18.5", false, ""},
    {"watchos", "watchos", "watchos", "WATCHOS_DEPLOYMENT_TARGET", "WatchOS", "watchos", "11.5", false, ""},
    {"watchos-simulator", "watchos-simulator", "watchos", "WATCHOS_DEPLOYMENT_TARGET", "WatchSimulator",
     "watchsimulator", "11.5", false, ""},
    {"xros", "xros", "visionos", "XROS_DEPLOYMENT_TARGET", "XROS", "xros", "2.5", false, ""},
    {"xros-simulator", "xros-simulator", "visionos", "XROS_DEPLOYMENT_TARGET", "XRSimulator", "xrsimulator",
     "2.5", false, ""},
};

struct Framework {
  std::string_view name;
  std::string_view systems; ///< space separated
};
constexpr Framework frameworks[] = {LINKSHIM_APPLE_FRAMEWORKS};

std::string_view cut(std::string_view &rest, char end) {
  size_t at = std::min(rest.find(end), rest.size());
  std::string_view head = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return head;
}

std::vector<std::string_view> splitWords(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty())
    words.push_back(cut(text, ' '));
  return words;
}

bool isOn(std::string_view systems, std::string_view system) {
  std::vector<std::string_view> words = splitWords(systems);
  return std::find(words.begin(), words.end(), system) != words.end();
}

/// One entry of the list: what a library is called, and what it exports.
struct Library {
  std::string_view name;
  std::string_view version; ///< of a framework; empty for a library of /usr/lib
  std::string_view systems; ///< of a framework
  std::string_view aliases, reexports, classes, symbols, onlyIntel, onlyArm;
};

std::string unpack() {
  std::string_view blob(reinterpret_cast<const char *>(linkshim_apple_tables), linkshim_apple_tables_size);
  std::string_view digits = cut(blob, '\n');
  size_t size = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), size);
  llvm::SmallVector<uint8_t, 0> bytes;
  llvm::ArrayRef<uint8_t> packed(reinterpret_cast<const uint8_t *>(blob.data()), blob.size());
  if (llvm::Error error = llvm::compression::zlib::decompress(packed, bytes, size)) {
    llvm::consumeError(std::move(error));
    return {};
  }
  return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::vector<Library> readLibraries(std::string_view text) {
  struct Part {
    std::string_view word;
    std::string_view Library::*member;
  };
  constexpr Part parts[] = {{"alias", &Library::aliases},    {"reexport", &Library::reexports},
                            {"class", &Library::classes},    {"symbol", &Library::symbols},
                            {"x86_64", &Library::onlyIntel}, {"arm64", &Library::onlyArm}};
  std::vector<Library> all;
  while (!text.empty()) {
    std::string_view line = cut(text, '\n');
    std::string_view word = cut(line, ' ');
    if (word == "library" || word == "framework") {
      all.emplace_back().name = cut(line, ' ');
      all.back().version = cut(line, ' ');
      all.back().systems = line;
    }
    for (const Part &part : parts)
      if (word == part.word) all.back().*part.member = line;
  }
  return all;
}

/// A name as YAML takes it: quoted where it has a sign of YAML's in it.
void appendName(std::string &out, std::string_view name) {
  bool quoted = name.find_first_of("$:'\"#&*!|>%@`~ ") != std::string_view::npos;
  out += quoted ? fmt::format("'{}'", name) : std::string(name);
}

void appendList(std::string &out, std::string_view key, const std::vector<std::string_view> &names) {
  if (names.empty()) return;
  out += fmt::format("    {}: [ ", key);
  for (size_t i = 0; i < names.size(); ++i) {
    if (i) out += i % 8 ? ", " : ",\n      ";
    appendName(out, names[i]);
  }
  out += " ]\n";
}

class StubWriter {
public:
  StubWriter(const Platform &platform, const std::vector<Library> &libraries)
      : platform(platform), libraries(libraries) {
    for (std::string_view arch : {"x86_64", "x86_64h"})
      intel += fmt::format("{}{}-{}", intel.empty() ? "" : ", ", arch, platform.stub);
    for (std::string_view arch : {"arm64", "arm64e", "arm64_32"})
      arm += fmt::format("{}{}-{}", arm.empty() ? "" : ", ", arch, platform.stub);
  }

  Pieces write() {
    for (const Library &library : libraries) {
      bool framework = !library.version.empty();
      if (framework && !isOn(library.systems, platform.system)) continue;
      pieces.push_back({place(library) + ".tbd", stub(library)});
      for (std::string_view alias : splitWords(library.aliases))
        pieces.push_back(
            {fmt::format("usr/lib/{}.tbd", alias),
             head(library) + reexports({fmt::format("/usr/lib/{}.dylib", library.name)}) + "...\n"});
    }
    return std::move(pieces);
  }

private:
  static std::string place(const Library &library) {
    if (library.version.empty()) return fmt::format("usr/lib/{}", library.name);
    return fmt::format("System/Library/Frameworks/{0}.framework/{0}", library.name);
  }

  std::string installName(const Library &library) const {
    if (library.version.empty()) return fmt::format("/usr/lib/{}.dylib", library.name);
    if (!platform.versioned) return "/" + place(library);
    return fmt::format("{0}/System/Library/Frameworks/{1}.framework/Versions/{2}/{1}",
                       isOn(library.systems, "macos") ? "" : platform.ownRoot, library.name, library.version);
  }

  std::string head(const Library &library) const {
    return fmt::format("--- !tapi-tbd\ntbd-version: 4\ntargets: [ {}, {} ]\ninstall-name: '{}'\n", intel, arm,
                       installName(library));
  }

  std::string reexports(const std::vector<std::string> &paths) const {
    if (paths.empty()) return {};
    std::vector<std::string_view> names(paths.begin(), paths.end());
    std::string out = fmt::format("reexported-libraries:\n  - targets: [ {}, {} ]\n", intel, arm);
    appendList(out, "libraries", names);
    return out;
  }

  /// Named by where the stub is, which on macOS is not the install name.
  std::vector<std::string> reexportedBy(const Library &library) const {
    std::vector<std::string> paths;
    for (std::string_view name : splitWords(library.reexports))
      for (const Library &other : libraries)
        if (other.name == name && (other.version.empty() || isOn(other.systems, platform.system)))
          paths.push_back("/" + place(other) + (other.version.empty() ? ".dylib" : ""));
    return paths;
  }

  std::string stub(const Library &library) const {
    std::string out = head(library) + reexports(reexportedBy(library)) + "exports:\n";
    auto group = [&](std::string_view targets, std::string_view symbols, std::string_view classes) {
      if (symbols.empty() && classes.empty()) return;
      out += fmt::format("  - targets: [ {} ]\n", targets);
      appendList(out, "symbols", splitWords(symbols));
      appendList(out, "objc-classes", splitWords(classes));
    };
    group(intel + ", " + arm, library.symbols, library.classes);
    group(intel, library.onlyIntel, {});
    group(arm, library.onlyArm, {});
    if (out.ends_with("exports:\n")) out.resize(out.size() - std::string_view("exports:\n").size());
    return out + "...\n";
  }

  const Platform &platform;
  const std::vector<Library> &libraries;
  std::string intel, arm;
  Pieces pieces;
};

} // namespace

const Platform *findPlatform(std::string_view name) {
  for (const Platform &platform : platforms)
    if (platform.name == name) return &platform;
  return nullptr;
}

bool hasFramework(const Platform &platform, std::string_view framework) {
  return std::any_of(std::begin(frameworks), std::end(frameworks), [&](const Framework &row) {
    return row.name == framework && isOn(row.systems, platform.system);
  });
}

Pieces makePieces(const Platform &platform) {
  std::string text = unpack();
  std::vector<Library> libraries = readLibraries(text);
  return StubWriter(platform, libraries).write();
}

std::string_view generation() {
  return LINKSHIM_APPLE_GENERATION;
}

} // namespace linkshim::apple
