#include <stdexcept>
#include <string>
#include <vector>
extern "C" int thrower(int value) {
  try {
    std::vector<std::string> words{"one", "two"};
    return static_cast<int>(words.at(static_cast<size_t>(value)).size());
  } catch (const std::out_of_range &) {
    return -1;
  }
}
