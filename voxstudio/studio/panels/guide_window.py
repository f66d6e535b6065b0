"""The user's guide in a window of its own, from the page that ships with the program: no network."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from voxstudio import resources
from voxstudio.studio.theme import Theme
from voxstudio.studio.widgets.basic import column
from voxstudio.studio.words import tr

_PICTURE_WIDTH = 640
_STYLE = """
h1 {{ font-size: 22px; font-weight: 600; color: {strong}; }}
h2, h3 {{ font-size: 16px; font-weight: 600; color: {strong}; margin-top: 18px; }}
p, li {{ margin-top: 8px; }}
td, th {{ padding: 3px 18px 3px 0; }}
a {{ color: {accent_light}; text-decoration: none; }}
code {{ color: {amber}; }}
"""


class GuideWindow(QDialog):
    """Pages of ``docs`` open here, the web outside."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Guide"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self.page = _Page()
        self.page.setObjectName("page")
        self.page.setAccessibleName(tr("Guide"))
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        self.setLayout(column(self.page))
        self.resize(760, 780)
        self.open_page("guide.md")

    def open_page(self, name: str) -> None:
        """A page of ``docs``, by its file name."""
        path = resources.docs() / name
        written = QTextDocument()
        written.setMarkdown(path.read_text(encoding="utf-8") if path.is_file() else tr("{path} is missing.", path=path))
        self.page.document().setDefaultStyleSheet(_STYLE.format(**vars(self._theme)))
        self.page.document().setBaseUrl(QUrl.fromLocalFile(str(path)))
        self.page.setHtml(_without_looks(written.toHtml()))
        self.page.document().setDocumentMargin(28)

    def _follow(self, link: QUrl) -> None:
        if link.isRelative() and link.path().endswith(".md"):
            self.open_page(link.path())
        elif link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
        elif link.hasFragment():
            self.page.scrollToAnchor(link.fragment())


def _without_looks(html: str) -> str:
    """Qt's own page of a Markdown text, without the sizes, fonts and margins that it writes on every line."""
    bare = re.sub(r'(<(?:p|h\d|ul|ol|li|table|body)\b[^>]*?) style="[^"]*"', r"\1", html)
    bare = bare.replace('<table border="1"', '<table border="0"')
    return re.sub(r"(?:font-family|font-size):[^;]*;", "", bare)


class _Page(QTextBrowser):
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures no wider than a line of text."""
        name = QUrl(name)
        path = self.document().baseUrl().resolved(name).toLocalFile()
        if kind == QTextDocument.ResourceType.ImageResource and path:
            image = QImage(path)
            if image.width() > _PICTURE_WIDTH:
                ratio = self.devicePixelRatioF()
                image = image.scaledToWidth(round(_PICTURE_WIDTH * ratio), Qt.TransformationMode.SmoothTransformation)
                image.setDevicePixelRatio(ratio)
            return image
        return super().loadResource(kind, name)
