"""Addresses of insight."""

from django.urls import path

from guanxi.insight import parameter_views, views
from guanxi.insight.attribution.views import attribution_orders, attribution_page
from guanxi.insight.churn.views import churn_page
from guanxi.insight.cohorts.views import cohort_customers, cohort_page
from guanxi.insight.dashboards import views as dashboards
from guanxi.insight.forecast.views import forecast_page
from guanxi.insight.movement.views import movement_page
from guanxi.insight.needs.together.views import bought_together
from guanxi.insight.olap import keeping_views as keeping
from guanxi.insight.olap import views as olap
from guanxi.insight.portfolio.network_page.views import network_page, relations_page
from guanxi.insight.portfolio.page.views import portfolio_page
from guanxi.insight.regard.views import satisfaction_and_loyalty
from guanxi.insight.scorecard.views import scorecard_page
from guanxi.insight.value_ahead.views import value_ahead

app_name = "insight"
urlpatterns = [
    path("", views.value_structure, name="structure"),
    path("warehouse/", views.warehouse_page, name="warehouse"),
    path("value-ahead/", value_ahead, name="value_ahead"),
    path("portfolio/", portfolio_page, name="portfolio"),
    path("network/", network_page, name="network"),
    path("network/<int:pk>/", relations_page, name="relations"),
    path("churn/", churn_page, name="churn"),
    path("together/", bought_together, name="together"),
    path("cohorts/", cohort_page, name="cohorts"),
    path("cohorts/<int:cohort>/<int:age>/", cohort_customers, name="cohort_customers"),
    path("attribution/", attribution_page, name="attribution"),
    path("attribution/orders/", attribution_orders, name="attribution_orders"),
    path("scorecard/", scorecard_page, name="scorecard"),
    path("forecast/", forecast_page, name="forecast"),
    path("movement/", movement_page, name="movement"),
    path("satisfaction/", satisfaction_and_loyalty, name="regard"),
    path("dashboard/", dashboards.dashboard, name="dashboard"),
    path("dashboard/arrange/", dashboards.arrange, name="arrange"),
    path("dashboard/tile/<slug:key>/", dashboards.tile, name="tile"),
    path("dashboard/pin/<int:pk>/", dashboards.pin, name="pin"),
    path("cube/", olap.cube_page, name="cube"),
    path("cube/rows/", olap.behind_page, name="behind"),
    path("cube/slice/", olap.slice_dialog, name="slice"),
    path("cube/export/<slug:format>/", olap.export, name="cube_export"),
    path("cubes/save/", keeping.save, name="cube_save"),
    path("cubes/<int:pk>/", keeping.one_cube, name="one_cube"),
    path("cubes/<int:pk>/watch/", keeping.watch, name="cube_watch"),
    path("cubes/<int:pk>/send/", keeping.send, name="cube_send"),
    path("cubes/<int:pk>/drop/", keeping.drop, name="cube_drop"),
    path("run/", views.compute_again, name="run"),
    path("parameters/", parameter_views.parameter_page, name="parameters"),
    path("parameters/<slug:key>/preview/", parameter_views.parameter_preview, name="preview"),
    path("parameters/<slug:key>/switch/", parameter_views.parameter_switch, name="switch"),
    path("parameters/<slug:key>/", parameter_views.parameter_save, name="keep"),
]
