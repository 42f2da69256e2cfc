# The dashboard. `docker compose up` shows it with two sandboxes; see docker-compose.yml.

FROM node:22-slim AS browser
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM python:3.13-slim AS packages
WORKDIR /build
RUN python -m venv /opt/driftboard
COPY requirements.txt ./
RUN /opt/driftboard/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY alembic alembic
COPY reporter reporter
COPY templates templates
COPY static static
# The pages' own copies, for networks that do not reach the CDN.
COPY --from=browser /build/node_modules/htmx.org/dist/htmx.min.js static/vendor/
COPY --from=browser /build/node_modules/cytoscape/dist/cytoscape.esm.min.mjs static/vendor/
RUN /opt/driftboard/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /srv/driftboard driftboard
COPY --from=packages /opt/driftboard /opt/driftboard
ENV PATH=/opt/driftboard/bin:$PATH PYTHONUNBUFFERED=1
# driftboard.toml is looked for here.
WORKDIR /srv/driftboard
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Others than the container reach this address: driftboard.toml names the proxy that signs people in, or the command says
# --insecure-no-sign-in; see docs/serving.md.
CMD ["driftboard", "serve", "--host", "0.0.0.0", "--port", "8000"]
