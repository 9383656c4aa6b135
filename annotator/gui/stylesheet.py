"""The template of the one stylesheet: `@name` stands for a token of the theme or one of its pictures."""

from __future__ import annotations

TEMPLATE = """
* { outline: none; }
QMainWindow, QDialog, QWidget#window { background: @window; }
QDialog { background: @raised; }
QWidget#panel, QFrame#panel { background: @panel; }
QWidget#paper, QFrame#paper { background: @paper; }
QWidget#clear, QFrame#clear { background: transparent; border: none; }
QFrame#card { background: @paper; border: 1px solid @line; border-radius: 10px; }
QFrame#inner { background: @paper; border: 1px solid @line; border-radius: 6px; }
QFrame#inner:focus { border: 2px solid @accent_ink; }
QFrame#floating { background: @raised; border: 1px solid @line; border-radius: 10px; }
QLineEdit#palette, QLineEdit#palette:focus { background: transparent; border: none; padding: 0; font-size: 17px; }
QFrame#hline { background: @line; max-height: 1px; min-height: 1px; border: 0; }
QFrame#vline { background: @line; max-width: 1px; min-width: 1px; border: 0; }
QFrame#drop { border: 2px dashed @accent_line; border-radius: 12px; background: @paper; }

QMenuBar { background: @window; padding: 2px 8px; color: @text2; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; color: @text; }
QMenu { background: @raised; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 28px; border-radius: 4px; }
QMenu::item:selected { background: @accent_soft; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 7px; }
QMenu::indicator:checked { image: @menu_tick_picture; }
QMenu::right-arrow { image: @menu_right_picture; width: 12px; height: 12px; margin-right: 6px; }

QLabel { background: transparent; color: @text; }
QLabel[role="name"] { font-family: @serif; font-size: 28px; font-weight: 600; }
QLabel[role="headline"] { font-family: @serif; font-size: 22px; font-weight: 600; }
QLabel[role="headline-narrow"] { font-family: @serif; font-size: 18px; font-weight: 600; }
QLabel[role="h2"] { font-size: 17px; font-weight: 600; }
QLabel[role="h3"] { font-size: 13px; font-weight: 600; }
QLabel[role="big"] { font-size: 14px; font-weight: 600; }
QLabel[role="lead"] { font-size: 14px; color: @text2; }
QLabel[role="sub"] { font-size: 12px; color: @text2; }
QLabel[role="cap"] { font-size: 11px; color: @text3; }
QLabel[role="capb"] { font-size: 11px; font-weight: 600; color: @text2; }
QLabel[role="key"] { font-size: 11px; color: @text2; background: @paper; border: 1px solid @line;
  border-bottom: 2px solid @line; border-radius: 4px; padding: 0px 5px; }
QLabel[role="words"] { font-family: @serif; font-size: 13px; }
QLabel[role="facts"] { font-size: 12px; }
QLabel[role="pill"] { font-size: 11px; color: @text2; background: @hover; border-radius: 7px; padding: 1px 7px; }
QLabel[role="warn"] { font-size: 12px; color: @warn; }
QLabel[role="danger"] { font-size: 12px; color: @danger; }
QLabel[role="hint"] { font-size: 12px; color: @warn; background: @warn_soft; border-radius: 6px; padding: 6px 8px; }
QLabel[role="fault"] { font-size: 12px; color: @danger; background: @danger_soft; border-radius: 6px;
  padding: 6px 8px; }

QPushButton { background: @raised; color: @text; border: 1px solid @edge; border-radius: 6px; padding: 0 12px;
  min-height: 28px; }
QPushButton:hover { background: @hover; }
QPushButton:disabled { color: @text3; background: transparent; border: 1px solid @line; }
QPushButton:focus { border: 2px solid @accent_ink; padding: 0 11px; min-height: 26px; }
QPushButton[kind="primary"] { background: @accent; color: @on_accent; border: 1px solid @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accent_hi; }
QPushButton[kind="primary"]:disabled { color: @text3; background: @hover; border: 1px solid @line; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: @text2; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: @hover; color: @text; }
QPushButton[kind="quiet"]:checked { background: @hover; color: @text; font-weight: 600; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent_ink; padding: 0 7px; }
QPushButton[kind="danger"] { color: @danger; }
QPushButton[kind="danger"]:disabled { color: @text3; }
QPushButton[kind="act"] { background: @paper; border: 1px solid @line; text-align: left; padding: 0 8px;
  font-size: 12px; }
QPushButton[kind="act"]:hover { background: @hover; }
QPushButton[kind="act"]:checked { background: @accent_soft; border: 1px solid @accent_ink; }
QPushButton[kind="act"]:disabled { color: @text3; background: transparent; }
QPushButton[kind="act"]:focus { border: 2px solid @accent_ink; padding: 0 7px; }
QPushButton[kind="link"] { background: transparent; border: none; color: @accent_ink; padding: 0; min-height: 20px;
  font-size: 12px; text-align: left; }
QPushButton[kind="link"]:hover, QPushButton[kind="link"]:focus { text-decoration: underline; }
QPushButton[kind="label"] { background: @paper; border: 1px solid @line; padding-left: 24px; padding-right: 10px; }
QPushButton[kind="label"]:hover { background: @hover; }
QPushButton[kind="label"]:focus { border: 2px solid @accent_ink; padding-left: 23px; padding-right: 9px; }
QPushButton[kind="ticks"] { background: @paper; text-align: left; padding: 0 24px 0 8px; }
QPushButton[kind="ticks"]:focus { border: 2px solid @accent_ink; padding: 0 23px 0 7px; }
QPushButton[kind="big"] { background: @paper; border: 1px solid @line; border-radius: 8px; min-height: 58px; }
QPushButton[kind="big"]:hover { background: @hover; }
QPushButton[kind="big"]:focus { border: 2px solid @accent_ink; min-height: 56px; }
QPushButton[kind="big-primary"] { background: @accent; border: 1px solid @accent; border-radius: 8px;
  min-height: 58px; }
QPushButton[kind="big-primary"]:hover { background: @accent_hi; }
QPushButton[kind="big-primary"]:focus { border: 2px solid @text; min-height: 56px; }
QPushButton[kind="big-primary"] QLabel { color: @on_accent; }
QPushButton[kind="big-primary"] QLabel[role="key"] { color: @text2; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px;
  color: @text2; }
QToolButton:hover { background: @hover; }
QToolButton:focus { border: 2px solid @accent_ink; padding: 4px; }
QToolButton::menu-indicator { image: none; }

QFrame#seg { background: @hover; border: 1px solid @line; border-radius: 7px; }
QFrame#seg QPushButton { background: transparent; border: 1px solid transparent; color: @text2; padding: 0 10px;
  min-height: 22px; border-radius: 5px; font-size: 12px; }
QFrame#seg QPushButton:checked { background: @seg_on; color: @text; font-weight: 600; border: 1px solid @edge; }
QFrame#seg QPushButton:focus { border: 2px solid @accent_ink; padding: 0 9px; min-height: 20px; }

QLineEdit, QComboBox, QSpinBox, QPlainTextEdit#field, QTextEdit#field { background: @paper; color: @text;
  border: 1px solid @edge; border-radius: 6px; padding: 0 8px; min-height: 26px;
  selection-background-color: @select; selection-color: @text; placeholder-text-color: @text3; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid @accent_ink; padding: 0 7px; min-height: 24px; }
QLineEdit[unsure="plain"], QComboBox[unsure="plain"] { border-style: dashed; }
QLineEdit[unsure="italic"], QComboBox[unsure="italic"] { font-style: italic; border-style: dashed; }
QFrame#seg QPushButton[unsure="italic"]:checked { font-style: italic; border-style: dashed; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { background: transparent; border: none; padding: 0; min-height: 0; }
QLineEdit:disabled, QComboBox:disabled { color: @text3; border: 1px solid @line; }
QPlainTextEdit#field, QTextEdit#field { padding: 2px 4px; }
QPlainTextEdit#field:focus, QTextEdit#field:focus { border: 2px solid @accent_ink; padding: 1px 3px; }
QListWidget { background: @paper; color: @text; border: 1px solid @edge; border-radius: 6px; padding: 2px; }
QListWidget:focus { border: 2px solid @accent_ink; padding: 1px; }
QListWidget::item { padding: 3px 6px; border-radius: 4px; }
QListWidget::item:selected { background: @accent_soft; color: @text; }
QListWidget QLineEdit { border-radius: 4px; padding: 0 4px; min-height: 20px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox[tight="true"] { padding: 0 0 0 8px; }
QComboBox[tight="true"]:focus { padding: 0 0 0 7px; }
QComboBox[tight="true"]::drop-down { width: 18px; }
QComboBox::down-arrow { image: @down_picture; width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @raised; color: @text; border: 1px solid @line; padding: 4px;
  selection-background-color: @accent_soft; selection-color: @text; }

QCheckBox, QRadioButton { color: @text; spacing: 8px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: @text3; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @edge; border-radius: 4px; background: @paper; }
QCheckBox::indicator:checked { background: @accent; border: 1px solid @accent; image: @tick_picture; }
QCheckBox::indicator:focus { border: 2px solid @accent_ink; width: 12px; height: 12px; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @edge; border-radius: 8px; background: @paper; }
QRadioButton::indicator:checked { background: @accent; border: 1px solid @accent; image: @dot_picture; }
QRadioButton::indicator:focus { border: 2px solid @accent_ink; width: 12px; height: 12px; }

QTableView, QTreeView, QScrollArea { background: transparent; border: none;
  selection-background-color: transparent; }
QTableView::item:selected, QTableView::item:hover { background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QListWidget { background: @paper; color: @text; border: 1px solid @line; border-radius: 6px; padding: 4px; }
QListWidget:focus { border: 2px solid @accent_ink; padding: 3px; }
QListWidget::item { padding: 7px 8px; border-radius: 6px; color: @text; }
QListWidget::item:hover { background: @hover; }
QListWidget::item:selected { background: @accent_soft; color: @text; }
QHeaderView::section { background: transparent; color: @text3; border: none; border-bottom: 1px solid @line;
  padding: 4px 8px; font-size: 11px; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @text2; padding: 8px 4px 7px 4px; margin: 0 8px;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; font-weight: 600; border-bottom: 2px solid @accent_ink; }
QTabBar::tab:focus { background: @hover; }
QTabWidget::pane { border: none; }
QProgressBar { background: @line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent_ink; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @scroll; min-height: 32px; border-radius: 3px; margin: 2px 3px; }
QScrollBar::handle:vertical:hover, QScrollBar::handle:horizontal:hover { background: @edge; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent;
  height: 0; width: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; }
QScrollBar::handle:horizontal { background: @scroll; border-radius: 3px; margin: 3px 2px; min-width: 32px; }
QSplitter::handle { background: @line; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 8px; }
"""
