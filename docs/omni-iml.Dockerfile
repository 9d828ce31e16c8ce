# The command line with its model. From the checkout: docker build --file docs/omni-iml.Dockerfile --tag omni-iml .
FROM rust:1.95-slim AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin omni-iml

FROM debian:stable-slim
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/target/release/omni-iml /usr/local/bin/
COPY models /usr/local/models
USER nobody
ENTRYPOINT ["omni-iml"]
