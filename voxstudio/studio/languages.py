"""Which language the window speaks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from voxstudio import resources

FOLDER = "translations"
_NAME = "voxstudio"


def speak(application: QCoreApplication, wanted: QLocale | None = None) -> QLocale:
    """Speaks the language of a locale, the system's by default, if there is a translation; else English.

    Words of Qt itself follow, and so does how numbers are written: all in one language. Returns its locale.
    """
    wanted = wanted or QLocale.system()
    folder = str(resources.path(FOLDER))
    # English, too, has a translation: of what is counted, which has two forms.
    spoken = _install(application, QLocale(QLocale.Language.English), _NAME, folder)
    if wanted.language() != QLocale.Language.English:
        spoken = _install(application, wanted, _NAME, folder) or spoken
    language = QLocale(spoken.language()) if spoken is not None else QLocale(QLocale.Language.English)
    locale = wanted if wanted.language() == language.language() else language
    _install(application, locale, "qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    QLocale.setDefault(locale)
    return locale


def _install(application: QCoreApplication, locale: QLocale, name: str, folder: str) -> QTranslator | None:
    translator = QTranslator(application)
    if translator.load(locale, name, "_", folder):
        application.installTranslator(translator)
        return translator
    translator.deleteLater()
    return None
