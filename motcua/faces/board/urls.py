from django.urls import include, path

from . import (
    card,
    compare,
    exports,
    figures,
    index_now,
    month_files,
    months,
    overdue,
    procedures,
    publishing,
    reports,
    roadmap,
    survey,
    unit,
)  # fmt: skip

app_name = "board"
public = [
    path("", figures.figures_page, name="figures"),
    path("lo-trinh", roadmap.roadmap_page, name="roadmap"),
    path("lo-trinh.csv", roadmap.roadmap_csv, name="roadmap_csv"),
    path("so-lieu.csv", figures.figures_csv, name="csv"),
    path("so-lieu.json", figures.figures_json, name="json"),
    path("thang", months.newest_month, name="newest_month"),
    path("thang/<str:code>", months.to_month, name="to_month"),
    path("thang/<str:code>/<str:month>", months.month_page, name="month"),
    path("thang/<str:code>/<str:month>/lan-<int:edition>", months.month_page, name="edition"),
    path("thang/<str:code>/<str:month>/lan-<int:edition>/cham", months.late_page, name="month_late"),
    path("thang/<str:code>/<str:month>/lan-<int:edition>/chi-so", months.index_page, name="index"),
    path(
        "thang/<str:code>/<str:month>/lan-<int:edition>/du-lieu", month_files.month_files, name="month_files"
    ),
    path(
        "thang/<str:code>/<str:month>/lan-<int:edition>/<str:name>",
        month_files.month_file,
        name="month_file",
    ),
    path("soan", publishing.publications, name="publications"),
    path("soan/chot/<str:code>", publishing.freeze_month, name="freeze"),
    path("soan/<int:number>", publishing.publication, name="publication"),
    path("soan/<int:number>/<slug:doing>", publishing.publication, name="publication_do"),
    path("the/<str:code>.svg", card.card, name="card"),
    path("don-vi/<str:code>", unit.unit_page, name="unit"),
    path("qua-han", overdue.overdue_page, name="overdue"),
    path("qua-han.csv", overdue.overdue_csv, name="overdue_csv"),
    path("thu-tuc", procedures.procedures_page, name="procedures"),
    path("thu-tuc.csv", procedures.procedures_csv, name="procedures_csv"),
    path("chi-so", index_now.index_page, name="index_now"),
    path("chi-so.json", index_now.index_json, name="index_json"),
    path("khao-sat", survey.survey_page, name="survey"),
    path("so-sanh", compare.compare_page, name="compare"),
    path("so-sanh.csv", compare.compare_csv, name="compare_csv"),
]
for_officers = [
    path("", reports.reports, name="reports"),
    path("tep/<slug:kind>", reports.report_file, name="report_file"),
    path("xuat", exports.exports, name="exports"),
    path("xuat/<int:number>", exports.one_export, name="export"),
    path("xuat/<int:number>/tep", exports.export_file, name="export_file"),
]
urlpatterns = [path("cong-khai/", include(public)), path("bao-cao/", include(for_officers))]
