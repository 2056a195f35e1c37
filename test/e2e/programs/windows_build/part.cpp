#include <string>
extern "C" int length(const char *text) {
  try {
    throw std::string(text);
  } catch (const std::string &caught) {
    return static_cast<int>(caught.size());
  }
}
