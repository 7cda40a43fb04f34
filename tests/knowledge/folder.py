"""Writes small knowledge bases for tests: whole and right at first, then broken in one place."""

import shutil
from datetime import date
from pathlib import Path

from bot.knowledge.checker import Fault, check

REAL = Path(__file__).resolve().parents[2] / "knowledge"
TODAY = date(2026, 11, 23)
LANGUAGES = ("cs", "en", "uk", "ru", "vi", "ar")

FACTS = """\
call-centre-phone:
  kind: phone
  about: Free line
  values:
    - value: 800 779 900
      source: https://example.cz/line
      checked: 2026-11-22
      confidence: VERIFIED
minimum-wage-month:
  kind: money
  about: Minimum wage
  values:
    - value: 22400
      from: 2026-01-01
      source: https://example.cz/wage
      checked: 2026-11-22
      confidence: VERIFIED
    - value: 24900
      from: 2027-01-01
      source: https://example.cz/wage
      checked: 2026-11-22
      confidence: UNOFFICIAL
insurance-self-payment:
  kind: money
  about: Health insurance
  values:
    - value: 3024
      from: 2026-01-01
      until: 2026-12-31
      source: https://example.cz/insurance
      checked: 2026-11-22
      confidence: VERIFIED
"""

TOPIC = """\
owner: Content team
review_by: 2027-03-31
situations: [lost-job]
facets: [amount, steps]
related: []
sources:
  - title: Employment Act
    url: https://www.e-sbirka.cz/sb/2004/435
    checked: 2026-11-22
"""

TEXT = """\
---
title: Wage [{language}]
button: Wage
review: draft
---
The wage is {{minimum-wage-month}}.
Ask {{call-centre-phone}}.

## amount
Insurance: {{insurance-self-payment}}

## steps
1. Write to them
   about form U1.
2. Wait.

## examples
{examples}
"""

PHRASES = """\
facet:
  who: Who
  amount: Amount
  deadline: Deadline
  documents: Documents
  where: Where
  steps: Steps
  mistakes: Mistakes
fact:
  unconfirmed: "{value} (unconfirmed, LANGUAGE)"
  ask: "(ask LANGUAGE at {phone})"
  ask_office: "(ask LANGUAGE at the office)"
answer:
  review_overdue: "Overdue, LANGUAGE. Call {fact:call-centre-phone}."
greeting: "Hello {name}!"
"""


class KnowledgeFolder:
    """A knowledge folder on disk; the methods change a file, `faults` checks the whole."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self) -> "KnowledgeFolder":
        self.root.mkdir(parents=True)
        shutil.copy(REAL / "languages.yml", self.root / "languages.yml")
        self.put("facts.yml", FACTS)
        for language in LANGUAGES:
            self.put(f"phrases/{language}.yml", PHRASES.replace("LANGUAGE", language))
        self.add_topic("wage")
        return self

    def add_topic(self, topic_id: str) -> None:
        self.put(f"topics/{topic_id}/topic.yml", TOPIC)
        for language in LANGUAGES:
            examples = "\n".join(f"- {topic_id} question {number} {language}" for number in range(20))
            self.put(f"topics/{topic_id}/{language}.md", TEXT.format(language=language, examples=examples))

    def put(self, file: str, text: str) -> None:
        (self.root / file).parent.mkdir(parents=True, exist_ok=True)
        (self.root / file).write_text(text, encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace `old`, which must stand there exactly once: a test that breaks nothing proves nothing."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.put(file, text.replace(old, new))

    def edit_all(self, file: str, old: str, new: str) -> None:
        """The same edit in each language's file; `LANG` in `file` stands for the language."""
        for language in LANGUAGES:
            self.edit(file.replace("LANG", language), old, new)

    def line(self, file: str, text: str) -> int:
        """The number (from 1) of the first line that holds `text`."""
        lines = (self.root / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def faults(self, rule: str, today: date = TODAY) -> list[Fault]:
        return [fault for fault in check(self.root, today) if fault.rule == rule]
