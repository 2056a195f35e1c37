#pragma once
#include "shim/plan/LinkLine.h"
#include "shim/call/Options.h"
#include "shim/run/Planner.h"
#include "llvm/Option/ArgList.h"

namespace linkshim {

/// A call of cc or c++ taken apart by Options.td; what every plan of such a call starts from.
class CcArguments {
public:
  /// `tools`, of OptionTools, says whose options are known.
  explicit CcArguments(const std::vector<std::string> &words, unsigned tools = CCOption | DarwinOption);
  CcArguments(const CcArguments &) = delete;
  CcArguments &operator=(const CcArguments &) = delete;

  /// One argument and how many words it has, empty words after it included.
  struct Piece {
    const llvm::opt::Arg *arg;
    size_t index, count;
  };
  const std::vector<std::string> &words;
  llvm::opt::InputArgList list;
  std::vector<Piece> pieces;
  std::string missing; ///< an option at the end that lacks its value; empty when there is none

  /// Some of the words as the user wrote them, with a space between two.
  std::string spelled(size_t index, size_t count) const;

  /// The arguments for a linker: empty words belong to no option, they would only lengthen the one before.
  std::vector<Piece> withoutEmptyWords() const;

  /// False and `failure` when something is missing.
  bool areComplete(const Invocation &invocation, Failure &failure) const;

private:
  std::vector<const char *> texts;
};

/// What a call of cc or c++ asks for.
enum class CcJob : uint8_t {
  link,        ///< objects and libraries alone
  compile,     ///< -c, -S, -E and the like, a precompiled header, or a question to the compiler
  compileLink, ///< sources, and a link of what becomes of them
};
CcJob ccJob(const CcArguments &args);

/// An input that has to be compiled: by the ending of its name, or by the -x before it.
bool isSource(const CcArguments &args, const CcArguments::Piece &piece);

/// A call of cc or c++ that compiles, preprocesses or assembles: clang for the target, with the target's code
/// generation flags before the user's own, and without the host's headers.
bool planCompile(const Invocation &invocation, const PlanContext &context, Plan &plan, Failure &failure);

/// What clang is told about the target: its name, code generation and the folders with headers. `args` are
/// the user's, which may replace some of it.
void targetWords(const Invocation &invocation, const PlanContext &context, const CcArguments &args,
                 LinkLine &line);

/// The compiler for the invocation's target, and what it is told before the user's own arguments.
bool compilerHead(const Invocation &invocation, const PlanContext &context, const CcArguments &args,
                  Provider &provider, LinkLine &line, Failure &failure);

/// What is said when a compile fails that had no headers of the target's C library; empty where it had them,
/// or where nobody can bring them.
std::string missingHeaders(const Invocation &invocation, const PlanContext &context, const CcArguments &args);

/// One of the user's arguments as a compiler gets it: those that only a linker reads are dropped, since
/// clang, unlike GCC, warns of them.
void compilerArgument(const Invocation &invocation, const PlanContext &context, const CcArguments &args,
                      const CcArguments::Piece &piece, LinkLine &line);

/// The environment variables by which a C compiler takes folders and options of the host.
std::vector<EnvironmentChange> compilerEnvironment(const Provider &provider, const Environment &environment);

} // namespace linkshim
