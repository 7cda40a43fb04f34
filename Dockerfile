# Built by the same commands as on any machine and in .ci/run: `make install`, `make train`.
FROM python:3.12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 PREPAZKA_DATA_DIR=/data
WORKDIR /app

# The libraries change rarely, so they are a layer of their own; the two empty packages show where the code will be.
COPY Makefile pyproject.toml uv.lock .python-version README.md LICENSE ./
COPY setup setup
COPY bot/__init__.py bot/
COPY actions/__init__.py actions/
RUN make install

COPY bot bot
COPY actions actions
COPY knowledge knowledge
COPY nlu_data nlu_data
RUN make train


FROM python:3.12-slim
RUN useradd --uid 10001 --create-home prepazka
WORKDIR /app
COPY LICENSE pyproject.toml ./
COPY --from=build /app/.venv .venv
COPY --from=build --chown=prepazka:prepazka /data /data
COPY bot bot
COPY actions actions
COPY knowledge knowledge
COPY nlu_data nlu_data

# The trained model is in the image, at /data. A new named volume mounted there starts as a copy of it; with an empty
# or older folder `prepazka` trains once before it opens.
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 \
    PREPAZKA_DATA_DIR=/data PREPAZKA_HOST=0.0.0.0 PREPAZKA_PORT=8000
USER prepazka
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD ["prepazka"]
