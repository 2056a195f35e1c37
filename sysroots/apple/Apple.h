#pragma once
#include "sysroots/Piece.h"
#include "llvm/BinaryFormat/MachO.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::apple {

/// What is said of one of Apple's systems, or of its simulator.
struct Platform {
  std::string_view name;            ///< Target::platform, as ld64's -platform_version has it
  llvm::MachO::PlatformType number; ///< in load commands and stub libraries
  std::string_view system;          ///< which frameworks it has: a simulator's are its system's
  std::string_view deployment;      ///< the variable with the oldest version to run on
  std::string_view sdk;             ///< the SDK's folder name without `.sdk`, and Xcode's platform
  std::string_view sdkName;         ///< how SDKSettings.json names it, less the version
  std::string_view sdkVersion;      ///< what a link against our stubs says that it was built with
  bool versioned;                   ///< frameworks keep their files in Versions/A
  std::string_view ownRoot;         ///< an iOS program for macOS finds what macOS lacks below this folder
};

/// The row of `Target::platform`; null when there is none.
const Platform *findPlatform(std::string_view name);

/// True when `framework` is among the platform's stubs.
bool hasFramework(const Platform &platform, std::string_view framework);

/// The stub libraries (.tbd) of a platform, laid out as in its SDK: usr/lib and System/Library/Frameworks.
/// Same input, same bytes.
Pieces makePieces(const Platform &platform);

/// Changes whenever the bytes that makePieces makes may change.
std::string_view generation();

} // namespace linkshim::apple
