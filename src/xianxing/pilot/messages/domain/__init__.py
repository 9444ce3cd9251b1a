"""What can be done with messages: tell people something, mark as read, send the letters that wait."""

from xianxing.pilot.messages.domain.delivery import tell
from xianxing.pilot.messages.domain.digests import choose_letters, collect_digests
from xianxing.pilot.messages.domain.links import post
from xianxing.pilot.messages.domain.reading import mark_all_read, mark_read
from xianxing.pilot.messages.domain.sending import Sent, send_letters

__all__ = [
    "Sent", "choose_letters", "collect_digests", "mark_all_read", "mark_read", "post", "send_letters", "tell"
]  # fmt: skip
