# Rust, linkshim @VERSION@ and clang: an image that cross-compiles crates with C and C++ in them.
#   docker build -t linkshim-clang:@VERSION@ -f linkshim-clang.Dockerfile .
ARG LINKSHIM_RUST_IMAGE=linkshim-rust:@VERSION@

FROM ${LINKSHIM_RUST_IMAGE}
RUN apt-get update && \
    apt-get install -y --no-install-recommends clang && \
    rm -rf /var/lib/apt/lists/*
LABEL org.opencontainers.image.title="linkshim-clang" \
      org.opencontainers.image.description="Rust and clang, and a linker and sysroot for each of Rust's targets" \
      org.opencontainers.image.version="@VERSION@" \
      org.opencontainers.image.source="@REPOSITORY@" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
