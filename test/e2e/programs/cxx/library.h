#pragma once
#include <ostream>
#include <stdexcept>

struct Error : std::runtime_error {
  using runtime_error::runtime_error;
};

void fail(const char *text);
/// Throws what the caller has caught, catches it here, and says what it was.
const char *rethrow();
bool isMissing(const std::exception &error);
void print(std::ostream &out, double value);
