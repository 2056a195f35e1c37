#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

struct Word {
  std::string text;
  int length = 0;
};

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};
struct Square : Shape {
  double side = 2;
  double area() const override { return side * side; }
};

std::vector<Word> split(const std::string &line) {
  std::istringstream in(line);
  std::vector<Word> words;
  for (std::string text; in >> text;)
    words.push_back({text, static_cast<int>(text.size())});
  std::sort(words.begin(), words.end(), [](const Word &a, const Word &b) { return a.length < b.length; });
  return words;
}

int main(int count, char **arguments) {
  std::map<std::string, std::vector<int>> places;
  std::vector<std::unique_ptr<Shape>> shapes;
  for (int i = 0; i < count; ++i) {
    shapes.push_back(std::make_unique<Square>());
    for (const Word &word : split(arguments[i]))
      places[word.text].push_back(i);
  }
  double area = 0;
  for (const auto &shape : shapes)
    area += shape->area();
  for (const auto &[text, lines] : places)
    std::cout << text << ": " << lines.size() << "\n";
  std::cout << area << std::endl;
}
