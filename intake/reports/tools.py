"""What a pack was made with, as far as that shows in its bytes: a PDF and an archive depend on it, words do not."""

import hashlib
import zlib
from importlib.metadata import version

from intake.notices.typefaces import font_files


def made_with() -> dict[str, str]:
    fonts = "\n".join(f"{path.name} {path.stat().st_size}" for path in font_files())
    return {
        "typst": version("typst"),
        "fonts": hashlib.sha256(fonts.encode()).hexdigest()[:16],
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
