#include "shim/link/coff/MsvcDriver.h"
#include "shim/link/LinkParts.h"
#include "shim/link/coff/GnuWords.h"
#include "shim/sysroot/UserSysroot.h"
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace linkshim {
namespace {

/// Options that link.exe has in another word, with the value behind it.
struct Word {
  OptionId option;
  std::string_view linkExe;
  bool withValue;
};
constexpr Word translations[] = {
    {OPT_o, "-out:", true},
    {OPT_L, "-libpath:", true},
    {OPT_e, "-entry:", true},
    {OPT_u, "-include:", true},
    {OPT_shared, "-dll", false},
    {OPT_mdll, "-dll", false},
    {OPT_mwindows, "-subsystem:windows", false},
    {OPT_mconsole, "-subsystem:console", false},
};

/// Options that say nothing in a link for Windows, or what holds there in any case.
struct Left {
  OptionId option;
  std::string_view why;
};
constexpr Left leftOut[] = {
    {OPT_s, "an image has no symbols but those that it exports"},
    {OPT_static, "an archive and an import library are named alike; the C runtime is a part of Windows"},
    {OPT_static_pie, "an archive and an import library are named alike; the C runtime is a part of Windows"},
    {OPT_pthread, "threads are a part of Windows"},
    {OPT_rdynamic, "an image exports what its objects or a .def file say"},
    {OPT_sysroot_eq, "its library folders are searched"},
    {OPT_rpath_cc, "Windows looks for a DLL beside the program and along PATH"},
};

/// Builds the words of a call.
class Words {
public:
  explicit Words(const LinkRequest &request)
      : request(request), arguments(request.arguments()), target(request.target()) {}

  LinkLine take() {
    addHead();
    for (const Argument &argument : arguments.all())
      addArgument(argument);
    addTail();
    return std::move(line);
  }

private:
  void addHead();
  void addArgument(const Argument &argument);
  void addLibrary(const Argument &argument);
  bool addGnuWords(const Argument &argument);
  void addTail();
  bool linkerHas(OptionId option) const { return arguments.linkerList().hasArg(option); }
  bool makesDll() const { return arguments.has(OPT_shared, OPT_mdll); }

  const LinkRequest &request;
  const Arguments &arguments;
  const Target &target;
  GnuWords gnu;
  LinkLine line;
};

void Words::addHead() {
  line.add("-nologo", "as clang calls this linker");
  if (!linkerHas(OPT_msvc_machine) && !target.emulation.empty())
    line.add(fmt::format("-machine:{}", target.emulation), "the machine of the target");
  bool hosted = target.libc != Libc::none;
  if (hosted && !leavesLibrariesOut(arguments) && !leavesStartFilesOut(arguments) &&
      !arguments.has(OPT_nolibc)) {
    line.add("-defaultlib:libcmt", "default library");
    line.add("-defaultlib:oldnames", "default library");
  }
  bool entry = arguments.has(OPT_e) || linkerHas(OPT_msvc_entry) || linkerHas(OPT_msvcf_noentry);
  if (!hosted && !entry && !target.entry.empty())
    line.add(fmt::format("-entry:{}", target.entry), "where programs of the target start");
}

void Words::addArgument(const Argument &argument) {
  std::string given = arguments.spelled(argument);
  if (argument.isInput()) return line.keepArg(request.inputPath(argument));
  if (argument.is(OPT_l)) return addLibrary(argument);
  for (const Word &word : translations)
    if (argument.is(word.option))
      return line.translate(given, fmt::format("{}{}", word.linkExe, word.withValue ? argument.value() : ""),
                            "link.exe's word");
  for (const Left &left : leftOut)
    if (argument.is(left.option)) return line.drop(given, left.why);
  bool forLinker = argument.is(OPT_Wl_COMMA) || argument.is(OPT_Xlinker);
  if (forLinker && addGnuWords(argument)) return;
  if (argument.hasFlag(ElfOnly)) return line.drop(given, "only for ELF");
  if (argument.hasFlag(Translated) && !forLinker)
    return line.drop(given, optionReason(argument.arg->getOption()));
  addDriverArgument(request, argument, line);
}

/// Adds what a -Wl, passes on where one of its words is GNU ld's; false where none is.
bool Words::addGnuWords(const Argument &argument) {
  std::vector<std::pair<std::string, std::optional<GnuWords::Word>>> words;
  for (size_t i = argument.linkerFirst; i < argument.linkerEnd; ++i) {
    std::string text(arguments.linkerArgs()[i].text);
    words.emplace_back(text, gnu.read(text));
  }
  if (std::ranges::none_of(words, [](const auto &word) { return word.second.has_value(); })) return false;
  for (auto &[text, word] : words) {
    if (!word)
      line.keepArg(text);
    else if (word->text.empty())
      line.drop(text, word->why);
    else
      line.translate(text, word->text, word->why);
  }
  return true;
}

/// -lNAME is NAME.lib. The C library of other systems has no name of its own here.
void Words::addLibrary(const Argument &argument) {
  std::string given = arguments.spelled(argument), name(argument.value());
  if (name.starts_with(':')) return line.translate(given, name.substr(1), "the name of a file");
  std::string file = name.ends_with(".lib") ? name : name + ".lib";
  bool runtimes = name == "m" || name == "c";
  if (runtimes && folderWith(file, arguments.values(OPT_L), request.context.files).empty())
    return line.drop(given, "the C runtime has these functions");
  line.translate(given, std::move(file), "the name of a library");
}

/// The name of a library that is linked against instead of a DLL: the DLL's, with another extension.
std::string importLibraryOf(std::string_view dll) {
  std::string_view name = baseName(dll);
  size_t dot = name.rfind('.');
  std::string_view stem =
      dot == std::string_view::npos || dot == 0 ? dll : dll.substr(0, dll.size() - name.size() + dot);
  return fmt::format("{}.lib", stem);
}

void Words::addTail() {
  std::string output(arguments.lastValue(OPT_o));
  if (output.empty() && !linkerHas(OPT_msvc_out)) {
    output = "a.exe";
    line.add("-out:a.exe", "the name of an output that is not named");
  }
  if (makesDll() && !output.empty() && !linkerHas(OPT_msvc_implib) && !gnu.hasImportLibrary())
    line.add("-implib:" + importLibraryOf(output), "what links against the DLL");
  if (std::string version = gnu.version(); !version.empty()) line.add(version, "the numbers of the version");
  const llvm::opt::Arg *debug = arguments.last(OPT_g_Joined);
  bool none = debug && std::string_view(debug->getValue()) == "0";
  if (debug && !none && !arguments.has(OPT_s) && !linkerHas(OPT_msvcf_debug))
    line.add("-debug", "the debug information goes into a PDB");
}

} // namespace

LinkLine linkExeWords(const LinkRequest &request) {
  return Words(request).take();
}

void tellOfDriver(const LinkLine &words, std::vector<Note> &notes) {
  std::vector<Note> told;
  auto next = notes.begin();
  for (const LinkLine::Item &item : words.items()) {
    bool added = item.fate == Note::Fate::added, dropped = item.fate == Note::Fate::dropped;
    Note note{item.fate, added ? "" : item.given, dropped ? "" : item.text, item.why};
    auto same = std::find_if(next, notes.end(), [&](const Note &n) { return n.argument == item.text; });
    if (!dropped && same != notes.end()) {
      told.insert(told.end(), next, same);
      next = same + 1;
      note.became = same->became;
      if (same->fate == Note::Fate::dropped) note = {same->fate, item.given, {}, same->why};
    }
    told.push_back(std::move(note));
  }
  told.insert(told.end(), next, notes.end());
  notes = std::move(told);
}

} // namespace linkshim
