#include <cstring>
#include <stdexcept>

extern "C" unsigned caught_length() {
  try {
    throw std::runtime_error("thrown");
  } catch (const std::exception &error) {
    return static_cast<unsigned>(std::strlen(error.what()));
  }
}
