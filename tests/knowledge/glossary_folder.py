"""A small glossary for the small knowledge base: two terms, six languages, no fault."""

from .folder import LANGUAGES, KnowledgeFolder

GLOSSARY = "glossary.yml"


def add_glossary(folder: KnowledgeFolder) -> KnowledgeFolder:
    """Two terms that share no spelling; the second names a fact and belongs to no topic."""
    pay = _term(
        "minimální mzda (MM)",
        "the least pay",
        "also: [minimálka]\n    aliases: [minimum wage, минималка]\n    topic: wage",
    )
    line = _term("infolinka", "call {call-centre-phone}", "aliases: [hotline]")
    folder.put(GLOSSARY, f"language: cs\nterms:\n  minimalni-mzda:{pay}  infolinka:{line}")
    for language in LANGUAGES:
        path = f"phrases/{language}.yml"
        text = (folder.root / path).read_text(encoding="utf-8")
        folder.put(
            path, text + f'glossary:\n  sound: "{language} sounds {{sound}}"\n  literal: "{language} is {{literal}}"\n'
        )
    return folder


def _term(name: str, plain: str, more: str) -> str:
    foreign = [language for language in LANGUAGES if language != "cs"]
    sound = "".join(f"\n      {language}: sound-{language}" for language in foreign)
    literal = "".join(f"\n      {language}: literal-{language}" for language in foreign)
    texts = "".join(f"\n      {language}: {plain} {language}" for language in LANGUAGES)
    head = f"\n    term: {name}\n    review: draft\n    {more}"
    return head + f"\n    sound:{sound}\n    literal:{literal}\n    plain:{texts}\n"
