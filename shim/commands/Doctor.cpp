#include "shim/commands/Command.h"
namespace linkshim {
const std::string_view doctorUsage = "linkshim doctor [TARGET]\n";
bool runDoctor(CommandCall &, Failure &failure) {
  failure = {"not written", {}, {}};
  return false;
}
} // namespace linkshim
