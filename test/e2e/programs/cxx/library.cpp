#include "library.h"
#include <system_error>

void fail(const char *text) {
  throw Error(text);
}

const char *rethrow() {
  try {
    throw;
  } catch (const Error &) {
    return "Error";
  } catch (const std::exception &) {
    return "exception";
  }
}

bool isMissing(const std::exception &error) {
  auto *system = dynamic_cast<const std::system_error *>(&error);
  return system && system->code() == std::errc::no_such_file_or_directory;
}

void print(std::ostream &out, double value) {
  out << value;
}
