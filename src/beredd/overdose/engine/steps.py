"""One time step of eight lanes: a fourth-order exponential Runge–Kutta method (Krogstad 2005).

Two states are stiff: brain oxygen (rate up to some 5 per second) and the free receptor share (concentration times
association). For them the linear part at the start of the step is integrated exactly; all other states take the
classical fourth-order formula, which the method becomes when that part is zero. Each lane has its own time and step.

Cox and Matthews' older variant was tried first: its inner stages follow a driven stiff state less closely, and the
error of the lowest PaO2 at a step of 1 s was larger (validation/overdose has the figures).
"""

# ruff: noqa: F403, F405

from numba import njit

from beredd.overdose.engine.layout import *
from beredd.overdose.engine.rates import look_back, rates
from beredd.overdose.vectors import vexp


@njit(error_model="numpy")
def begin(w, base_s, ph):
    """Rates at the start of the step: fills K1 (and SUM) for the states U."""
    for i in range(N_STATES * LANES):
        w[Y * LANES + i] = w[U * LANES + i]
    look_back(w, 0.0, base_s, ph)
    rates(w, ph)
    for i in range(N_STATES * LANES):
        w[K1 * LANES + i] = w[K * LANES + i]
        w[SUM * LANES + i] = w[K * LANES + i]


@njit(error_model="numpy")
def _phi3(z, e):
    """(e**z - 1 - z - z**2/2) / z**3, by its series near zero; e is e**z."""
    series = 1.0 / 6.0 + z * (
        1.0 / 24.0
        + z * (1.0 / 120.0 + z * (1.0 / 720.0 + z * (1.0 / 5040.0 + z * (1.0 / 40320.0 + z * (1.0 / 362880.0
        + z * (1.0 / 3628800.0 + z * (1.0 / 39916800.0 + z * (1.0 / 479001600.0 + z * (1.0 / 6227020800.0))))))))
    ))  # fmt: skip
    safe = z if z < -0.5 else -1.0
    exact = (e - 1.0 - safe - 0.5 * safe * safe) / (safe * safe * safe)
    return exact if z < -0.5 else series


@njit(error_model="numpy")
def _coefficients(w):
    """Exponential coefficients of both stiff states, which lie side by side in every row used here."""
    for i in range(LANES):
        w[A_STEP_FREE * LANES + i] = w[L_H * LANES + i]
        w[A_STEP_BRAIN * LANES + i] = w[L_H * LANES + i]
    for i in range(2 * LANES):
        h, lam = w[A_STEP_FREE * LANES + i], w[A_RATE_FREE * LANES + i]
        z = lam * h
        e_half = vexp(0.5 * z)
        e_full = e_half * e_half
        phi2 = 0.5 + 0.5 * z * _phi3(0.5 * z, e_half)
        w[A_HALF_FREE * LANES + i] = e_half
        w[A_C_FREE * LANES + i] = 0.5 * h * (1.0 + 0.5 * z * phi2)
        w[A_D_FREE * LANES + i] = h * phi2
        phi3 = _phi3(z, e_full)
        phi2 = 0.5 + z * phi3
        phi1 = 1.0 + z * phi2
        w[A_E1_FREE * LANES + i] = e_full
        w[A_F1_FREE * LANES + i] = h * phi1
        w[A_F2_FREE * LANES + i] = 2.0 * h * phi2
        w[A_G1_FREE * LANES + i] = h * (phi1 - 3.0 * phi2 + 4.0 * phi3)
        w[A_G2_FREE * LANES + i] = h * (2.0 * phi2 - 4.0 * phi3)
        w[A_G3_FREE * LANES + i] = h * (4.0 * phi3 - phi2)
        # Every evaluation overwrites the Jacobian; the step keeps the first.
        w[A_LAM_FREE * LANES + i] = lam
        w[A_N1_FREE * LANES + i] = w[(K1 + S_FREE) * LANES + i] - lam * w[(U + S_FREE) * LANES + i]


@njit(error_model="numpy")
def _trial(w, share):
    """Trial states the classical way: start + share * h * last rates."""
    for s in range(N_STATES):
        for i in range(LANES):
            w[(Y + s) * LANES + i] = w[(U + s) * LANES + i] + share * w[L_H * LANES + i] * w[(K + s) * LANES + i]


@njit(error_model="numpy")
def _weigh(w):
    """Add twice the last rates to the sum; returns nothing."""
    for i in range(N_STATES * LANES):
        w[SUM * LANES + i] += 2.0 * w[K * LANES + i]


@njit(error_model="numpy")
def finish(w, base_s, ph):
    """Take the step whose first rates `begin` has filled: U becomes the state h later. Times are moved by the caller.

    Loops over 2 * LANES are over the two stiff states.
    """
    _coefficients(w)
    _trial(w, 0.5)
    for i in range(2 * LANES):
        w[(Y + S_FREE) * LANES + i] = (
            w[A_HALF_FREE * LANES + i] * w[(U + S_FREE) * LANES + i]
            + w[A_C_FREE * LANES + i] * w[A_N1_FREE * LANES + i]
        )
    look_back(w, 0.5, base_s, ph)
    rates(w, ph)
    for i in range(2 * LANES):
        w[A_N2_FREE * LANES + i] = w[(K + S_FREE) * LANES + i] - w[A_LAM_FREE * LANES + i] * w[(Y + S_FREE) * LANES + i]
    _weigh(w)

    _trial(w, 0.5)
    for i in range(2 * LANES):
        n1, n2 = w[A_N1_FREE * LANES + i], w[A_N2_FREE * LANES + i]
        w[(Y + S_FREE) * LANES + i] = (
            w[A_HALF_FREE * LANES + i] * w[(U + S_FREE) * LANES + i]
            + w[A_C_FREE * LANES + i] * n1
            + w[A_D_FREE * LANES + i] * (n2 - n1)
        )
    look_back(w, 0.5, base_s, ph)
    rates(w, ph)
    for i in range(LANES):
        w[A_MIDDLE_CHEMO * LANES + i] = w[A_CHEMO * LANES + i]
        w[A_MIDDLE_BRAIN * LANES + i] = w[A_BRAIN_CO2 * LANES + i]
    for i in range(2 * LANES):
        w[A_N3_FREE * LANES + i] = w[(K + S_FREE) * LANES + i] - w[A_LAM_FREE * LANES + i] * w[(Y + S_FREE) * LANES + i]
    _weigh(w)

    _trial(w, 1.0)
    for i in range(2 * LANES):
        n1, n3 = w[A_N1_FREE * LANES + i], w[A_N3_FREE * LANES + i]
        w[(Y + S_FREE) * LANES + i] = (
            w[A_E1_FREE * LANES + i] * w[(U + S_FREE) * LANES + i]
            + w[A_F1_FREE * LANES + i] * n1
            + w[A_F2_FREE * LANES + i] * (n3 - n1)
        )
    look_back(w, 1.0, base_s, ph)
    rates(w, ph)

    for i in range(2 * LANES):
        n4 = w[(K + S_FREE) * LANES + i] - w[A_LAM_FREE * LANES + i] * w[(Y + S_FREE) * LANES + i]
        w[A_END_FREE * LANES + i] = (
            w[A_E1_FREE * LANES + i] * w[(U + S_FREE) * LANES + i]
            + w[A_G1_FREE * LANES + i] * w[A_N1_FREE * LANES + i]
            + w[A_G2_FREE * LANES + i] * (w[A_N2_FREE * LANES + i] + w[A_N3_FREE * LANES + i])
            + w[A_G3_FREE * LANES + i] * n4
        )
    for s in range(N_STATES):
        for i in range(LANES):
            total = w[(SUM + s) * LANES + i] + w[(K + s) * LANES + i]
            w[(U + s) * LANES + i] += w[L_H * LANES + i] * (1.0 / 6.0) * total
    for i in range(2 * LANES):
        w[(U + S_FREE) * LANES + i] = w[A_END_FREE * LANES + i]
