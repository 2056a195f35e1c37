#include "sysroots/apple/Apple.h"
#include "apple-tables.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Error.h"
#include "llvm/TextAPI/InterfaceFile.h"
#include "llvm/TextAPI/TextAPIWriter.h"
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

namespace MachO = llvm::MachO;

// The SDK versions are those of Xcode 16.4, which the framework crates describe. Apple's systems choose
// between old and new behaviour by the version in a program.
constexpr Platform platforms[] = {
    {"macos", MachO::PLATFORM_MACOS, "macos", "MACOSX_DEPLOYMENT_TARGET", "MacOSX", "macosx", "15.5", true,
     ""},
    {"mac-catalyst", MachO::PLATFORM_MACCATALYST, "maccatalyst", "IPHONEOS_DEPLOYMENT_TARGET", "MacOSX",
     "macosx", "18.5", true, "/System/iOSSupport"},
    {"ios", MachO::PLATFORM_IOS, "ios", "IPHONEOS_DEPLOYMENT_TARGET", "iPhoneOS", "iphoneos", "18.5", false,
     ""},
    {"ios-simulator", MachO::PLATFORM_IOSSIMULATOR, "ios", "IPHONEOS_DEPLOYMENT_TARGET", "iPhoneSimulator",
     "iphonesimulator", "18.5", false, ""},
    {"tvos", MachO::PLATFORM_TVOS, "tvos", "TVOS_DEPLOYMENT_TARGET", "AppleTVOS", "appletvos", "18.5", false,
     ""},
    {"tvos-simulator", MachO::PLATFORM_TVOSSIMULATOR, "tvos", "TVOS_DEPLOYMENT_TARGET", "AppleTVSimulator",
     "appletvsimulator", "18.5", false, ""},
    {"watchos", MachO::PLATFORM_WATCHOS, "watchos", "WATCHOS_DEPLOYMENT_TARGET", "WatchOS", "watchos", "11.5",
     false, ""},
    {"watchos-simulator", MachO::PLATFORM_WATCHOSSIMULATOR, "watchos", "WATCHOS_DEPLOYMENT_TARGET",
     "WatchSimulator", "watchsimulator", "11.5", false, ""},
    {"xros", MachO::PLATFORM_XROS, "visionos", "XROS_DEPLOYMENT_TARGET", "XROS", "xros", "2.5", false, ""},
    {"xros-simulator", MachO::PLATFORM_XROS_SIMULATOR, "visionos", "XROS_DEPLOYMENT_TARGET", "XRSimulator",
     "xrsimulator", "2.5", false, ""},
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

/// An entry of symbols.txt: a library or framework and what it exports.
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

// Each stub is for all architectures that lld links for.
constexpr MachO::Architecture intel[] = {MachO::AK_x86_64, MachO::AK_x86_64h};
constexpr MachO::Architecture arm[] = {MachO::AK_arm64, MachO::AK_arm64e, MachO::AK_arm64_32};

class StubWriter {
public:
  StubWriter(const Platform &platform, const std::vector<Library> &libraries)
      : platform(platform), libraries(libraries) {
    for (MachO::Architecture arch : intel)
      intelTargets.emplace_back(arch, platform.number);
    for (MachO::Architecture arch : arm)
      armTargets.emplace_back(arch, platform.number);
    targets = intelTargets;
    targets.append(armTargets);
  }

  Pieces write() {
    for (const Library &library : libraries) {
      bool framework = !library.version.empty();
      if (framework && !isOn(library.systems, platform.system)) continue;
      pieces.push_back({place(library) + ".tbd", stub(library)});
      for (std::string_view alias : splitWords(library.aliases))
        pieces.push_back({fmt::format("usr/lib/{}.tbd", alias), aliasStub(library)});
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

  /// The libraries that a library re-exports, by the paths of their stubs, which on macOS are not their
  /// install names.
  std::vector<std::string> reexportedBy(const Library &library) const {
    std::vector<std::string> paths;
    for (std::string_view name : splitWords(library.reexports))
      for (const Library &other : libraries)
        if (other.name == name && (other.version.empty() || isOn(other.systems, platform.system)))
          paths.push_back("/" + place(other) + (other.version.empty() ? ".dylib" : ""));
    return paths;
  }

  std::string stub(const Library &library) const {
    MachO::InterfaceFile file;
    auto add = [&](std::string_view names, MachO::EncodeKind kind, const MachO::TargetList &on) {
      for (std::string_view name : splitWords(names))
        file.addSymbol(kind, name, on);
    };
    add(library.symbols, MachO::EncodeKind::GlobalSymbol, targets);
    add(library.classes, MachO::EncodeKind::ObjectiveCClass, targets);
    add(library.onlyIntel, MachO::EncodeKind::GlobalSymbol, intelTargets);
    add(library.onlyArm, MachO::EncodeKind::GlobalSymbol, armTargets);
    return text(file, library, reexportedBy(library));
  }

  /// The stub for a second name of a library: it re-exports the library.
  std::string aliasStub(const Library &library) const {
    MachO::InterfaceFile file;
    return text(file, library, {fmt::format("/usr/lib/{}.dylib", library.name)});
  }

  /// Completes a stub that has its symbols, and returns its text.
  std::string text(MachO::InterfaceFile &file, const Library &library,
                   const std::vector<std::string> &reexports) const {
    const MachO::PackedVersion firstVersion(1, 0, 0);
    file.addTargets(targets);
    file.setInstallName(installName(library));
    file.setCurrentVersion(firstVersion);
    file.setCompatibilityVersion(firstVersion);
    file.setTwoLevelNamespace();
    file.setApplicationExtensionSafe();
    for (const std::string &path : reexports)
      for (const MachO::Target &target : targets)
        file.addReexportedLibrary(path, target);
    std::string out;
    llvm::raw_string_ostream stream(out);
    // The newest version of the format that lld 14 reads. Only an unknown version is an error.
    llvm::cantFail(MachO::TextAPIWriter::writeToStream(stream, file, MachO::FileType::TBD_V4));
    return out;
  }

  const Platform &platform;
  const std::vector<Library> &libraries;
  MachO::TargetList intelTargets, armTargets, targets;
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

std::string optionFor(const Platform &platform, std::string_view symbol) {
  constexpr std::string_view objcClass = "_OBJC_CLASS_$_", lib = "lib";
  bool isClass = symbol.starts_with(objcClass);
  std::string_view name = isClass ? symbol.substr(objcClass.size()) : symbol;
  std::string text = unpack();
  for (const Library &library : readLibraries(text)) {
    bool framework = !library.version.empty();
    if (framework && !isOn(library.systems, platform.system)) continue;
    if (!isOn(isClass ? library.classes : library.symbols, name)) continue;
    if (framework) return fmt::format("-framework {}", library.name);
    std::string_view aliases = library.aliases, alias = cut(aliases, ' ');
    return fmt::format("-l{}", (alias.empty() ? library.name : alias).substr(lib.size()));
  }
  return {};
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
