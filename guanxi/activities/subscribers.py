"""What this room does when something happens elsewhere."""

from guanxi.activities.feeds import drop_feed
from guanxi.platform.signin.sessions import also_ends

also_ends(drop_feed)
