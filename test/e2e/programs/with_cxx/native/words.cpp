#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

/// The number of times that the commonest word is there; -1 when an exception said that there is none.
extern "C" int commonest(const char *text) {
  try {
    std::istringstream in(text);
    std::map<std::string, int> count;
    for (std::string word; in >> word;)
      ++count[word];
    if (count.empty()) throw std::invalid_argument("no words");
    return std::max_element(count.begin(), count.end(), [](auto &a, auto &b) { return a.second < b.second; })
        ->second;
  } catch (const std::exception &) {
    return -1;
  }
}
