FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/FleetPortal --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
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
