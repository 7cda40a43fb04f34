"""Days and times as people say them when they book, in six languages; `reading.read` is the way in.

Choices, so that nobody has to guess:
- A weekday is the next such day. Today counts only when a later time is named with it (or today is said).
- "Next Tuesday" is the Tuesday of next week, "this Tuesday" that of this week; Arabic and Vietnamese "coming" is the
  nearest, and asked back.
- A day and month without a year roll to next year once they are past; with a year they are `PAST`.
- Hours 1 to 6 without a part of the day are afternoon hours (offices sleep at night); "03:30" is taken as written.
- A time without a day has no `when`: which day is for the dialogue to ask.
- Of several days the one after a correction counts ("no, Wednesday"), never the one denied ("not Tuesday"); without a
  correction the first, `unsure`. Whatever is `unsure` must be asked back.
"""
