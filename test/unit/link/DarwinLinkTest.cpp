#include "shim/call/AppleOptions.h"
#include "shim/sysroot/DarwinSdk.h"
#include "sysroots/apple/Apple.h"
#include "test/unit/PlannedCall.h"
#include "test/unit/Results.h"
#include <gmock/gmock.h>

namespace linkshim {
namespace {

using test::joined;
using test::Strings;
using test::Variables;
using test::words;

/// A machine with a Rust toolchain, an SDK for macOS, an Xcode, and a library of the user's own.
test::FakeFileSystem machine() {
  test::FakeFileSystem files;
  files.program("/rust/bin/rust-lld").workIn("/w").directory("/sdk/usr/lib");
  files.file("/sdk/SDKSettings.json", R"({"CanonicalName": "macosx14.2", "Version": "14.2"})");
  files.directory("/xcode/Platforms/iPhoneOS.platform/Developer/SDKs/iPhoneOS.sdk/usr/lib");
  files.directory("/other").directory("/own/Mine.framework").file("/own/libm.a").file("/w/e");
  return files;
}

bool planFor(const std::string &tool, Strings args, Variables variables, Plan &plan, Failure &failure) {
  variables.emplace_back("PATH", "/rust/bin");
  return test::into(test::plannedCall(tool, std::move(args), std::move(variables), machine(), ""), plan,
                    failure);
}

/// The arguments of the plan behind rust-lld's flavour, the folder of stubs as STUBS.
std::string planned(const char *tool, const char *given, Variables variables, Failure &failure) {
  Plan plan;
  if (!planFor(tool, words(given), std::move(variables), plan, failure)) return {};
  EXPECT_EQ(joined({plan.args.begin(), plan.args.begin() + 3}), "rust-lld -flavor darwin");
  for (std::string &arg : plan.args)
    for (const PieceFolder &piece : plan.pieces)
      if (arg == piece.path) arg = "STUBS";
  return joined({plan.args.begin() + 3, plan.args.end()});
}

#define MAC "aarch64-apple-darwin-cc"
#define ARM "-arch arm64 -platform_version macos 11.0 15.5 -syslibroot STUBS "
#define INTEL "-arch x86_64 -platform_version macos 10.12 15.5 -syslibroot STUBS "

struct Case {
  const char *name, *tool, *given, *expected;
  Variables variables = {};
};

const Case plans[] = {
    {"a program", MAC, "a.o -o a", ARM "a.o -o a -lSystem"},
    {"an output in one word", MAC, "a.o -oa", ARM "a.o -o a -lSystem"},
    {"another architecture", "x86_64-apple-darwin-cc", "a.o", INTEL "a.o -lSystem"},
    {"a C++ tool", "aarch64-apple-darwin-c++", "a.o", ARM "a.o -lc++ -lSystem"},
    {"libSystem is named once", MAC, "-nodefaultlibs a.o -lSystem -lc -lm -lpthread", ARM "a.o -lSystem"},
    {"under whatever name", MAC, "-nodefaultlibs a.o -lm -lc", ARM "a.o -lSystem"},
    {"a library of the user's own stays", MAC, "-nodefaultlibs -L/own a.o -lm", ARM "-L/own a.o -lm"},
    {"names of other systems' libraries", MAC, "-nodefaultlibs a.o -lgcc_s -lrt -lstdc++", ARM "a.o -lc++"},
    {"an output named like a library", MAC, "-nodefaultlibs a.o -o -lgcc_s", ARM "a.o -o -lgcc_s"},
    {"libSystem by -Wl", MAC, "a.o -Wl,-lc -lm", ARM "a.o -lSystem"},
    {"-shared", MAC, "-shared a.o -nostdlib", ARM "-dylib a.o"},
    {"a library's names", MAC,
     "-dynamiclib -install_name @rpath/a.dylib -compatibility_version 1 -current_version 2 a.o -nostdlib",
     ARM "-dylib -install_name @rpath/a.dylib -compatibility_version 1 -current_version 2 a.o"},
    {"a bundle", MAC, "-bundle -bundle_loader app -undefined dynamic_lookup a.o -nostdlib",
     ARM "-bundle -bundle_loader app -undefined dynamic_lookup a.o"},
    {"options that begin like others", MAC,
     "-dead_strip -ObjC -all_load -flat_namespace -order_file o -exported_symbols_list /w/e -umbrella U "
     "-force_load x.a -no_pie a.o -nostdlib",
     ARM "-dead_strip -ObjC -all_load -flat_namespace -order_file o -exported_symbols_list /w/e -umbrella U "
         "-force_load x.a -no_pie a.o"},
    {"options with several values", MAC, "-sectcreate __TEXT __info_plist Info.plist a.o -nostdlib",
     ARM "-sectcreate __TEXT __info_plist Info.plist a.o"},
    {"words of a compiler driver", MAC, "-rdynamic -no-pie -s -pthread -fobjc-arc -nostdlib a.o",
     ARM "-export_dynamic -no_pie -S -x a.o"},
    {"Objective-C", MAC, "-fobjc-link-runtime a.o", ARM "a.o -framework Foundation -lobjc -lSystem"},
    {"-Wl and -Xlinker", MAC, "-Wl,-rpath,@loader_path -Xlinker -dead_strip a.o -nostdlib",
     ARM "-rpath @loader_path -dead_strip a.o"},
    {"frameworks", MAC, "a.o -framework Security -weak_framework Metal -Wl,-framework,AppKit -nostdlib",
     ARM "a.o -framework Security -weak_framework Metal -framework AppKit"},
    {"a framework of the user's own", MAC, "-F/own -iframework /own -framework Mine a.o -nostdlib",
     ARM "-F/own -F /own -framework Mine a.o"},
    {"between Apple's linkers", MAC, "-ld_classic -Wl,-ld_new -fuse-ld=lld a.o -nostdlib", ARM "a.o"},
    {"compile options mean nothing here", MAC, "-O2 -g -fPIC -Wall -DX -Ifoo -mcpu=apple-m1 a.o -nostdlib",
     ARM "a.o"},
    {"the oldest system, from an option", MAC, "-mmacosx-version-min=12.3 a.o -nostdlib",
     "-arch arm64 -platform_version macos 12.3 15.5 -syslibroot STUBS a.o"},
    {"from the environment",
     MAC,
     "a.o -nostdlib",
     "-arch arm64 -platform_version macos 13.0 15.5 -syslibroot STUBS a.o",
     {{"MACOSX_DEPLOYMENT_TARGET", "13.0"}}},
    {"the option wins",
     MAC,
     "-mmacosx-version-min=12.3 a.o -nostdlib",
     "-arch arm64 -platform_version macos 12.3 15.5 -syslibroot STUBS a.o",
     {{"MACOSX_DEPLOYMENT_TARGET", "13.0"}}},
    {"raised to the first system with the processor", MAC, "-mmacosx-version-min=10.9 a.o -nostdlib",
     ARM "a.o"},
    {"raised from the variable", MAC, "a.o -nostdlib", ARM "a.o", {{"MACOSX_DEPLOYMENT_TARGET", "10.9.5"}}},
    {"raised from the target", MAC, "-target arm64-apple-macos10.15 a.o -nostdlib", ARM "a.o"},
    {"raised for a simulator", "aarch64-apple-ios-sim-cc", "-miphonesimulator-version-min=9.0 a.o -nostdlib",
     "-arch arm64 -platform_version ios-simulator 14.0 18.5 -syslibroot STUBS a.o"},
    {"all of a device's have its processor", "aarch64-apple-ios-cc",
     "-miphoneos-version-min=9.0 a.o -nostdlib",
     "-arch arm64 -platform_version ios 9.0 18.5 -syslibroot STUBS a.o"},
    {"Intel had them before", "x86_64-apple-darwin-cc", "-mmacosx-version-min=10.9 a.o -nostdlib",
     "-arch x86_64 -platform_version macos 10.9 15.5 -syslibroot STUBS a.o"},
    {"raised in ld64's words", "aarch64-apple-darwin-ld", "-platform_version macos 10.9 12.0 a.o",
     "-arch arm64 -syslibroot STUBS -platform_version macos 11.0 12.0 a.o"},
    {"ld64's older word", "aarch64-apple-darwin-ld", "-macosx_version_min 12.1 a.o",
     "-arch arm64 -platform_version macos 12.1 15.5 -syslibroot STUBS a.o"},
    {"by the driver", MAC, "-Wl,-macosx_version_min,10.9 a.o -nostdlib", ARM "a.o"},
    {"Objective-C's archives", MAC, "-ObjC++ -ObjC a.o -nostdlib", ARM "-ObjC -ObjC a.o"},
    {"from the target", "aarch64-apple-ios-sim-cc", "-target arm64-apple-ios14.0.0-simulator a.o -nostdlib",
     "-arch arm64 -platform_version ios-simulator 14.0.0 18.5 -syslibroot STUBS a.o"},
    {"from a target in other words", MAC, "-target aarch64-apple-macos12.3 a.o -nostdlib",
     "-arch arm64 -platform_version macos 12.3 15.5 -syslibroot STUBS a.o"},
    {"a kernel's version is none of the system", MAC, "-target arm64-apple-darwin20 a.o -nostdlib",
     ARM "a.o"},
    {"a simulator's", "aarch64-apple-ios-sim-cc", "-target arm64-apple-ios15.0-simulator a.o -nostdlib",
     "-arch arm64 -platform_version ios-simulator 15.0 18.5 -syslibroot STUBS a.o"},
    {"newer than the SDK", "aarch64-apple-watchos-cc", "a.o -nostdlib",
     "-arch arm64 -platform_version watchos 26.0 26.0 -syslibroot STUBS a.o"},
    {"an SDK",
     MAC,
     "a.o -nostdlib -framework NotOurs",
     "-arch arm64 -platform_version macos 11.0 14.2 -syslibroot /sdk a.o -framework NotOurs",
     {{"SDKROOT", "/sdk"}}},
    {"an SDK of another system is not meant",
     "aarch64-apple-ios-cc",
     "a.o -nostdlib",
     "-arch arm64 -platform_version ios 10.0 18.5 -syslibroot STUBS a.o",
     {{"SDKROOT", "/sdk"}}},
    {"an SDK on the line", MAC, "-isysroot /sdk a.o -nostdlib",
     "-arch arm64 -platform_version macos 11.0 14.2 -syslibroot /sdk a.o"},
    {"an Xcode",
     "aarch64-apple-ios-cc",
     "a.o -nostdlib",
     "-arch arm64 -platform_version ios 10.0 10.0 -syslibroot "
     "/xcode/Platforms/iPhoneOS.platform/Developer/SDKs/iPhoneOS.sdk a.o",
     {{"DEVELOPER_DIR", "/xcode"}}},
    {"our own headers are no SDK", MAC, "a.o -nostdlib", ARM "a.o", {{"SDKROOT", "/share/headers/darwin"}}},
    {"ld64's own words", "aarch64-apple-darwin-ld",
     "a.o -lSystem -lc -arch arm64 -platform_version macos 11.0.0 11.0.0 -o a -dead_strip",
     "-syslibroot STUBS a.o -lSystem -arch arm64 -platform_version macos 11.0.0 11.0.0 -o a -dead_strip"},
};

TEST(DarwinLink, Plans) {
  for (const Case &c : plans) {
    Failure failure;
    EXPECT_EQ(planned(c.tool, c.given, c.variables, failure), c.expected) << c.name << failure.text();
  }
}

struct Refused {
  const char *name, *tool, *given;
  Variables variables;
  Failure failure;
};
const Refused refused[] = {
    {"a framework without a stub",
     MAC,
     "a.o -framework Nowhere",
     {},
     {"linkshim has no stub of the framework Nowhere",
      {{"target", "aarch64-apple-darwin"}, {"an SDK has it", "MacOSX"}},
      "export SDKROOT=/path/to/MacOSX.sdk"}},
    {"one of another system",
     "aarch64-apple-ios-cc",
     "a.o -Wl,-framework,AppKit",
     {},
     {"linkshim has no stub of the framework AppKit",
      {{"target", "aarch64-apple-ios"}, {"an SDK has it", "iPhoneOS"}},
      "export SDKROOT=/path/to/iPhoneOS.sdk"}},
    {"an SDK that is not there",
     MAC,
     "a.o",
     {{"SDKROOT", "/none"}},
     {"SDKROOT names no folder",
      {{"SDKROOT", "/none"}, {"an SDK has", "usr/lib and System/Library/Frameworks"}},
      "export SDKROOT=/path/to/MacOSX.sdk"}},
    {"a folder that is no SDK",
     MAC,
     "a.o -isysroot /other",
     {},
     {"the sysroot names a folder that is no SDK",
      {{"the sysroot", "/other"}, {"an SDK has", "usr/lib and System/Library/Frameworks"}},
      "export SDKROOT=/path/to/MacOSX.sdk"}},
    {"a list of symbols that is not there",
     MAC,
     "a.o -Wl,-exported_symbols_list,/none",
     {},
     {"a list of symbols cannot be read", {{"-exported_symbols_list", "/none"}}, "ls -l /none"}},
    {"a second architecture",
     MAC,
     "a.o -arch arm64 -arch x86_64",
     {},
     {"aarch64-apple-darwin-cc is for one architecture, and -arch names another",
      {{"tool", "arm64"}, {"asked for", "x86_64"}},
      "compile and link once with the tool of each target, then: linkshim lipo -create -output OUT A B"}},
    {"a compile for another architecture",
     MAC,
     "-c a.c -arch x86_64",
     {},
     {"aarch64-apple-darwin-cc is for one architecture, and -arch names another",
      {{"tool", "arm64"}, {"asked for", "x86_64"}},
      "compile and link once with the tool of each target, then: linkshim lipo -create -output OUT A B"}},
    {"another architecture in Apple's words",
     MAC,
     "-c a.c -target x86_64-apple-macos12",
     {},
     {"aarch64-apple-darwin-cc makes code for one target, and --target= names another",
      {{"tool", "aarch64-apple-darwin"}, {"asked for", "x86_64-apple-darwin"}},
      "x86_64-apple-darwin-cc"}},
    {"another system",
     "aarch64-apple-ios-cc",
     "a.o -target arm64-apple-ios15.0-simulator",
     {},
     {"aarch64-apple-ios-cc makes code for one target, and --target= names another",
      {{"tool", "aarch64-apple-ios"}, {"asked for", "aarch64-apple-ios-sim"}},
      "aarch64-apple-ios-sim-cc"}},
    {"objects joined into one",
     MAC,
     "-r a.o -o b.o",
     {},
     {"lld does not join objects into one for Apple's systems",
      {{"asked for", "-r"}, {"target", "aarch64-apple-darwin"}},
      "aarch64-apple-darwin-ar rcs libparts.a FILE..."}},
    {"a sanitizer",
     MAC,
     "a.o -fsanitize=address",
     {},
     {"the address sanitizer has no runtime for aarch64-apple-darwin",
      {{"looked for", "libclang_rt.asan-aarch64.a"}, {"looked in", "lib/clang beside clang"}},
      "leave out -fsanitize=address"}},
};

TEST(DarwinLink, Refuses) {
  for (const Refused &c : refused) {
    Failure failure;
    EXPECT_EQ(planned(c.tool, c.given, c.variables, failure), "") << c.name;
    EXPECT_EQ(failure.text(), c.failure.text()) << c.name;
  }
}

TEST(DarwinLink, NotesAreForStubs) {
  Plan stubs, sdk;
  Failure failure;
  ASSERT_TRUE(planFor(MAC, {"a.o"}, {}, stubs, failure));
  ASSERT_TRUE(planFor(MAC, {"a.o"}, {{"SDKROOT", "/sdk"}}, sdk, failure));
  EXPECT_TRUE(static_cast<bool>(stubs.noteOnFailure));
  EXPECT_FALSE(static_cast<bool>(sdk.noteOnFailure));
  EXPECT_TRUE(sdk.pieces.empty());
}

/// The text of a stub; empty when the platform has none.
std::string stub(const char *platform, const std::string &name) {
  for (const Piece &piece : apple::makePieces(*apple::findPlatform(platform)))
    if (piece.name == name) return piece.bytes;
  return {};
}

TEST(AppleStubs, SayWhatALibraryIsCalledAndWhatItReexports) {
  EXPECT_EQ(stub("ios", "usr/lib/libm.tbd"),
            "--- !tapi-tbd\n"
            "tbd-version:     4\n"
            "targets:         [ x86_64-ios, x86_64h-ios, arm64-ios, arm64e-ios, arm64_32-ios ]\n"
            "install-name:    '/usr/lib/libSystem.B.dylib'\n"
            "reexported-libraries:\n"
            "  - targets:         [ x86_64-ios, x86_64h-ios, arm64-ios, arm64e-ios, arm64_32-ios ]\n"
            "    libraries:       [ '/usr/lib/libSystem.B.dylib' ]\n"
            "...\n");
  std::string appKit = stub("macos", "System/Library/Frameworks/AppKit.framework/AppKit.tbd");
  EXPECT_THAT(appKit,
              testing::HasSubstr(
                  "install-name:    '/System/Library/Frameworks/AppKit.framework/Versions/C/AppKit'\n"));
  EXPECT_THAT(appKit, testing::HasSubstr(" NSWindow,"));
  EXPECT_EQ(stub("ios", "System/Library/Frameworks/AppKit.framework/AppKit.tbd"), "");
  EXPECT_THAT(stub("ios", "System/Library/Frameworks/UIKit.framework/UIKit.tbd"),
              testing::HasSubstr("install-name:    '/System/Library/Frameworks/UIKit.framework/UIKit'\n"));
}

TEST(AppleStubs, AnIosProgramForMacOsFindsUiKitInAFolderOfItsOwn) {
  EXPECT_THAT(stub("mac-catalyst", "System/Library/Frameworks/UIKit.framework/UIKit.tbd"),
              testing::HasSubstr(
                  "install-name:    "
                  "'/System/iOSSupport/System/Library/Frameworks/UIKit.framework/Versions/A/UIKit'\n"));
  EXPECT_THAT(
      stub("mac-catalyst", "System/Library/Frameworks/Security.framework/Security.tbd"),
      testing::HasSubstr("install-name:    '/System/Library/Frameworks/Security.framework/Versions/A/"));
}

TEST(AppleStubs, EveryAppleTargetHasAPlatform) {
  int count = 0;
  for (const Target &target : allTargets()) {
    if (target.libc != Libc::darwin) continue;
    ++count;
    EXPECT_NE(apple::findPlatform(target.platform), nullptr) << target.triple;
  }
  EXPECT_EQ(count, 24);
}

TEST(AppleStubs, FrameworksBelongToSystems) {
  struct {
    const char *platform, *framework;
    bool has;
  } cases[] = {
      {"macos", "AppKit", true},           {"ios", "AppKit", false},      {"ios", "UIKit", true},
      {"ios-simulator", "UIKit", true},    {"macos", "UIKit", false},     {"mac-catalyst", "UIKit", true},
      {"watchos", "CoreFoundation", true}, {"macos", "Foundatio", false}, {"macos", "", false}};
  for (const auto &c : cases)
    EXPECT_EQ(apple::hasFramework(*apple::findPlatform(c.platform), c.framework), c.has)
        << c.platform << " " << c.framework;
}

} // namespace
} // namespace linkshim
