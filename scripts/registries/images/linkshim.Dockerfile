# linkshim @VERSION@ alone, below /usr/local: an image to copy it from (COPY --from=linkshim:@VERSION@ /usr/local/ /usr/local/).
# In a folder with the archives of the release:
#   docker buildx build --platform linux/amd64,linux/arm64 -t linkshim:@VERSION@ -f linkshim.Dockerfile .
ARG TARGETARCH

# each host
FROM scratch AS @PLATFORM@
ADD linkshim-@VERSION@-@HOST@-linux.tar.gz /usr/local/

# end of hosts
FROM ${TARGETARCH}
LABEL org.opencontainers.image.title="linkshim" \
      org.opencontainers.image.description="A linker and C compiler for every target of Rust, sysroots included" \
      org.opencontainers.image.version="@VERSION@" \
      org.opencontainers.image.source="@REPOSITORY@" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
