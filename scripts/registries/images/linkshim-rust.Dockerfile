# Rust and linkshim @VERSION@: an image that cross-compiles Rust.
#   docker build -t linkshim-rust:@VERSION@ -f linkshim-rust.Dockerfile .
#   docker run --rm -v "$PWD:/src" linkshim-rust:@VERSION@ sh -c \
#     'rustup target add aarch64-unknown-linux-musl && cargo linkshim build --release --target aarch64-unknown-linux-musl'
ARG LINKSHIM_IMAGE=linkshim:@VERSION@
ARG RUST_IMAGE=rust:1-slim-bookworm

FROM ${LINKSHIM_IMAGE} AS linkshim

FROM ${RUST_IMAGE}
COPY --from=linkshim /usr/local/ /usr/local/
WORKDIR /src
LABEL org.opencontainers.image.title="linkshim-rust" \
      org.opencontainers.image.description="Rust, and a linker for each of its targets" \
      org.opencontainers.image.version="@VERSION@" \
      org.opencontainers.image.source="@REPOSITORY@" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
