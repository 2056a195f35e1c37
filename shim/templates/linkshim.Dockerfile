# The image that Dockerfile takes linkshim from; the folder of an installed linkshim (bin, share) is what it is built from:
#   docker build -t linkshim:0.1.0 -f linkshim.Dockerfile FOLDER
FROM scratch
COPY bin/ /usr/local/bin/
COPY share/ /usr/local/share/
