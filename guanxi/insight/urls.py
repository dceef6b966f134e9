"""Addresses of insight."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from guanxi.insight import parameter_views, views
from guanxi.insight.dashboards import views as dashboards
from guanxi.insight.olap import keeping_views as keeping
from guanxi.insight.olap import views as olap


def later(module: str, name: str) -> Callable[..., HttpResponse]:
    """The view of that name, whose mathematics is loaded with the first request for it."""

    def view(request: HttpRequest, **captured: Any) -> HttpResponse:
        answer: HttpResponse = getattr(import_module(module), name)(request, **captured)
        return answer

    return view


app_name = "insight"
urlpatterns = [
    path("", views.value_structure, name="structure"),
    path("warehouse/", views.warehouse_page, name="warehouse"),
    path(
        "value-ahead/", later("guanxi.insight.value_ahead.views", "value_ahead"), name="value_ahead"
    ),
    path(
        "portfolio/",
        later("guanxi.insight.portfolio.page.views", "portfolio_page"),
        name="portfolio",
    ),
    path(
        "network/",
        later("guanxi.insight.portfolio.network_page.views", "network_page"),
        name="network",
    ),
    path(
        "network/<int:pk>/",
        later("guanxi.insight.portfolio.network_page.views", "relations_page"),
        name="relations",
    ),
    path("past/<int:pk>/", later("guanxi.insight.past.views", "past_page"), name="past"),
    path("churn/", later("guanxi.insight.churn.views", "churn_page"), name="churn"),
    path(
        "churn/win-back/<slug:format>/",
        later("guanxi.insight.churn.views", "win_back"),
        name="win_back",
    ),
    path(
        "together/",
        later("guanxi.insight.needs.together.views", "bought_together"),
        name="together",
    ),
    path("groups/", later("guanxi.insight.needs.groups.views", "group_page"), name="groups"),
    path("attention/", later("guanxi.insight.concerns.views", "concern_page"), name="concerns"),
    path("cohorts/", later("guanxi.insight.cohorts.views", "cohort_page"), name="cohorts"),
    path(
        "cohorts/<int:cohort>/<int:age>/",
        later("guanxi.insight.cohorts.views", "cohort_customers"),
        name="cohort_customers",
    ),
    path(
        "cohorts/stage/<slug:stage>/",
        later("guanxi.insight.cohorts.behind_views", "stage_customers"),
        name="stage_customers",
    ),
    path(
        "cohorts/took/<slug:cycle>/<int:band>/",
        later("guanxi.insight.cohorts.behind_views", "cycle_rows"),
        name="cycle_rows",
    ),
    path(
        "attribution/",
        later("guanxi.insight.attribution.views", "attribution_page"),
        name="attribution",
    ),
    path(
        "attribution/orders/",
        later("guanxi.insight.attribution.views", "attribution_orders"),
        name="attribution_orders",
    ),
    path("scorecard/", later("guanxi.insight.scorecard.views", "scorecard_page"), name="scorecard"),
    path("forecast/", later("guanxi.insight.forecast.views", "forecast_page"), name="forecast"),
    path("movement/", later("guanxi.insight.movement.views", "movement_page"), name="movement"),
    path(
        "satisfaction/",
        later("guanxi.insight.regard.views", "satisfaction_and_loyalty"),
        name="regard",
    ),
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
