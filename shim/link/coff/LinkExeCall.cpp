#include "shim/link/coff/LinkExeCall.h"
#include "shim/link/InputCheck.h"
#include "shim/link/LinkerCall.h"
#include "shim/objects/DefinitionFile.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>

namespace linkshim {
namespace {

bool looksLikeOption(std::string_view input) {
  if (!input.starts_with('/')) return false;
  size_t end = std::min(input.find_first_of(":/.", 1), input.size());
  return end == input.size() || input[end] == ':';
}

} // namespace

std::vector<std::string> linkExeInputs(const LinkRequest &request) {
  std::vector<std::string> inputs = inputsOf(request);
  std::erase_if(inputs, looksLikeOption);
  return inputs;
}

Result<void> checkLinkExeCall(const LinkRequest &request, const Provider &linker, std::string_view missing) {
  const Target &target = request.target();
  const Arguments &arguments = request.arguments();
  const PlanContext &context = request.context;
  if (!target.needs.empty())
    if (Result<void> good =
            checkPlatformRoot(target, context.roots.system, missing, context.environment, context.files);
        !good)
      return good;
  std::vector<std::string> inputs = linkExeInputs(request);
  for (std::string &path : arguments.values(OPT_msvc_wholearchive))
    inputs.push_back(std::move(path));
  if (Result<void> good = checkInputs(target, linker, inputs, context.files); !good) return good;
  for (const std::string &path : arguments.values(OPT_msvc_def))
    if (Result<void> good = checkDefinitionFile(path, context.files); !good) return good;
  return {};
}

std::vector<std::string> outputsOfLinkExe(const Arguments &arguments) {
  std::string image(arguments.lastValue(OPT_msvc_out));
  if (image.empty()) return {};
  size_t dot = image.rfind('.');
  std::string stem = dot == std::string::npos || dot < image.rfind('/') + 1 ? image : image.substr(0, dot);
  std::vector<std::string> outputs{image};
  auto add = [&](OptionId named, bool written, std::string otherwise) {
    std::string_view name = arguments.lastValue(named);
    if (!name.empty() || written) outputs.push_back(name.empty() ? std::move(otherwise) : std::string(name));
  };
  add(OPT_msvc_implib, arguments.has(OPT_dll), stem + ".lib");
  add(OPT_msvc_pdb, arguments.has(OPT_msvcf_debug, OPT_msvc_debug), stem + ".pdb");
  add(OPT_msvc_manifestfile, arguments.has(OPT_msvcf_manifest), image + ".manifest");
  add(OPT_msvc_map, arguments.has(OPT_msvcf_map), stem + ".map");
  add(OPT_msvc_lldmap, arguments.has(OPT_msvcf_lldmap), stem + ".map");
  return outputs;
}

} // namespace linkshim
