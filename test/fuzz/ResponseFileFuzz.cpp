// Whatever a response file holds is split without a fault, and what is written reads back as it was.
#include "shim/call/ResponseFile.h"
#include <algorithm>
#include <cstdlib>

using namespace linkshim;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string_view text(reinterpret_cast<const char *>(data), size);
  for (Quoting quoting : {Quoting::gnu, Quoting::rustc, Quoting::windows}) {
    std::vector<std::string> args = splitResponseText(text, quoting);
    if (splitResponseText(quoteResponseText(args, Quoting::gnu), Quoting::gnu) != args ||
        splitResponseText(quoteResponseText(args, Quoting::windows), Quoting::windows) != args) {
      // A written file that begins as UTF-16 or with a byte order mark reads as such; no argument of a tool
      // does.
      bool marked = !args.empty() && (args[0].starts_with("\xff\xfe") || args[0].starts_with("\xfe\xff") ||
                                      args[0].starts_with("\xef\xbb\xbf"));
      // Arguments of a process end at the first zero byte, and LLVM's tokenizer gives them as C strings.
      bool cut = std::ranges::any_of(args, [](const std::string &arg) { return arg.contains('\0'); });
      if (!marked && !cut) std::abort();
    }
  }
  return 0;
}
