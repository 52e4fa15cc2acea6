"""Where each quantity of a lane lies in the engine's flat work array.

A lane is one patient of the eight that a block advances together. Row r of lane i is `w[r * LANES + i]`: with constant
rows and a constant number of lanes the compiler sees that loops over lanes do not overlap, and turns them into vector
instructions. Everything a lane knows lies here, so a snapshot of a patient is one column.
"""

LANES = 8

# States; the free receptor share replaces the published model's opioid-bound share, which is 1 - free - antagonist.
S_DEPOT = 0  # antagonist at the site, ng; intravenous: central amount
S_TRANSIT_1 = 1  # ng; intravenous: peripheral 1
S_TRANSIT_2 = 2  # ng; intravenous: peripheral 2
S_PLASMA = 3  # antagonist in plasma, ng/mL
S_EFFECT_ANT = 4  # pM
S_CENTRAL = 5  # opioid, mg
S_PERIPHERAL_1 = 6
S_PERIPHERAL_2 = 7
S_EFFECT_OP = 8  # pM
S_BOUND_ANT = 9  # share of receptors
S_FREE = 10  # share of receptors; stiff
S_BRAIN_O2 = 11  # L/L; stiff, and next to the other stiff one
S_ALV_CO2 = 12  # mmHg
S_ALV_O2 = 13  # mmHg
S_BRAIN_CO2 = 14  # L/L
S_TISSUE_CO2 = 15
S_TISSUE_O2 = 16
S_FLOW_CO2 = 17
S_FLOW_O2 = 18
S_DRIVE_P = 19  # L/min
S_DRIVE_C = 20  # L/min
S_HYPOXIC = 21
S_OUTER = 22  # antagonist in the peripheral compartment, ng/mL
N_STATES = 23

# Copies of the states: at the start of the step, its rates there, the trial state, its rates, their weighted sum, and
# the start of the previous step with its rates (for dense output).
U = 0
K1 = N_STATES
Y = 2 * N_STATES
K = 3 * N_STATES
SUM = 4 * N_STATES
UP = 5 * N_STATES
KP = 6 * N_STATES

# Parameters of the lane's patient, and what events set
P_OP_OUT = 161  # k_out + k12 + k13
P_OP_12 = 162
P_OP_21 = 163
P_OP_13 = 164
P_OP_31 = 165
P_OP_EFFECT = 166
P_OP_PM = 167  # mg to pM in the resting central volume
P_ON_OP = 168
P_OFF_OP = 169
P_HILL_OP = 170
P_CHEMO = 171  # chemoreflex exponent
P_WAKE = 172  # wakefulness exponent
P_ON_ANT = 173
P_OFF_ANT = 174
P_HILL_ANT = 175
P_ANT_EFFECT = 176
P_D_D = 177  # linear antagonist kinetics: rate of row's second letter from the third
P_D_1 = 178
P_D_2 = 179
P_1_D = 180
P_1_1 = 181
P_2_D = 182
P_2_1 = 183
P_2_2 = 184
P_N_2 = 185
P_N_N = 186
P_N_O = 187
P_O_N = 188
P_PM_N = 189  # ng/mL to pM
P_PM_D = 190  # ng to pM, intravenous
P_F = 191  # bioavailabilities times k_transit
P_F1 = 192
P_F2 = 193
C_INFLOW = 194  # antagonist, ng/s
C_ADDED = 195  # rescue breathing, L/min
C_INSPIRED = 196  # mmHg
FIRST_ANTAGONIST, LAST_ANTAGONIST = P_ON_ANT, P_F2

# Algebraic values and work space of a step
A_FLOW = 197  # L/s
A_LAG_CHEMO = 198  # chemoreflex firing one peripheral delay ago
A_LAG_BRAIN = 199  # brain PCO2 one central delay ago
A_EARLY_P = 200  # 1 while no peripheral delay has passed
A_EARLY_C = 201  # the same, central
A_POINTS_P = 202  # place in the history, then the four points around it
A_POINTS_P1 = 203
A_POINTS_P2 = 204
A_POINTS_P3 = 205
A_POINTS_P4 = 206
A_POINTS_C = 207
A_POINTS_C1 = 208
A_POINTS_C2 = 209
A_POINTS_C3 = 210
A_POINTS_C4 = 211
A_STEP_FREE = 212  # step, once for each stiff state
A_STEP_BRAIN = 213
A_CHEMO = 214  # firing now
A_BRAIN_CO2 = 215  # mmHg
A_BRAIN_O2 = 216  # mmHg
A_PAO2 = 217  # mmHg
A_VENT = 218  # spontaneous ventilation, L/min
A_BOUND_OP = 219  # share
A_RATE_FREE = 220  # diagonal of the Jacobian, 1/s
A_RATE_BRAIN = 221  # the same, brain oxygen
A_VOLUME = 222  # volume factor
A_HALF_FREE = 223  # exponential coefficients of the two stiff states
A_HALF_BRAIN = 224
A_C_FREE = 225
A_C_BRAIN = 226
A_D_FREE = 227
A_D_BRAIN = 228
A_E1_FREE = 229
A_E1_BRAIN = 230
A_F1_FREE = 231
A_F1_BRAIN = 232
A_F2_FREE = 233
A_F2_BRAIN = 234
A_G1_FREE = 235
A_G1_BRAIN = 236
A_G2_FREE = 237
A_G2_BRAIN = 238
A_G3_FREE = 239
A_G3_BRAIN = 240
A_N1_FREE = 241  # non-linear parts
A_N1_BRAIN = 242
A_N2_FREE = 243
A_N2_BRAIN = 244
A_N3_FREE = 245
A_N3_BRAIN = 246
A_MIDDLE_CHEMO = 247  # firing and brain PCO2 in the middle of the step
A_MIDDLE_BRAIN = 248
A_END_FREE = 249  # value at the end of the step
A_END_BRAIN = 250
A_LAM_FREE = 251  # the Jacobian at the start
A_LAM_BRAIN = 252
A_PACO2 = 253  # mmHg
A_SATURATION = 254  # arterial oxygen content, per cent of full

# Lane bookkeeping
L_T = 255  # s
L_H = 256  # s
L_GRID = 257  # number of the last history point
L_ON_GRID = 258  # 1 if now is a history point
L_T_PREV = 259  # start of the previous step; -1 before the first
L_PAO2_PREV = 260
L_PAO2_PREV2 = 261
L_T_PREV2 = 262  # s
L_JOB = 263  # -1 when idle
L_VENT_PREV = 264
L_BRAIN_PREV = 265
L_NEXT_EVENT = 266  # s
L_EVENT = 267  # number of the next event
L_DECISION = 268  # last conditional event was done
L_NEXT_CHECK = 269  # s
L_STATE = 270  # phase of the arrest rule
L_UNTIL = 271  # end of the step, s
L_SPAN = 272  # history points the step ends on or passes: 0, 1 or 2
L_T_FIRST = 273  # first dose, s
L_KINK = 274  # 2 when breathing help or oxygen has just changed, 1 one step later
L_PACO2_PREV = 275
L_SATURATION_PREV = 276

# Outcomes of the lane's run
O_STATUS = 277
O_CA = 278  # 1 arrest, 0 none
O_T_CROSS = 279  # s, ventilation first below the threshold; NaN never
O_T15 = 280  # s; NaN never
O_TCA = 281  # s; NaN none
O_PAO2_AT = 282  # PaO2 220 s after t15
O_REN = 283  # 1 if the arrest came after a recovery
O_MIN_PAO2 = 284
O_MIN_VENT = 285
O_HYPOXIC_FROM = 286  # s, brain PO2 first at or below 20
O_HYPOXIC_TO = 287  # s, last
O_T_BACK = 288  # s, ventilation last rose above the threshold
O_DOSES = 289
O_MAX_ANT = 290  # largest share held by antagonist
O_END = 291  # s, where the run stopped
O_STEPS = 292
O_LOW_O2_FROM = 293  # s, arterial PO2 first at or below 30
O_LOW_O2_TO = 294  # s, last
O_LOW_SATURATION_FROM = 295  # the same, saturation at or below 90 per cent
O_LOW_SATURATION_TO = 296
O_HIGH_CO2_FROM = 297  # the same, arterial PCO2 at or above 45
O_HIGH_CO2_TO = 298
FIRST_OUTCOME = O_STATUS
N_OUTCOMES = 22

# History of the two lagged quantities, one point per base step.
RING = 64
R_CHEMO = 299
R_BRAIN = R_CHEMO + RING
N_ROWS = R_BRAIN + RING

# Columns of the event table: offset from the first dose (s), kind, value, level, counts as a dose.
E_OFFSET, E_KIND, E_VALUE, E_LEVEL, E_IS_DOSE, N_EVENT_COLUMNS = 0, 1, 2, 3, 4, 5
EVENT_BOLUS, EVENT_INFLOW, EVENT_BIOAVAILABILITY, EVENT_ADDED, EVENT_INSPIRED, EVENT_STOP_ADDED = 0, 1, 2, 3, 4, 5
EVENT_BIOAVAILABILITY_FROM = 10  # plus a number of doses: only if so many have been given
SAME_DECISION = -1.0

# Phases of the arrest rule
WATCHING, PENDING, RECOVERED, SETTLED = 0.0, 1.0, 2.0, 3.0

# How a run ended
RESOLVED, HORIZON, FAILED, NOT_DOSED = 0.0, 1.0, 2.0, 3.0
