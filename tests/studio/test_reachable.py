"""Every control has a name and a tip, and the keyboard alone gets to it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMenu,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from tests.studio.conftest import Studio
from voxstudio.studio.widgets.focus_ring import FocusRing

_CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QLineEdit, QAbstractScrollArea)


def controls(root: QWidget) -> Iterator[QWidget]:
    """What can be used; parts of Qt's compound widgets, and pyqtgraph's menus that are never shown, do not count."""
    menus = root.findChildren(QMenu)
    for widget in root.findChildren(QWidget):
        if any(menu.isAncestorOf(widget) for menu in menus):
            continue
        is_part = isinstance(widget, (QScrollBar, QScrollArea)) or isinstance(widget.parent(), QAbstractSpinBox)
        is_qts = widget.objectName().startswith("qt_") or type(widget).__name__ in (
            "QLineEditIconButton",
            "QToolButton",
        )
        if isinstance(widget, _CONTROLS) and not is_part and not is_qts:
            yield widget


def name_of(widget: QWidget) -> str:
    about = QAccessible.queryAccessibleInterface(widget)
    return about.text(QAccessible.Text.Name).strip(" ▾×") if about is not None else ""


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} {getattr(widget, 'text', str)()!r} in {_path(widget)}"


def _path(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return "window" if parent is None else f"{type(parent).__name__} < {_path(parent)}"


def test_every_control_has_a_name_and_every_button_a_tip(studio: Studio) -> None:
    studio.begin(steps=30)
    wayfinder = studio.window.wayfinder
    wayfinder.show_tour()
    wayfinder.find_anything()
    wayfinder.show_shortcuts()
    wayfinder.show_log()
    wayfinder.show_guide()
    wayfinder.show_about()
    all_ = list(controls(studio.window))
    assert len(all_) > 100
    nameless = [told(widget) for widget in all_ if not name_of(widget)]
    assert nameless == []
    without_tip = [
        told(one) for one in all_ if isinstance(one, QAbstractButton) and one.isVisible() and not tip_of(one)
    ]
    assert without_tip == []


def tip_of(widget: QWidget) -> str:
    """Its own, or that of the row or switch it is a part of."""
    parent = widget.parentWidget()
    return widget.toolTip() or (parent.toolTip() if parent is not None else "")


def test_tab_comes_to_every_control_and_back_to_the_first(studio: Studio) -> None:
    studio.prepare()
    window = studio.window
    window.activateWindow()
    studio.wait_for(window.isActiveWindow)
    wanted = {
        widget
        for widget in controls(window)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    window.run_bar.open.setFocus()
    order = [QApplication.focusWidget()]
    for _ in range(400):
        window.focusNextChild()
        if QApplication.focusWidget() is order[0]:
            break
        order.append(QApplication.focusWidget())
    # Of a switch only the choice that is on is a stop; arrow keys go to the others.
    missed = [told(one) for one in wanted if one not in order and not _is_unchecked_choice(one)]
    assert missed == []
    assert window.stage.view in order
    swatch = window.prior_panel._swatch_widgets()[0]
    known = (window.run_bar.open, window.settings_panel.prompt, window.stage.view, swatch, window.gallery.count)
    places = [order.index(one) for one in known]
    assert places == sorted(places)


def test_the_viewport_shows_that_the_keyboard_is_in_it_and_follows_it(studio: Studio) -> None:
    studio.prepare()
    view = studio.window.stage.view
    studio.window.activateWindow()
    studio.wait_for(studio.window.isActiveWindow)
    ring = view.findChild(FocusRing)
    assert ring is not None
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring.isVisible() and ring.size() == view.size()
    before = view.camera
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        studio.bot.keyClick(view, key)
    assert (view.camera.azimuth_deg, view.camera.elevation_deg) == (
        (before.azimuth_deg - 15) % 360,
        before.elevation_deg + 15,
    )
    studio.bot.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.distance < before.distance
    studio.window.run_bar.open.setFocus()
    assert not ring.isVisible()


def _is_unchecked_choice(widget: QWidget) -> bool:
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    return widget.autoExclusive() or widget.group() is not None
