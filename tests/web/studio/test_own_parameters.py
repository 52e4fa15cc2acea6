"""A run with parameters of one's own: they stand in words beside the ordinary, and the form can be had again."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_changed_parameters_stand_beside_the_ordinary(client, analyst, make_run, finish):
    run = finish(make_run(scenario="s1-erecept", days=3, replicates=3, overrides={"home_stock_share": 0.5}))
    client.force_login(analyst)
    page = client.get(reverse("dispensing:run", args=[run.pk]))
    changed = [(row["value"], row["ordinary"]) for row in page.context["overrides"]]
    assert changed == [("50", "25")]
    again = client.get(reverse("dispensing:list"), {"som": run.pk})
    assert again.context["form"].initial["scenario"] == "s1-erecept"
