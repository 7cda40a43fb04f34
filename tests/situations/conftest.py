from pathlib import Path

import pytest

from tests.knowledge.folder import LANGUAGES, KnowledgeFolder

STRUCTURE = """\
holidays: CZ
statuses: [citizen, refugee]
events:
  job-end: {assumed_today: yes}
  card-end: {}
situations:
  lost-job:
    event: job-end
    steps:
      citizen: [register, ask]
      refugee: [ask]
  card:
    event: card-end
    steps:
      refugee: [renew]
steps:
  register:
    topic: wage
    deadline: {within: working-days, unit: working-days}
  ask: {topic: wage, residence: yes}
  renew:
    topic: wage
    deadline: {window: working-days, unit: days}
"""

WORDS = """\
situations:
  lost-job: {title: Lost job LANGUAGE, intro: "It costs {minimum-wage-month}."}
  card: {title: Card LANGUAGE, intro: Renew it.}
statuses:
  citizen: Citizen LANGUAGE
  refugee: Refugee LANGUAGE
events:
  job-end: When did the job end, LANGUAGE?
  card-end: When does the card end, LANGUAGE?
steps:
  register: Register in {working-days} days, LANGUAGE.
  ask: Ask at {call-centre-phone}, LANGUAGE.
  renew: Renew it, LANGUAGE.
"""

FACT = """\
working-days:
  kind: number
  about: Working days
  values:
    - value: 3
      source: Act
      checked: 2026-11-22
      confidence: KNOWN
"""


@pytest.fixture
def folder(tmp_path: Path) -> KnowledgeFolder:
    """A small knowledge base with two life situations, without a fault."""
    folder = KnowledgeFolder(tmp_path / "knowledge").write()
    facts = (folder.root / "facts.yml").read_text("utf-8")
    folder.put("facts.yml", facts + FACT)
    folder.put("situations.yml", STRUCTURE)
    for language in LANGUAGES:
        folder.put(f"situations/{language}.yml", WORDS.replace("LANGUAGE", language))
    return folder
