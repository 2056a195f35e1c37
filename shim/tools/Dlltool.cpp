#include "shim/tools/Dlltool.h"
#include "shim/objects/CoffMachine.h"
#include "shim/objects/DefinitionFile.h"
#include "sysroots/coff/ImportLibrary.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

struct Call {
  std::string definition, library, dll;
  coff::ImportOptions imports;
};

Failure unknown(std::string_view word) {
  return {"linkshim's own dlltool does not know an option",
          {{"name", std::string(word)}, {"reason", "no llvm-dlltool was found"}},
          "apt-get install llvm"};
}

/// The COFF machine that the value of -m names.
Result<uint16_t> machineNamed(const std::string &name) {
  for (const CoffMachine &machine : coffMachines())
    if (!name.empty() && machine.dlltool == name) return machine.number;
  return fail({"dlltool does not know the machine",
               {{"-m", name}, {"known", "i386, i386:x86-64, arm, arm64"}},
               "leave out -m: the tool's name says the machine"});
}

/// What a call asks for; `machine` is the target's, for a call without -m.
Result<Call> readCall(const Arguments &arguments, uint16_t machine) {
  Call call;
  call.imports.machine = machine;
  call.imports.killAt = arguments.has(OPT_dlltool_k);
  call.imports.leadingUnderscores = !arguments.has(OPT_dlltool_no_underscore);
  call.definition = arguments.lastValue(OPT_dlltool_d);
  call.library = arguments.lastValue(OPT_l);
  call.dll = arguments.lastValue(OPT_D);
  bool isValue = false; // the next argument is the value of -S or -t
  for (const Argument &argument : arguments.all()) {
    bool known = !argument.is(OPT_UNKNOWN) && (!argument.isInput() || isValue);
    if (!known) return fail(unknown(arguments.args()[argument.index]));
    isValue = (argument.is(OPT_dlltool_S) || argument.is(OPT_dlltool_t)) && argument.value().empty();
  }
  if (!arguments.has(OPT_m)) return call;
  Result<uint16_t> named = machineNamed(std::string(arguments.lastValue(OPT_m)));
  if (!named) return failed(named);
  call.imports.machine = *named;
  return call;
}

/// The name of the DLL, with its extension.
Result<std::string> dllName(const Call &call, const coff::ModuleDefinition &definition) {
  std::string dll = call.dll.empty() ? definition.library : call.dll;
  if (dll.empty())
    return fail({"the .def file does not name its DLL",
                 {{"file", call.definition}},
                 "begin it with LIBRARY name.dll, or give the name after -D"});
  return dll.find('.') == std::string::npos ? dll + ".dll" : dll;
}

/// Makes the import library that a call asks for.
Result<void> makeLibrary(const Arguments &arguments, const Target &target, FileSystem &files) {
  Result<Call> call = readCall(arguments, target.machine);
  if (!call) return failed(call);
  if (call->definition.empty() || call->library.empty())
    return fail({"dlltool needs a .def file and the name of the import library",
                 {{"-d", call->definition.empty() ? "missing" : call->definition},
                  {"-l", call->library.empty() ? "missing" : call->library}},
                 fmt::format("{}-dlltool -d FILE.def -l libNAME.a", target.triple)});
  Result<coff::ModuleDefinition> definition = readDefinitionFile(call->definition, files);
  if (!definition) return failed(definition);
  Result<std::string> dll = dllName(*call, *definition);
  if (!dll) return failed(dll);
  std::expected<std::string, std::string> bytes =
      coff::writeImportLibrary(*dll, definition->exports, call->imports);
  SystemResult<void> written =
      bytes ? files.writeFile(call->library, *bytes) : SystemResult<void>(std::unexpected(bytes.error()));
  if (written) return {};
  return fail({"the import library cannot be written",
               {{"file", call->library}, {"reason", written.error()}},
               "look at the folder"});
}

} // namespace

Result<void> checkDefinition(const Arguments &arguments, const FileReader &files) {
  Result<Call> call = readCall(arguments, 0);
  if (!call || call->definition.empty()) return {};
  return checkDefinitionFile(call->definition, files);
}

std::vector<std::string> machineArgs(const Arguments &arguments, const Target &target) {
  if (arguments.has(OPT_m)) return {};
  const CoffMachine *machine = findCoffMachine(target.machine);
  if (!machine || machine->dlltool.empty()) return {};
  return {"-m", std::string(machine->dlltool)};
}

ArchiveResult runDlltool(const Arguments &arguments, const Target &target, FileSystem &files) {
  Result<void> made = makeLibrary(arguments, target, files);
  return made ? ArchiveResult() : ArchiveResult{1, {}, made.error().text()};
}

} // namespace linkshim
