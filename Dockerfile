# syntax=docker/dockerfile:1
# The platform as an image: built in one stage, run in another that holds no tools to build with. Runs as a user without rights, on a
# file system that may be read-only: all it writes is /data and /tmp.
FROM node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-slim
ENV NODE_ENV=production \
    NOIVU_DATA=/data \
    HOST=0.0.0.0 \
    PORT=3000 \
    NOIVU_LOG=info \
    TZ=Asia/Ho_Chi_Minh
WORKDIR /app
RUN groupadd --gid 10001 noivu && useradd --uid 10001 --gid noivu --home-dir /data --no-create-home --shell /usr/sbin/nologin noivu \
    && install --directory --owner=noivu --group=noivu --mode=0700 /data
COPY --from=build --chown=root:root /build/package.json ./
COPY --from=build --chown=root:root /build/node_modules ./node_modules
COPY --from=build --chown=root:root /build/dist ./dist
COPY --from=build --chown=root:root /build/bin ./bin
USER noivu
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# Alive, not ready: a database that is away is no reason to start this again.
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/server.js"]
