from django.apps import AppConfig


class Board(AppConfig):
    name = "motcua.faces.board"
    label = "board"
