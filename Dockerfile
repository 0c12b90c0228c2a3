# By digest, so that the same Dockerfile gives the same image. Renew both with each release of .NET, for its security updates;
# this shows the digest of a newer one: docker buildx imagetools inspect mcr.microsoft.com/dotnet/aspnet:10.0
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0.401@sha256:35d40304542c8689331f8cab17c65926cdf48fe711e289321d71924b230a7d29
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0.12@sha256:2d584d8147faddb0d678c5748d47953e5b8e18621ed4fb7049a91381d9d7746f

FROM ${SDK} AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/FleetPortal --configuration Release --output /app -p:RestoreLockedMode=true

FROM ${RUNTIME}
# Identifiers of the image's own user; a volume takes its owner from the directory that it is mounted over.
RUN mkdir /data && chown 1654:1654 /data
COPY --from=build /app /app
USER 1654:1654
WORKDIR /app
ENV Data__Directory=/data \
    Listen__Portal=https://0.0.0.0:5080 \
    Listen__Devices=https://0.0.0.0:5443 \
    Listen__Mqtt=mqtts://0.0.0.0:8883
EXPOSE 5080 5443 8883
VOLUME /data
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s CMD ["./FleetPortal", "health"]
ENTRYPOINT ["./FleetPortal"]
