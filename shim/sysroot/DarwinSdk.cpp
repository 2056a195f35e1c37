#include "shim/sysroot/DarwinSdk.h"
#include "shim/sysroot/UserSysroot.h"
#include "llvm/Support/JSON.h"
#include <fmt/format.h>

namespace linkshim {
namespace {

/// What SDKSettings.json says of an SDK.
struct SdkSettings {
  std::string name; ///< macosx, iphoneos, ...; empty when it is not known
  std::string version;
};

SdkSettings readSettings(const std::string &root, const FileReader &files) {
  SdkSettings settings;
  std::string text = files.read(joinPath(root, "SDKSettings.json")).value_or("");
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(text);
  if (!json) {
    llvm::consumeError(json.takeError());
    return settings;
  }
  const llvm::json::Object *object = json->getAsObject();
  if (!object) return settings;
  if (auto version = object->getString("Version")) settings.version = version->str();
  if (auto name = object->getString("CanonicalName"))
    settings.name = name->substr(0, name->find_first_of("0123456789")).str();
  return settings;
}

bool isSdk(const std::string &root, const FileReader &files) {
  return files.status(joinPath(root, "usr/lib")).isDirectory() ||
         files.status(joinPath(root, "System/Library/Frameworks")).isDirectory();
}

/// The SDK in `root`. `from` is the option or variable that names it, for the message.
Result<DarwinSdk> sdkIn(const std::string &root, std::string_view from, const Target &target,
                        const FileReader &files) {
  if (isSdk(root, files)) return DarwinSdk{root, readSettings(root, files).version, false};
  bool there = files.status(root).isDirectory();
  return fail({fmt::format("{} names {}", from, there ? "a folder that is no SDK" : "no folder"),
               {{std::string(from), root}, {"an SDK has", "usr/lib and System/Library/Frameworks"}},
               howToNameSdk(target)});
}

/// The SDK in an Xcode, or in Apple's command line tools; empty when there is none.
std::string inDeveloperFolder(std::string_view folder, std::string_view sdk, const FileReader &files) {
  for (const std::string &path :
       {fmt::format("{0}/Platforms/{1}.platform/Developer/SDKs/{1}.sdk", folder, sdk),
        fmt::format("{}/SDKs/{}.sdk", folder, sdk)})
    if (isSdk(path, files)) return path;
  return {};
}

} // namespace

std::string howToNameSdk(const Target &target) {
  const apple::Platform *platform = apple::findPlatform(target.platform);
  return fmt::format("export SDKROOT=/path/to/{}.sdk", platform ? platform->sdk : "MacOSX");
}

bool isOwnSdk(const std::string &folder, const std::string &share, const FileReader &files) {
  if (share.empty()) return false;
  if (folder.starts_with(share)) return true;
  std::optional<std::string> real = files.realPath(folder);
  for (const std::string &each : {share, share + "/headers/darwin"}) // which may be a link to elsewhere
    if (std::optional<std::string> own = files.realPath(each); real && own)
      if ((*real + "/").starts_with(*own + "/")) return true;
  return false;
}

PieceFolder appleFolder(const Target &target, const SysrootPlaces &places) {
  std::string name = fmt::format("apple-{}-{}", target.platform, apple::generation());
  return {PieceFolder::Kind::apple, target.platform, {}, joinPath(places.cache, name)};
}

Result<DarwinSdk> findDarwinSdk(const Target &target, const std::string &named, const PlanContext &context) {
  const FileReader &files = context.files;
  const apple::Platform *platform = apple::findPlatform(target.platform);
  const std::string &share = context.places.share;
  if (!named.empty() && !isOwnSdk(named, share, files)) return sdkIn(named, "the sysroot", target, files);
  if (std::string_view own = targetVariable("LINKSHIM_SYSROOT", target, context.environment); !own.empty())
    return sdkIn(std::string(own), userSysrootVariable(target), target, files);
  if (std::string root(context.environment.value("SDKROOT"));
      !root.empty() && !isOwnSdk(root, share, files)) {
    SdkSettings settings = readSettings(root, files);
    bool foreign = platform && !settings.name.empty() && settings.name != platform->sdkName;
    if (!foreign) return sdkIn(root, "SDKROOT", target, files);
  }
  if (std::string_view folder = context.environment.value("DEVELOPER_DIR"); !folder.empty() && platform)
    if (std::string root = inDeveloperFolder(folder, platform->sdk, files); !root.empty())
      return sdkIn(root, "DEVELOPER_DIR", target, files);
  return DarwinSdk{appleFolder(target, context.places).path,
                   std::string(platform ? platform->sdkVersion : ""), true};
}

DarwinFolders extraFolders(const Target &target, const DarwinSdk &sdk) {
  if (sdk.stubs || target.platform != "mac-catalyst") return {};
  return {{sdk.root + "/System/iOSSupport/System/Library/Frameworks"},
          {sdk.root + "/System/iOSSupport/usr/lib"}};
}

} // namespace linkshim
