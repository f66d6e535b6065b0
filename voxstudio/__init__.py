"""VoxStudio: type a prompt and watch a voxel world become it."""

import os

# OpenMP workers that spin at barriers slow a training step about tenfold as soon as another thread
# (the window, say) wants a core. OpenMP reads this once, when torch loads it, so it is set here, first.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# A few microseconds of it (GNU's OpenMP) spare most of the sleeping and waking between small operations.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")

__version__ = "0.1.0"
