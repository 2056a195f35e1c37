#!/bin/sh
# Makes lambda.zip, a function for AWS Lambda on arm64: the same sources give the same bytes. Then, for instance:
#   aws lambda create-function --function-name my-app --runtime provided.al2023 --architectures arm64 \
#     --handler bootstrap --role ROLE_ARN --zip-file fileb://lambda.zip
set -eu
target=aarch64-unknown-linux-musl
built=${CARGO_TARGET_DIR:-target}/$target/release/my-app
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cargo linkshim build --release --locked --bin my-app --target "$target"
linkshim verify --target "$target" --static "$built"
# The name that the runtime starts; time and mode in the zip are not those of the build.
cp "$built" "$folder/bootstrap"
chmod 755 "$folder/bootstrap"
touch -t 198001010000 "$folder/bootstrap"
(cd "$folder" && zip -q -X -D lambda.zip bootstrap)
mv "$folder/lambda.zip" lambda.zip
