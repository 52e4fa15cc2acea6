"""One time step of eight lanes: fourth-order exponential Runge–Kutta (Cox and Matthews 2002).

Two states are stiff: brain oxygen (rate up to some 5 per second) and the free receptor share (concentration times
association). For them the linear part at the start of the step is integrated exactly; all other states take the
classical fourth-order formula, which the scheme becomes when that part is zero. Each lane has its own time and step.
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
def _coefficients(w, i, rate, half, c, e1, g1, g2, g3, n1, state):
    """Exponential coefficients of one stiff state of lane i."""
    h = w[L_H * LANES + i]
    lam = w[rate * LANES + i]
    z = lam * h
    e_half = vexp(0.5 * z)
    e_full = e_half * e_half
    w[half * LANES + i] = e_half
    w[c * LANES + i] = (e_half - 1.0) / lam
    w[e1 * LANES + i] = e_full
    # phi_3 by its series for small z, else by its definition; the lower ones follow without cancellation.
    series = 1.0 / 6.0 + z * (
        1.0 / 24.0
        + z * (1.0 / 120.0 + z * (1.0 / 720.0 + z * (1.0 / 5040.0 + z * (1.0 / 40320.0 + z * (1.0 / 362880.0
        + z * (1.0 / 3628800.0 + z * (1.0 / 39916800.0 + z * (1.0 / 479001600.0 + z * (1.0 / 6227020800.0))))))))
    ))  # fmt: skip
    safe = z if z < -0.5 else -1.0
    exact = (e_full - 1.0 - safe - 0.5 * safe * safe) / (safe * safe * safe)
    phi3 = exact if z < -0.5 else series
    phi2 = 0.5 + z * phi3
    phi1 = 1.0 + z * phi2
    w[g1 * LANES + i] = h * (phi1 - 3.0 * phi2 + 4.0 * phi3)
    w[g2 * LANES + i] = h * (2.0 * phi2 - 4.0 * phi3)
    w[g3 * LANES + i] = h * (4.0 * phi3 - phi2)
    w[n1 * LANES + i] = w[(K1 + state) * LANES + i] - lam * w[(U + state) * LANES + i]


@njit(error_model="numpy")
def finish(w, base_s, ph):
    """Take the step whose first rates `begin` has filled: U becomes the state h later. Times are moved by the caller."""
    for i in range(LANES):
        _coefficients(
            w, i, A_RATE_FREE, A_HALF_FREE, A_C_FREE, A_E1_FREE, A_G1_FREE, A_G2_FREE, A_G3_FREE, A_N1_FREE, S_FREE
        )
    for i in range(LANES):
        _coefficients(
            w, i, A_RATE_BRAIN, A_HALF_BRAIN, A_C_BRAIN, A_E1_BRAIN, A_G1_BRAIN, A_G2_BRAIN, A_G3_BRAIN, A_N1_BRAIN,
            S_BRAIN_O2,
        )  # fmt: skip
    # The rates of the stiff states' Jacobian are overwritten by each evaluation; keep the first.
    for i in range(LANES):
        w[A_LAM_FREE * LANES + i] = w[A_RATE_FREE * LANES + i]
        w[A_LAM_BRAIN * LANES + i] = w[A_RATE_BRAIN * LANES + i]

    for s in range(N_STATES):
        for i in range(LANES):
            w[(Y + s) * LANES + i] = w[(U + s) * LANES + i] + 0.5 * w[L_H * LANES + i] * w[(K + s) * LANES + i]
    for i in range(LANES):
        free = w[(U + S_FREE) * LANES + i] + w[A_C_FREE * LANES + i] * w[(K + S_FREE) * LANES + i]
        brain = w[(U + S_BRAIN_O2) * LANES + i] + w[A_C_BRAIN * LANES + i] * w[(K + S_BRAIN_O2) * LANES + i]
        w[(Y + S_FREE) * LANES + i], w[A_A_FREE * LANES + i] = free, free
        w[(Y + S_BRAIN_O2) * LANES + i], w[A_A_BRAIN * LANES + i] = brain, brain
    look_back(w, 0.5, base_s, ph)
    rates(w, ph)

    for s in range(N_STATES):
        for i in range(LANES):
            w[(Y + s) * LANES + i] = w[(U + s) * LANES + i] + 0.5 * w[L_H * LANES + i] * w[(K + s) * LANES + i]
    for i in range(N_STATES * LANES):
        w[SUM * LANES + i] += 2.0 * w[K * LANES + i]
    for i in range(LANES):
        n2 = w[(K + S_FREE) * LANES + i] - w[A_LAM_FREE * LANES + i] * w[A_A_FREE * LANES + i]
        w[A_N2_FREE * LANES + i] = n2
        w[(Y + S_FREE) * LANES + i] = w[A_HALF_FREE * LANES + i] * w[(U + S_FREE) * LANES + i] + w[A_C_FREE * LANES + i] * n2
        n2 = w[(K + S_BRAIN_O2) * LANES + i] - w[A_LAM_BRAIN * LANES + i] * w[A_A_BRAIN * LANES + i]
        w[A_N2_BRAIN * LANES + i] = n2
        w[(Y + S_BRAIN_O2) * LANES + i] = (
            w[A_HALF_BRAIN * LANES + i] * w[(U + S_BRAIN_O2) * LANES + i] + w[A_C_BRAIN * LANES + i] * n2
        )
    # The second trial values are needed again after they have been overwritten.
    for i in range(LANES):
        w[A_N3_FREE * LANES + i] = w[(Y + S_FREE) * LANES + i]
        w[A_N3_BRAIN * LANES + i] = w[(Y + S_BRAIN_O2) * LANES + i]
    look_back(w, 0.5, base_s, ph)
    rates(w, ph)

    for s in range(N_STATES):
        for i in range(LANES):
            w[(Y + s) * LANES + i] = w[(U + s) * LANES + i] + w[L_H * LANES + i] * w[(K + s) * LANES + i]
    for i in range(N_STATES * LANES):
        w[SUM * LANES + i] += 2.0 * w[K * LANES + i]
    for i in range(LANES):
        n3 = w[(K + S_FREE) * LANES + i] - w[A_LAM_FREE * LANES + i] * w[A_N3_FREE * LANES + i]
        w[A_N3_FREE * LANES + i] = n3
        w[(Y + S_FREE) * LANES + i] = w[A_HALF_FREE * LANES + i] * w[A_A_FREE * LANES + i] + w[A_C_FREE * LANES + i] * (
            2.0 * n3 - w[A_N1_FREE * LANES + i]
        )
        n3 = w[(K + S_BRAIN_O2) * LANES + i] - w[A_LAM_BRAIN * LANES + i] * w[A_N3_BRAIN * LANES + i]
        w[A_N3_BRAIN * LANES + i] = n3
        w[(Y + S_BRAIN_O2) * LANES + i] = w[A_HALF_BRAIN * LANES + i] * w[A_A_BRAIN * LANES + i] + w[
            A_C_BRAIN * LANES + i
        ] * (2.0 * n3 - w[A_N1_BRAIN * LANES + i])
    look_back(w, 1.0, base_s, ph)
    rates(w, ph)

    for i in range(LANES):
        n4 = w[(K + S_FREE) * LANES + i] - w[A_LAM_FREE * LANES + i] * w[(Y + S_FREE) * LANES + i]
        w[A_A_FREE * LANES + i] = (
            w[A_E1_FREE * LANES + i] * w[(U + S_FREE) * LANES + i]
            + w[A_G1_FREE * LANES + i] * w[A_N1_FREE * LANES + i]
            + w[A_G2_FREE * LANES + i] * (w[A_N2_FREE * LANES + i] + w[A_N3_FREE * LANES + i])
            + w[A_G3_FREE * LANES + i] * n4
        )
        n4 = w[(K + S_BRAIN_O2) * LANES + i] - w[A_LAM_BRAIN * LANES + i] * w[(Y + S_BRAIN_O2) * LANES + i]
        w[A_A_BRAIN * LANES + i] = (
            w[A_E1_BRAIN * LANES + i] * w[(U + S_BRAIN_O2) * LANES + i]
            + w[A_G1_BRAIN * LANES + i] * w[A_N1_BRAIN * LANES + i]
            + w[A_G2_BRAIN * LANES + i] * (w[A_N2_BRAIN * LANES + i] + w[A_N3_BRAIN * LANES + i])
            + w[A_G3_BRAIN * LANES + i] * n4
        )
    for s in range(N_STATES):
        for i in range(LANES):
            total = w[(SUM + s) * LANES + i] + w[(K + s) * LANES + i]
            w[(U + s) * LANES + i] += w[L_H * LANES + i] * (1.0 / 6.0) * total
    for i in range(LANES):
        w[(U + S_FREE) * LANES + i] = w[A_A_FREE * LANES + i]
        w[(U + S_BRAIN_O2) * LANES + i] = w[A_A_BRAIN * LANES + i]
