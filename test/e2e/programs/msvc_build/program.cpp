#include <iostream>
#include <stdexcept>
#include <thread>
#include <winsock2.h>
extern "C" int fixed(void);
extern "C" __declspec(dllimport) int shared(void);
int main() {
  int sum = 0;
  std::thread([&] { sum = fixed() + htons(0); }).join();
  try {
    throw std::runtime_error("thrown");
  } catch (const std::exception &error) {
    std::cout << "static " << sum << " shared " << shared() << ' ' << error.what() << std::endl;
  }
  return FindResourceA(nullptr, MAKEINTRESOURCEA(1), RT_RCDATA) ? 0 : 1;
}
