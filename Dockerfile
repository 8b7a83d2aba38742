# The bot as an image: docker build -t reseller-check .  How to run it: "Deployment" in docs/operations.md.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts/build.ts scripts/build.ts
COPY src src
RUN npm run build

FROM node:24-bookworm-slim
# The built bot holds its packages, so nothing that installs or builds is needed.
RUN rm -rf /usr/local/lib/node_modules /usr/local/include /opt/yarn-* \
      /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg \
  && mkdir -p /app/data && chown 1000:1000 /app/data && chmod 700 /app/data
WORKDIR /app
COPY package.json ./
COPY --from=build /build/dist dist
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000
USER 1000:1000
# For the SQLite database; unused with PostgreSQL. All else may be read-only.
VOLUME /app/data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPS_PORT || process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.js"]
