from django.urls import path

from . import figures

app_name = "board"
urlpatterns = [
    path("", figures.figures_page, name="figures"),
    path("so-lieu.csv", figures.figures_csv, name="csv"),
    path("so-lieu.json", figures.figures_json, name="json"),
]
