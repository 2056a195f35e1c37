#pragma once
#include "rust/cxx.h"
#include <memory>
#include <string>
#include <vector>
class Store {
public:
  std::uint64_t put(rust::Str name, const std::vector<std::int32_t> &values);
  const std::string &name() const;

private:
  std::string n;
};
std::unique_ptr<Store> new_store();
std::unique_ptr<std::vector<std::int32_t>> numbers();
