#pragma once
#include "rust/cxx.h"
#include <memory>
#include <string>
class Shape {
public:
  explicit Shape(double side) : side(side) {}
  double area() const { return side * side; }
  rust::String name() const { return "square"; }

private:
  double side;
};
std::unique_ptr<Shape> square(double side);
