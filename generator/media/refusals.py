"""Why a picture cannot be shown, in the words of those who save pictures."""

from typing import Final

SAVE_AGAIN: Final = "open it on a computer and save it again as a JPEG picture"
SAVE_SMALLER: Final = "save it smaller, 4000 pixels wide or less"


class BadPicture(Exception):
    """The picture cannot be shown: what is wrong, to follow its name, and what to do about it."""

    def __init__(self, message: str, hint: str = SAVE_AGAIN) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint
