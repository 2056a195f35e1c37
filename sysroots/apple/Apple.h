#pragma once
#include "sysroots/Piece.h"
#include "llvm/BinaryFormat/MachO.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim::apple {

/// One of Apple's systems, or its simulator.
struct Platform {
  std::string_view name;            ///< Target::platform, as ld64's -platform_version has it
  llvm::MachO::PlatformType number; ///< in load commands and stub libraries
  std::string_view system;          ///< whose frameworks it has; for a simulator: the simulated system
  std::string_view deployment;      ///< the environment variable with the deployment target
  std::string_view sdk;             ///< the SDK's folder name without `.sdk`, and Xcode's platform
  std::string_view sdkName;         ///< its name in SDKSettings.json, without the version
  std::string_view sdkVersion;      ///< the SDK version in programs that are linked against linkshim's stubs
  bool versioned;                   ///< frameworks keep their files in Versions/A
  std::string_view ownRoot; ///< the folder on macOS with iOS' own frameworks; only Mac Catalyst has one
};

/// The row of `Target::platform`; null when there is none.
const Platform *findPlatform(std::string_view name);

/// True when `framework` is among the platform's stubs.
bool hasFramework(const Platform &platform, std::string_view framework);

/// The option that links the library or framework of the platform's stubs that exports `symbol`, such as
/// `-framework Security` or `-lz`; empty when none does.
std::string optionFor(const Platform &platform, std::string_view symbol);

/// The stub libraries (.tbd) of a platform, laid out as in its SDK: usr/lib and System/Library/Frameworks.
/// The same input gives the same bytes.
Pieces makePieces(const Platform &platform);

/// Changes whenever the bytes that makePieces makes may change.
std::string_view generation();

} // namespace linkshim::apple
