"""What a person does on the page, and what they see there."""

from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

ASK_REPLY_MS = 20_000
SEEN_MESSAGES = """async () => {
  const { id, token } = JSON.parse(localStorage.getItem("prepazka"));
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`/api/v1/conversations/${id}/messages`, { headers });
  return response.json();
}"""


class Phone:
    """One browser page. `complaints` are console errors and broken scripts; `excused` ones are not counted."""

    def __init__(self, page: Page, server_url: str) -> None:
        self.page = page
        self.server_url = server_url
        self.excused: tuple[str, ...] = ()
        self._complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))

    @property
    def complaints(self) -> list[str]:
        return [text for text in self._complaints if not any(excuse in text for excuse in self.excused)]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complaints.append(message.text)

    def open(self, path: str = "/") -> None:
        """The page, with its conversation open."""
        self.page.goto(self.server_url + path)
        expect(self.replies.first).to_be_visible()

    @property
    def replies(self) -> Locator:
        return self.page.locator("#log .reply")

    @property
    def questions(self) -> Locator:
        return self.page.locator("#log .client")

    @property
    def field(self) -> Locator:
        return self.page.locator("#text")

    @property
    def notice(self) -> Locator:
        return self.page.locator("#problem")

    def write(self, text: str) -> None:
        """Type it and send it, without waiting for an answer."""
        self.field.fill(text)
        self.field.press("Enter")

    def ask(self, text: str) -> Locator:
        """The reply to a question."""
        before = self.replies.count()
        self.write(text)
        return self.reply_after(before)

    def press(self, choice: Locator) -> Locator:
        """The reply to a choice."""
        before = self.replies.count()
        choice.click()
        return self.reply_after(before)

    def reply_after(self, count: int) -> Locator:
        expect(self.replies.nth(count)).to_be_visible(timeout=ASK_REPLY_MS)
        expect(self.page.locator("#thinking")).to_be_empty()
        return self.replies.nth(self.replies.count() - 1)

    def choose_language(self, code: str) -> None:
        self.page.locator("#language").select_option(code)

    def stored_messages(self) -> list[dict[str, Any]]:
        """The conversation as the server holds it."""
        messages: list[dict[str, Any]] = self.page.evaluate(SEEN_MESSAGES)
        return messages

    def overflows_at(self, width: int) -> bool:
        """Whether something is wider than a screen of this width (px)."""
        self.page.set_viewport_size({"width": width, "height": 640})
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))
