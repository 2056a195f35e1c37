#include "shim/objects/DefinitionFile.h"
#include <fmt/format.h>

namespace linkshim {

Result<coff::ModuleDefinition> readDefinitionFile(const std::string &path, const FileReader &files) {
  SystemResult<std::string> text = files.read(path);
  if (!text)
    return fail({"the .def file cannot be read", {{"file", path}}, "give the path of one that is there"});
  std::expected<coff::ModuleDefinition, coff::DefinitionError> definition = coff::readDefinition(*text);
  if (definition) return std::move(*definition);
  return fail(
      {"the .def file breaks the rules",
       {{"file", fmt::format("{}:{}", path, definition.error().line)}, {"because", definition.error().what}},
       "write it as: LIBRARY name.dll, EXPORTS, then a name a line"});
}

Result<void> checkDefinitionFile(const std::string &path, const FileReader &files) {
  Result<coff::ModuleDefinition> definition = readDefinitionFile(path, files);
  return definition ? Result<void>() : Result<void>(failed(definition));
}

} // namespace linkshim
