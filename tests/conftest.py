"""What holds for every test: hypothesis looks for wrong answers, not for slow ones.

A deadline would fail a property on a busy machine that it passes on an idle one; time is measured by
`scripts/benchmark.py`, never asserted in tests.
"""

from hypothesis import settings

settings.register_profile("kliping", deadline=None)
settings.load_profile("kliping")
