// What LLVM's builtins ask Windows of a processor for Arm.
#pragma once
int __stdcall IsProcessorFeaturePresent(unsigned feature);
#define PF_ARM_V8_CRYPTO_INSTRUCTIONS_AVAILABLE 30
#define PF_ARM_V8_CRC32_INSTRUCTIONS_AVAILABLE 31
#define PF_ARM_V81_ATOMIC_INSTRUCTIONS_AVAILABLE 34
