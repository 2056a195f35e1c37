#pragma once
#include "shim/commands/cargo/CargoProject.h"
#include "shim/commands/init/FileChanges.h"
#include "shim/commands/init/Template.h"
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// A file that init makes from a template of the same program.
struct InitFile {
  std::string_view part;         ///< what --only takes
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
  std::string_view request; ///< the option without which it is not done; empty for what is always done
  bool needsBinary = false; ///< only where a program is shipped
};
std::span<const InitPart> initParts();

/// What init is about to do.
struct InitPlan {
  std::vector<FileChange> changes;
  std::vector<std::string> unchanged; ///< names of files that are as they are to be
  std::vector<std::string> notes;     ///< what stays as it is, and why
};

/// What is asked of init, and of which project.
struct InitRequest {
  CargoProject project;
  std::vector<TargetSpec> targets;
  std::vector<std::string_view> parts; ///< in the order of `initParts`
};

/// Everything that init would write. Nothing is written. False and `failure` when a file cannot be read.
bool planInit(const InitRequest &request, const FileReader &files, InitPlan &plan, Failure &failure);

/// The targets of a project that names none on the command line: those of its toolchain file, with the floors
/// of its linkers, else static programs for both usual processors.
std::vector<TargetSpec> usualTargets(const std::string &root, const FileReader &files);

/// The project's toolchain file and cargo configuration; an older name where that is there.
std::string toolchainFileName(const std::string &root, const FileReader &files);
std::string configFileName(const std::string &root, const FileReader &files);

} // namespace linkshim
