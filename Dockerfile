FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production PAPERBOY_DATA=/data PORT=3000
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json ./
COPY corpus corpus
COPY commands commands
COPY src src
# A checkout made under umask 077 holds files that only its owner may read.
RUN chmod -R a+rX package.json corpus commands src && mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "src/main.ts", "health"]
CMD ["node", "src/main.ts"]
