# The site as an image: web server, task worker and timer are the same one (deploy/entrypoint).
ARG BASE_IMAGE=python:3.11-slim-bookworm

# --- Built here, with pip and its cache; none of it is in the image that runs.
FROM ${BASE_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PATH=/srv/venv/bin:$PATH
RUN python3 -m venv /srv/venv
WORKDIR /srv/site
COPY requirements.txt ./
RUN pip install --require-hashes --no-deps --requirement requirements.txt
COPY . ./
RUN pip install --no-deps --no-build-isolation --editable . \
    && DJANGO_SETTINGS_MODULE=config.settings.dev VAR_DIR=/tmp/build STATIC_ROOT=/srv/static \
       python site/manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/build

# --- What runs.
FROM ${BASE_IMAGE}
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    VAR_DIR=/var/lib/site \
    STATIC_ROOT=/srv/static \
    LOG_DIR=/var/log/site \
    PORT=8000
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/site --create-home --shell /usr/sbin/nologin site \
    && install --directory --owner=site --group=site --mode=0750 /var/log/site
COPY --from=build /srv /srv
USER site
WORKDIR /srv/site
VOLUME /var/lib/site /var/log/site
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/srv/site/deploy/healthcheck"]
ENTRYPOINT ["/srv/site/deploy/entrypoint"]
CMD ["web"]
