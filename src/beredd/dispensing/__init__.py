"""The national dispensing chain."""

import beredd.kernel_cache  # noqa: F401  (before anything is compiled)
