#pragma once
#include "shim/base/FileSystem.h"
#include "shim/call/TargetSpec.h"
#include <string>
#include <string_view>
#include <vector>

namespace linkshim {

/// The end of the name of a file with a target specification.
inline constexpr std::string_view specificationEnding = ".json";

/// What linkshim has to know of a target that rustc describes: the members of a target specification, as
/// `rustc --print target-spec-json` writes one and `--target FILE.json` reads one.
struct Specification {
  std::string llvm, arch, system, environment, abi;
  std::string families;              ///< space separated
  std::string cpu;                   ///< rustc's default; empty or generic where it has no choice of its own
  std::vector<std::string> features; ///< each with its sign: +neon
  std::string abiName;               ///< LLVM's name of the ABI: lp64d, ilp32f
  std::string flavor;                ///< how rustc talks to the linker
  std::string mangling;              ///< the letter of the object format in the data layout
  std::string codeModel;
  unsigned pointerBits = 0;
  bool big = false, hardFloat = false, crtStatic = false, pie = false, redZone = true;
  bool builtIn = false; ///< rustc has the target itself

  bool operator==(const Specification &) const = default;
};

/// Reads a specification. Fails for what is not JSON, and where the LLVM target or the architecture is
/// missing; `file` is for the message.
Result<Specification> readSpecification(std::string_view json, const std::string &file);

/// A row for a target that the table lacks: the nearest row of the table (plannedAs), with what the
/// specification says otherwise. It lives as long as the process. Fails where no row has the architecture.
Result<const Target *> planTarget(std::string_view name, const Specification &specification,
                                  const std::string &file);

/// The file whose specification a row was made of; empty for a row of the table.
std::string_view specificationFile(const Target &target);

/// True for such a row whose target rustc has itself, so that its name does without the file.
bool isOfRustc(const Target &target);

/// The columns in which such a row differs from the row that it is planned as, for people; empty for none.
std::string differences(const Target &planned);

/// LINKSHIM_SPEC_<target>: names the specification of a target for the tools of that name.
std::string specificationVariable(std::string_view name);

/// A target as parseTargetSpec reads it, and one that a specification describes: the file that its variable
/// names, or whose path stands here and ends in .json. Fails as well for such a file that is none.
Result<TargetSpec> findTargetSpec(std::string_view text, const Environment &environment,
                                  const FileReader &files);

} // namespace linkshim
