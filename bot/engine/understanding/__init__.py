"""Which question is this, and is the assistant sure enough to answer it? Plain arrays, no Rasa."""
