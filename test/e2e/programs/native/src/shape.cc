#include "shape.h"
#include <stdexcept>
std::unique_ptr<Shape> square(double side) {
  if (side < 0) throw std::invalid_argument("negative side");
  return std::make_unique<Shape>(side);
}
