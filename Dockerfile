# A release names both images by digest, so that the same Dockerfile gives the same image:
#   docker build --build-arg SDK=mcr.microsoft.com/dotnet/sdk@sha256:… --build-arg RUNTIME=mcr.microsoft.com/dotnet/aspnet@sha256:… .
# `docker buildx imagetools inspect mcr.microsoft.com/dotnet/sdk:10.0` shows the digest. The tags here get security updates.
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0

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
