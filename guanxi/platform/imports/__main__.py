"""Where the second process of an import begins; see feeder."""

import gc
import sys

import django

if __name__ == "__main__":
    django.setup()
    from guanxi.platform.imports.feeder import feed
    from guanxi.platform.nouns.extension import extend_with_nothing

    extend_with_nothing()
    # Rows make no cycles, and looking for some among millions of cells takes a third of the time.
    gc.disable()
    # Nothing but frames may reach the writer: what anybody prints goes to the error stream.
    frames = sys.stdout.buffer
    sys.stdout = sys.stderr
    feed(sys.stdin.buffer, frames)
