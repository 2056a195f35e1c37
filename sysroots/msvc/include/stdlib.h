// What LLVM's builtins use of the C library.
#pragma once
void __declspec(noreturn) abort(void);
