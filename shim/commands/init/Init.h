#pragma once
#include "shim/commands/cargo/CargoProject.h"
#include "shim/commands/init/FileChanges.h"
#include "shim/commands/init/Template.h"
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A file that init makes from a template.
struct InitFile {
  std::string_view part;         ///< its name for --only
  std::string_view templateName; ///< in shim/templates
  std::string_view path;         ///< from the project's folder
  bool executable = false;
  bool service = false; ///< `my-app` becomes the name of a service there
};

/// Every file from a template, in the order of the listing. A new template needs its row here.
std::span<const InitFile> initFiles();

/// A part of what init does.
struct InitPart {
  std::string_view name;
  std::string_view request; ///< the option that asks for it; empty for a part that is done without one
  bool needsBinary = false; ///< only where a program is shipped
};
std::span<const InitPart> initParts();

/// What init is about to do.
struct InitPlan {
  std::vector<FileChange> changes;
  std::vector<std::string> unchanged; ///< names of files that have all that init would add
  std::vector<std::string> notes;     ///< what stays as it is, and why
};

/// What is asked of init, and of which project.
struct InitRequest {
  CargoProject project;
  std::vector<TargetSpec> targets;
  std::vector<std::string_view> parts; ///< in the order of `initParts`
  std::vector<std::string> notes = {}; ///< why parts are left out
  std::string malloc = {};             ///< the allocator of static musl programs; empty: musl's own
};

/// Everything that init would write. Nothing is written. Fails when a file cannot be read.
Result<InitPlan> planInit(const InitRequest &request, const FileReader &files);

/// The targets of a project that names none on the command line: those of its toolchain file, with the floors
/// of its linkers, else static programs for both usual processors.
std::vector<TargetSpec> usualTargets(const std::string &root, const FileReader &files);

/// The names of the project's toolchain file and cargo configuration; the older name where that file is
/// there.
std::string toolchainFileName(const std::string &root, const FileReader &files);
std::string configFileName(const std::string &root, const FileReader &files);

} // namespace linkshim
