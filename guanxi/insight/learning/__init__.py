"""An honest trainer for any table: nothing known only afterwards, judged on what it never saw."""
