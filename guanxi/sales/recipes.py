"""The files that selling can read besides one noun at a time."""

from guanxi.platform.imports.recipes import register_recipe
from guanxi.sales.importing.recipe import OrderLinesRecipe

register_recipe(OrderLinesRecipe())
