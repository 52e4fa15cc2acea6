"""Our own exp, log and power against the C library."""

import math

import numpy as np
import pytest

from beredd.overdose.vectors import vexp, vlog, vpow

POINTS = np.concatenate([np.linspace(-40.0, 40.0, 999), [0.0, 1e-300, -1e-9, 699.0, -699.0]])


def test_exp_is_within_1e_14():
    assert max(abs(vexp(x) / math.exp(x) - 1.0) for x in POINTS) < 1e-14


def test_log_is_within_1e_14():
    values = np.exp(np.linspace(-600.0, 600.0, 999))
    assert max(abs(vlog(v) - math.log(v)) / max(1.0, abs(math.log(v))) for v in values) < 1e-14


@pytest.mark.parametrize(("base", "exponent"), [(0.3, 0.8439), (1e5, 1.025), (2.0, 2.6), (1e-12, 0.9)])
def test_power_is_within_1e_13(base, exponent):
    assert vpow(base, exponent) == pytest.approx(base**exponent, rel=1e-13)


def test_zero_to_a_power_is_as_good_as_zero():
    assert vpow(0.0, 0.86) < 1e-200
    assert vpow(-1.0, 0.86) < 1e-200
