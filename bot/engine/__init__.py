"""The dialogue engine: Rasa, embedded. The guard comes before any import of Rasa."""

from bot.engine import guard

guard.install()
