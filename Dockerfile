# Labnet's images, a target each: docker build --target dns-service . (or all of them: ./labnet images).
# The services' jars are made before, by `mvn package`: so the build needs no registry but the base image's.

# --- what every service stands on -------------------------------------------------------------------

FROM eclipse-temurin:25-jre AS runtime
RUN groupadd --gid 10001 labnet && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp labnet \
    && install -d -o 10001 -g 10001 /var/lib/labnet /var/lib/labnet/ca
COPY docker/healthy docker/run /app/
ENV SPRING_PROFILES_ACTIVE=containers \
    LABNET_DATA_DIR=/var/lib/labnet \
    SERVICE_JVM="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TrimNativeHeapInterval=30000 -XX:MaxRAMPercentage=35 -XX:+ExitOnOutOfMemoryError -Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
WORKDIR /tmp

# Where a jar becomes layers and a start-up cache.
FROM runtime AS make
COPY docker/make-service /usr/local/bin/

FROM runtime AS service
USER 10001:10001
VOLUME /var/lib/labnet
HEALTHCHECK --interval=60s --timeout=30s --start-period=180s --start-interval=1s --retries=3 CMD ["/app/healthy"]
ENTRYPOINT ["/app/run"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

# --- dns-service -----------------------------------------------------------------------------------

FROM make AS dns-service-made
ENV MANAGEMENT_PORT=8053
COPY dns-service/target/dns-service-*-boot.jar /boot.jar
RUN make-service /boot.jar /app

FROM service AS dns-service
LABEL org.opencontainers.image.title="labnet/dns-service" \
      org.opencontainers.image.description="Root, TLD, authoritative and recursive name servers"
ENV MANAGEMENT_PORT=8053
EXPOSE 53/udp 53/tcp 43 443 853 8053
COPY --from=dns-service-made /made/dependencies/ /app/
COPY --from=dns-service-made /made/application/ /app/
COPY --from=dns-service-made /made/app.aot /app/

# --- web-origin-service ----------------------------------------------------------------------------

FROM make AS web-origin-service-made
ENV MANAGEMENT_PORT=8081
COPY web-origin-service/target/web-origin-service-*-boot.jar /boot.jar
RUN make-service /boot.jar /app

FROM service AS web-origin-service
LABEL org.opencontainers.image.title="labnet/web-origin-service" \
      org.opencontainers.image.description="The web server"
ENV MANAGEMENT_PORT=8081
EXPOSE 80 443 8081
COPY --from=web-origin-service-made /made/dependencies/ /app/
COPY --from=web-origin-service-made /made/application/ /app/
COPY --from=web-origin-service-made /made/app.aot /app/

# --- web-cache-service -----------------------------------------------------------------------------

FROM make AS web-cache-service-made
ENV MANAGEMENT_PORT=8082
COPY web-cache-service/target/web-cache-service-*-boot.jar /boot.jar
RUN make-service /boot.jar /app

FROM service AS web-cache-service
LABEL org.opencontainers.image.title="labnet/web-cache-service" \
      org.opencontainers.image.description="The caching proxy"
ENV MANAGEMENT_PORT=8082
EXPOSE 3128 8082
COPY --from=web-cache-service-made /made/dependencies/ /app/
COPY --from=web-cache-service-made /made/application/ /app/
COPY --from=web-cache-service-made /made/app.aot /app/

# --- mail-service ----------------------------------------------------------------------------------

FROM make AS mail-service-made
ENV MANAGEMENT_PORT=8025
COPY mail-service/target/mail-service-*-boot.jar /boot.jar
RUN make-service /boot.jar /app

FROM service AS mail-service
LABEL org.opencontainers.image.title="labnet/mail-service" \
      org.opencontainers.image.description="SMTP, POP3 and IMAP servers"
ENV MANAGEMENT_PORT=8025
EXPOSE 25 587 465 110 995 143 993 8025
COPY --from=mail-service-made /made/dependencies/ /app/
COPY --from=mail-service-made /made/application/ /app/
COPY --from=mail-service-made /made/app.aot /app/

# --- tracker-service -------------------------------------------------------------------------------

FROM make AS tracker-service-made
ENV MANAGEMENT_PORT=8069
COPY tracker-service/target/tracker-service-*-boot.jar /boot.jar
RUN make-service /boot.jar /app

FROM service AS tracker-service
LABEL org.opencontainers.image.title="labnet/tracker-service" \
      org.opencontainers.image.description="The BitTorrent tracker"
ENV MANAGEMENT_PORT=8069
EXPOSE 6969/tcp 6969/udp 8069
COPY --from=tracker-service-made /made/dependencies/ /app/
COPY --from=tracker-service-made /made/application/ /app/
COPY --from=tracker-service-made /made/app.aot /app/

# --- peer-service ----------------------------------------------------------------------------------

FROM make AS peer-service-made
ENV MANAGEMENT_PORT=8068
COPY peer-service/target/peer-service-*-boot.jar /boot.jar
RUN make-service /boot.jar /app

FROM service AS peer-service
LABEL org.opencontainers.image.title="labnet/peer-service" \
      org.opencontainers.image.description="A BitTorrent peer"
ENV MANAGEMENT_PORT=8068
EXPOSE 6881 8068
COPY --from=peer-service-made /made/dependencies/ /app/
COPY --from=peer-service-made /made/application/ /app/
COPY --from=peer-service-made /made/app.aot /app/

# --- gateway ---------------------------------------------------------------------------------------

FROM make AS gateway-made
ENV MANAGEMENT_PORT=8080
COPY gateway/target/gateway-*-boot.jar /boot.jar
RUN make-service /boot.jar /app

FROM service AS gateway
LABEL org.opencontainers.image.title="labnet/gateway" \
      org.opencontainers.image.description="The dashboard, and REST to all services with one key"
ENV MANAGEMENT_PORT=8080
EXPOSE 8080
COPY --from=gateway-made /made/dependencies/ /app/
COPY --from=gateway-made /made/application/ /app/
COPY --from=gateway-made /made/app.aot /app/

# --- the students' host ------------------------------------------------------------------------------

FROM debian:bookworm-slim AS tools
ARG VERSION=0.1.0
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        aria2 bind9-dnsutils ca-certificates curl inetutils-telnet iproute2 iputils-ping lftp libnet-ssleay-perl \
        mutt netcat-openbsd procps python3 swaks transmission-cli \
    && rm -rf /var/lib/apt/lists/*
LABEL org.opencontainers.image.title="labnet/tools" \
      org.opencontainers.image.description="The students' host: dig, curl, swaks, aria2c and their like" \
      org.opencontainers.image.version="$VERSION"
RUN useradd --uid 10001 --no-create-home --home-dir /tmp student
USER 10001:10001
WORKDIR /tmp
CMD ["sleep", "infinity"]

# --- observability -----------------------------------------------------------------------------------

FROM debian:bookworm-slim AS prometheus
ARG VERSION=0.1.0
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends prometheus \
    && rm -rf /var/lib/apt/lists/* && install -d -o 10001 -g 10001 /var/lib/prometheus
COPY docker/prometheus.yml /etc/prometheus/labnet.yml
LABEL org.opencontainers.image.title="labnet/prometheus" \
      org.opencontainers.image.description="Prometheus, told where the lab's services are" \
      org.opencontainers.image.version="$VERSION"
USER 10001:10001
VOLUME /var/lib/prometheus
EXPOSE 9090
CMD ["prometheus", "--config.file=/etc/prometheus/labnet.yml", "--storage.tsdb.path=/var/lib/prometheus", "--storage.tsdb.retention.size=512MB"]
