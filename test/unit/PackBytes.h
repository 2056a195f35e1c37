#pragma once
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include <string>
#include <zstd.h>

namespace linkshim::test {

inline std::string compressed(const std::string &bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1));
  return out;
}

/// What is alike in `base` is not there again; with a checksum.
inline std::string compressed(const std::string &bytes, const std::string &base) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  ZSTD_CCtx *context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  ZSTD_CCtx_refPrefix(context, base.data(), base.size());
  out.resize(ZSTD_compress2(context, out.data(), out.size(), bytes.data(), bytes.size()));
  ZSTD_freeCCtx(context);
  return out;
}

/// A pack with these lines after the first, and these bytes.
inline std::string packOf(const std::string &lines, const std::string &bytes, const std::string &base = {}) {
  std::string rest = lines + "\n" + (base.empty() ? compressed(bytes) : compressed(bytes, base));
  auto digest = llvm::SHA256::hash({reinterpret_cast<const uint8_t *>(rest.data()), rest.size()});
  return "linkshim-pack 1 " + llvm::toHex(digest, true) + "\n" + rest;
}

} // namespace linkshim::test
