"""Every setting of the program, read from the environment once and listed by `prepazka settings`."""

from functools import lru_cache
from pathlib import Path

from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent


def _named(name: str) -> AliasChoices:
    return AliasChoices(name)


class Settings(BaseSettings):
    """Settings by environment variable; the defaults run everything on one machine without any other service."""

    model_config = SettingsConfigDict(populate_by_name=True, extra="ignore")

    host: str = Field(default="127.0.0.1", validation_alias=_named("PREPAZKA_HOST"), description="Address to listen on")
    port: int = Field(
        default=8000, validation_alias=_named("PREPAZKA_PORT"), ge=0, le=65535, description="Port to listen on"
    )
    data_dir: Path = Field(
        default=Path("var"), validation_alias=_named("PREPAZKA_DATA_DIR"), description="Database, models, caches"
    )
    knowledge_dir: Path = Field(
        default=ROOT / "knowledge",
        validation_alias=_named("PREPAZKA_KNOWLEDGE_DIR"),
        description="What the assistant knows",
    )
    nlu_data_dir: Path = Field(
        default=ROOT / "nlu_data",
        validation_alias=_named("PREPAZKA_NLU_DATA_DIR"),
        description="Dialogue training data",
    )
    database_url: str = Field(
        default="",
        validation_alias=_named("DATABASE_URL"),
        description="PostgreSQL address; empty: SQLite in the data folder",
    )
    redis_url: str = Field(
        default="",
        validation_alias=_named("REDIS_URL"),
        description="Redis for several replicas; empty: one process alone",
    )
    telegram_bot_token: str = Field(
        default="",
        validation_alias=_named("TELEGRAM_BOT_TOKEN"),
        description="Telegram is served when this is set",
        repr=False,
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org", validation_alias=_named("TELEGRAM_API_URL"), description="Telegram Bot API"
    )
    public_url: str = Field(
        default="", validation_alias=_named("PUBLIC_URL"), description="Address of the service as the public sees it"
    )
    clock: str = Field(
        default="",
        validation_alias=_named("PREPAZKA_CLOCK"),
        description="Tests only: a fixed now (ISO) or a shift (+2h)",
    )
    messages_per_second: int = Field(
        default=10,
        validation_alias=_named("PREPAZKA_RATE_LIMIT"),
        ge=1,
        description="Requests a second from one client",
    )
    retention_days: int = Field(
        default=30,
        validation_alias=_named("PREPAZKA_RETENTION_DAYS"),
        ge=1,
        description="Days until a conversation is erased",
    )

    @property
    def resolved_database_url(self) -> str:
        """The SQLAlchemy address in force; `postgres://` and `postgresql://` both mean psycopg 3."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'prepazka.db').resolve()}"
        for prefix in ("postgres://", "postgresql://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process. Raises `SettingsError` naming every variable whose value can't be."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors())
        raise SettingsError(f"{wrong}. `prepazka settings` lists what can be set.") from error
