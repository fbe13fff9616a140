# One image, three commands (compose.yaml): web, worker, beat. docs/deployment.md has the whole.
#   docker build -t travelhub .
FROM python:3.12-slim-bookworm AS packages
WORKDIR /app
COPY requirements.lock.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.lock.txt

FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="travelhub" \
      org.opencontainers.image.description="The inquiry desk of a travel agency"
# The root file system may be read-only: everything that is written goes to /var/lib/travelhub and /tmp.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/travelhub \
    LOG_FORMAT=json
RUN useradd --system --uid 10001 --home-dir /var/lib/travelhub --shell /usr/sbin/nologin travelhub \
    && install -d -o travelhub -g travelhub -m 0750 /var/lib/travelhub
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py ./
COPY gunicorn.conf.py ./
COPY travelhub travelhub
COPY inquiries inquiries
COPY mailsync mailsync
COPY messaging messaging
COPY templates templates
COPY locale locale
RUN python -m compileall -q travelhub inquiries mailsync messaging \
    && VAR_DIR=/tmp/build python manage.py collectstatic --noinput >/dev/null \
    && rm -rf /tmp/build
USER travelhub
EXPOSE 8000
VOLUME /var/lib/travelhub
# For the web process; compose.yaml gives worker and beat their own.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["gunicorn", "travelhub.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--worker-tmp-dir", "/tmp"]
