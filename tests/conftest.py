"""No test is answered by what an earlier run kept, and none leaves anything in the cache of whoever runs it: tests of
the cache itself name a folder of their own and take this back."""

import os

os.environ["CHRONO_NO_CACHE"] = "1"
