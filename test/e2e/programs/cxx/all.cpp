// A bit of everything that needs the C++ runtime; prints a line for each.
#include <algorithm>
#include <cxxabi.h>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <locale>
#include <memory>
#include <mutex>
#include <random>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace {

struct Constructed {
  Constructed() { std::cout << "constructor" << std::endl; }
  ~Constructed() { std::cout << "destructor" << std::endl; }
} constructed;

struct PerThread {
  ~PerThread() { std::cout << "thread " << number << " ends" << std::endl; }
  int number = 0;
};
thread_local PerThread perThread;

struct Base {
  virtual ~Base() = default;
};
struct Left : virtual Base {};
struct Right : virtual Base {
  int value = 7;
};
struct Both : Left, Right {};

void threads() {
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::thread> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back([&, i] {
      std::lock_guard lock(mutex);
      order.push_back(i);
    });
  for (std::thread &thread : all)
    thread.join();
  std::sort(order.begin(), order.end());
  std::cout << "threads " << order.front() << order.back() << std::endl;
  std::thread([] { perThread.number = 5; }).join();
}

void files() {
  namespace fs = std::filesystem;
  fs::path folder = fs::temp_directory_path() / ("linkshim-cxx-" + std::to_string(std::random_device()()));
  if (!fs::create_directory(folder)) return;
  std::ofstream(folder / "a") << "text";
  fs::create_directories(folder / "b/c");
  size_t count = 0;
  for (const fs::directory_entry &entry : fs::recursive_directory_iterator(folder))
    count += entry.exists();
  fs::copy_file(folder / "a", folder / "d");
  std::cout << "files " << count << ' ' << fs::file_size(folder / "d") << std::endl;
  fs::remove_all(folder);
  try {
    (void)fs::file_size(folder);
  } catch (const fs::filesystem_error &error) {
    std::cout << "no file " << (error.code() == std::errc::no_such_file_or_directory) << std::endl;
  }
}

void locales() {
  struct Point : std::numpunct<char> {
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  std::ostringstream out;
  out.imbue(std::locale(std::locale::classic(), new Point));
  out << 1234567 << ' ' << std::fixed << std::setprecision(2) << 2.5L;
  std::cout << "locale " << out.str() << ' ' << std::stold("1.25") << std::endl;
}

} // namespace

int main() {
  try {
    (void)std::vector<int>(3).at(9);
  } catch (const std::out_of_range &error) {
    std::cout << "caught " << error.what() << std::endl;
  }
  std::unique_ptr<Base> base = std::make_unique<Both>();
  std::cout << "cast " << dynamic_cast<Right &>(*base).value << ' '
            << (dynamic_cast<Constructed *>(base.get()) == nullptr) << std::endl;
  try {
    base = std::make_unique<Left>();
    (void)dynamic_cast<Right &>(*base);
  } catch (const std::bad_cast &) {
    std::cout << "bad cast" << std::endl;
  }
  threads();
  files();
  locales();
  std::cout << "regex " << std::regex_replace(std::string("a1b22"), std::regex("[0-9]+"), "#") << std::endl;
  int status = 0;
  char *name = abi::__cxa_demangle("_ZNSt3fooEi", nullptr, nullptr, &status);
  std::cout << "name " << name << std::endl;
  free(name);
}
