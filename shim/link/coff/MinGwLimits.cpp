#include "shim/link/coff/MinGwLimits.h"
#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>

namespace linkshim {
namespace {

/// Something that lld cannot do, and how it may be asked for.
struct Limit {
  std::initializer_list<OptionId> options;
  bool on32BitOnly;
  std::string_view what;
  std::string_view instead;
};

const Limit limits[] = {
    {{OPT_r},
     false,
     "lld makes no relocatable file (-r) of Windows objects",
     "put the objects into an archive with ar"},
    {{OPT_pe_stdcall_alias},
     true, // only 32-bit x86 decorates names
     "lld exports a stdcall function under one name only",
     "write -Wl,--kill-at for names without @N, or list both names in a .def file"},
    {{OPT_version_script_eq, OPT_ldv_dynamic_list, OPT_ldj_dynamic_list},
     false,
     "lld reads no list of symbols but a .def file for Windows",
     "list the names to export in a .def file, and name it among the inputs"},
    {{OPT_ldv_Ttext, OPT_ldj_Ttext, OPT_ldv_Tdata, OPT_ldj_Tdata, OPT_ldv_Tbss, OPT_ldj_Tbss, OPT_Ttext_cc,
      OPT_Tdata_cc, OPT_Tbss_cc, OPT_ldv_section_start, OPT_ldj_section_start},
     false,
     "lld gives no section an address of its own in an image for Windows",
     "give the image an address by -Wl,--image-base=ADDRESS"},
    {{OPT_T, OPT_ldv_script, OPT_ldj_script},
     false,
     "lld reads no linker script for Windows",
     "leave it out, or link with GNU ld: LINKSHIM_LLD=/usr/bin/x86_64-w64-mingw32-ld"},
    {{OPT_ldv_defsym, OPT_ldj_defsym, OPT_ldv_just_symbols, OPT_ldj_just_symbols},
     false,
     "lld takes no symbol from the command line for Windows",
     "define it in a source, or let it be another by -Wl,-Xlink=-alternatename:NAME=OTHER"},
};

/// The limit that an argument of the list meets; null when it meets none.
const llvm::opt::Arg *firstBeyond(const Limit &limit, const llvm::opt::InputArgList &list) {
  for (const llvm::opt::Arg *arg : list)
    if (std::find(limit.options.begin(), limit.options.end(), Argument{.arg = arg}.id()) !=
        limit.options.end())
      return arg;
  return nullptr;
}

} // namespace

Result<void> checkMinGwLimits(const Target &target, const Arguments &arguments) {
  for (const Limit &limit : limits) {
    if (limit.on32BitOnly && target.pointerBits != 32) continue;
    for (const llvm::opt::InputArgList *list : {&arguments.list(), &arguments.linkerList()})
      if (const llvm::opt::Arg *arg = firstBeyond(limit, *list))
        return fail({std::string(limit.what),
                     {{"asked for", arg->getAsString(*list)}, {"target", std::string(target.triple)}},
                     std::string(limit.instead)});
  }
  return {};
}

} // namespace linkshim
