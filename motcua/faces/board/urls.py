from django.urls import include, path

from . import card, exports, figures, month_files, months, publishing, roadmap

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
    path("don-vi/<str:code>", months.to_month, name="unit"),
    path("soan", publishing.publications, name="publications"),
    path("soan/chot/<str:code>", publishing.freeze_month, name="freeze"),
    path("soan/<int:number>", publishing.publication, name="publication"),
    path("soan/<int:number>/<slug:doing>", publishing.publication, name="publication_do"),
    path("the/<str:code>.svg", card.card, name="card"),
]
for_officers = [
    path("xuat", exports.exports, name="exports"),
    path("xuat/<int:number>", exports.one_export, name="export"),
    path("xuat/<int:number>/tep", exports.export_file, name="export_file"),
]
urlpatterns = [path("cong-khai/", include(public)), path("bao-cao/", include(for_officers))]
