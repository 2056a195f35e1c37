// Exceptions, types and streams that cross a shared library.
#include "library.h"
#include <iostream>
#include <system_error>

int main() {
  try {
    fail("thrown in the library");
  } catch (const Error &error) {
    std::cout << error.what() << '\n' << rethrow() << '\n' << std::uncaught_exceptions() << '\n';
  }
  std::cout << std::uncaught_exceptions() << '\n';
  std::system_error missing(std::make_error_code(std::errc::no_such_file_or_directory));
  std::cout << isMissing(missing) << isMissing(Error("")) << '\n';
  std::cout.precision(3);
  print(std::cout, 1.0 / 3);
  std::cout << std::endl;
}
