#include "shim/commands/Command.h"
#include "shim/objects/MachO.h"
#include "shim/plan/Plan.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {

const std::string_view lipoUsage = R"(linkshim lipo -create FILE... -output FILE
linkshim lipo -archs FILE
linkshim lipo -info FILE...
linkshim lipo FILE -thin ARCH -output FILE
linkshim lipo FILE -extract ARCH... -output FILE
linkshim lipo FILE -verify_arch ARCH...

Puts Mach-O files of several architectures into one universal file, or takes them out again. Signatures stay good: no
byte of a part is changed.
)";

namespace {

/// A call taken apart, in the words of Apple's lipo.
struct LipoCall {
  std::string operation; ///< with its hyphen
  std::vector<std::string> inputs, archs;
  std::string output;
};

bool wrong(std::string what, Failure &failure) {
  failure = {std::move(what), {}, "linkshim lipo --help"};
  return false;
}

bool readCall(const std::vector<std::string> &args, LipoCall &call, Failure &failure) {
  constexpr std::string_view plain[] = {"-create", "-archs", "-info"};
  constexpr std::string_view withArch[] = {"-thin", "-extract"};
  for (size_t i = 0; i < args.size(); ++i) {
    std::string_view arg = args[i];
    bool operation =
        std::find(std::begin(plain), std::end(plain), arg) != std::end(plain) || arg == "-verify_arch";
    bool needs = std::find(std::begin(withArch), std::end(withArch), arg) != std::end(withArch);
    if ((needs || arg == "-output" || arg == "-o") && i + 1 == args.size())
      return wrong(fmt::format("lipo {} needs a value after it", arg), failure);
    if (operation || needs) {
      if (!call.operation.empty() && call.operation != arg)
        return wrong(fmt::format("lipo does one thing at a time, not {} and {}", call.operation, arg),
                     failure);
      call.operation = arg;
      if (needs) call.archs.push_back(args[++i]);
    } else if (arg == "-output" || arg == "-o") {
      call.output = args[++i];
    } else if (arg.starts_with('-')) {
      return wrong(fmt::format("lipo does not know {}", arg), failure);
    } else {
      (call.operation == "-verify_arch" && !call.inputs.empty() ? call.archs : call.inputs).emplace_back(arg);
    }
  }
  if (call.operation.empty() || call.inputs.empty())
    return wrong("lipo needs to be told what to do, and with which file", failure);
  bool writes = call.operation == "-create" || !call.archs.empty();
  if (writes && call.operation != "-verify_arch" && call.output.empty())
    return wrong(fmt::format("lipo {} needs -output", call.operation), failure);
  return true;
}

/// A file that was read, and what is in it.
struct Input {
  std::string path, bytes;
  std::vector<MachOSlice> slices;
};

bool readInput(const std::string &path, const FileReader &files, Input &input, Failure &failure) {
  SystemResult<std::string> bytes = files.read(path);
  input.path = path;
  input.bytes = bytes.value_or("");
  input.slices = readMachO(input.bytes);
  if (!input.slices.empty()) return true;
  failure = {bytes ? "a file is no Mach-O file, and no archive of such" : "a file cannot be read",
             {{"file", path}},
             fmt::format("file {}", shellWord(path))};
  return false;
}

std::string namesOf(const Input &input) {
  std::string names;
  for (const MachOSlice &slice : input.slices)
    names += (names.empty() ? "" : " ") + archName(slice);
  return names;
}

bool chosen(const Input &input, const LipoCall &call, std::vector<MachOSlice> &slices, Failure &failure) {
  for (const std::string &arch : call.archs) {
    auto found = std::find_if(input.slices.begin(), input.slices.end(),
                              [&](const MachOSlice &slice) { return archName(slice) == arch; });
    if (found == input.slices.end()) {
      failure = {fmt::format("the file has no part for {}", arch),
                 {{"file", input.path}, {"has", namesOf(input)}},
                 fmt::format("linkshim lipo -info {}", shellWord(input.path))};
      return false;
    }
    slices.push_back(*found);
  }
  return true;
}

bool writeOutput(const LipoCall &call, const Input &like, std::string_view bytes, FileSystem &files,
                 Failure &failure) {
  std::string error;
  bool done = succeeded(files.writeFile(call.output, bytes), error) &&
              (!files.status(like.path).executable || succeeded(files.makeExecutable(call.output), error));
  if (!done)
    failure = {"the universal file cannot be written",
               {{"file", call.output}, {"reason", error}},
               fmt::format("ls -ld {}", shellWord(parentPath(call.output)))};
  return done;
}

std::string describe(const Input &input) {
  return isUniversal(input.bytes)
             ? fmt::format("Architectures in the fat file: {} are: {} \n", input.path, namesOf(input))
             : fmt::format("Non-fat file: {} is architecture: {}\n", input.path, namesOf(input));
}

} // namespace

bool runLipo(CommandCall &call, Failure &failure) {
  LipoCall lipo;
  if (!readCall(call.args, lipo, failure)) return false;
  std::vector<Input> inputs(lipo.inputs.size()); // slices refer to their file's bytes: nothing moves
  for (size_t i = 0; i < inputs.size(); ++i)
    if (!readInput(lipo.inputs[i], call.files, inputs[i], failure)) return false;
  if (lipo.operation == "-info" || lipo.operation == "-archs") {
    for (const Input &input : inputs)
      call.output += lipo.operation == "-info" ? describe(input) : namesOf(input) + "\n";
    return true;
  }
  std::vector<MachOSlice> slices;
  if (lipo.operation == "-create")
    for (const Input &input : inputs)
      slices.insert(slices.end(), input.slices.begin(), input.slices.end());
  else if (!chosen(inputs.front(), lipo, slices, failure))
    return false;
  if (lipo.operation == "-verify_arch") return true;
  Result<std::string> out =
      lipo.operation == "-thin" ? std::string(slices.front().bytes) : writeUniversal(std::move(slices));
  if (out) return writeOutput(lipo, inputs.front(), *out, call.files, failure);
  failure = std::move(out.error());
  return false;
}

} // namespace linkshim
