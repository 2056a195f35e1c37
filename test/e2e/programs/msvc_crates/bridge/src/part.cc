#include "bridge/src/part.h"
#include "bridge/src/main.rs.h"
#include <stdexcept>
std::uint64_t Store::put(rust::Str name, const std::vector<std::int32_t> &values) {
  if (name.empty()) { try { fails(2); } catch (const std::exception &e) { throw std::invalid_argument(std::string("no name, ") + e.what()); } }
  n = std::string(name); std::uint64_t sum = 0; for (auto v : values) sum += twice(v); return sum;
}
const std::string &Store::name() const { return n; }
std::unique_ptr<Store> new_store() { return std::make_unique<Store>(); }
std::unique_ptr<std::vector<std::int32_t>> numbers() { return std::make_unique<std::vector<std::int32_t>>(std::vector<std::int32_t>{1, 2, 3}); }
