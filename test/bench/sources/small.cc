#include <cstdio>
#include <string>

int main(int count, char **words) {
  std::string text = words[0];
  text += std::to_string(count);
  std::printf("%zu\n", text.size());
}
