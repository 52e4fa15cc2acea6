"""A handmade network small enough to check by hand; every field of Network filled, sizes open to hypothesis."""

import numpy as np

from beredd.dispensing.network.model import AGE_BANDS, NOT_SAID, Network

COUNTY_CODES = ("01", "22", "23", "24", "25")
N_NEAREST = 8
GROUPS = (
    # id, Swedish, English, goods, tier, pack days, share of people, lines per person, one-off share a year, pair,
    # cold, narcotic
    ("A10A", "Insulin", "Insulins", False, 0, 90, 0.02, 1.5, 0.0, -1, True, False),
    ("goods:needles", "Pennkanyler", "Pen needles", True, 0, 90, 0.018, 1.0, 0.0, 0, False, False),
    ("J01", "Antibiotika", "Antibiotics", False, 1, 10, 0.0, 1.0, 0.28, -1, False, False),
    ("N02A", "Opioider", "Opioids", False, 1, 30, 0.02, 1.0, 0.0, -1, False, True),
    ("C09", "Blodtryck", "Blood pressure", False, 3, 90, 0.20, 2.0, 0.0, -1, False, False),
    ("C10", "Blodfetter", "Lipids", False, 4, 90, 0.11, 1.0, 0.0, -1, False, False),
)


def small_network(
    *,
    pharmacies: int = 6,
    ecommerce: int = 1,
    counties: int = 2,
    municipalities: int = 3,
    owners: int = 2,
    distributors: int = 2,
    sites_per_distributor: int = 2,
    groups: int = 6,
    articles: int = 14,
    people: int = 6_000,
    backup_power_h: int = 0,
    seed: int = 1,
) -> Network:
    """A complete network of `pharmacies` shops and `ecommerce` web pharmacies; equal arguments give equal networks.

    The first shops stand one in each municipality in turn; owners take turns too; the web pharmacies have an owner of
    their own. `groups` takes the first of GROUPS (so pairs always point at a group that is there); `articles` are dealt
    to groups in turn, at least one each. All shops open 9–18 on weekdays, 10–15 on Saturdays and shut on Sundays,
    except that the first is open 8–22 every day; web pharmacies 6–23 every day.
    """
    rng = np.random.default_rng(seed)
    p_all = pharmacies + ecommerce
    is_web = np.arange(p_all) >= pharmacies

    county_of = (np.arange(municipalities) % counties).astype(np.int16)
    population = np.full(municipalities, people // municipalities, dtype=np.int64)
    population[0] += people - population.sum()
    lat = 59.0 + 0.5 * np.arange(municipalities) + 0.01 * rng.random(municipalities)
    lon = 16.0 + 0.3 * np.arange(municipalities) + 0.01 * rng.random(municipalities)

    place = (np.arange(p_all) % municipalities).astype(np.int16)
    p_lat = lat[place] + 0.02 * rng.random(p_all)
    p_lon = lon[place] + 0.02 * rng.random(p_all)
    owner = np.where(is_web, owners, np.arange(p_all) % owners).astype(np.int16)
    attraction = np.zeros(p_all)
    weight = 1.0 + rng.random(p_all)
    for m in range(municipalities):
        here = (place == m) & ~is_web
        attraction[here] = weight[here] / weight[here].sum() if here.any() else 0.0
    if ecommerce:
        attraction[is_web] = weight[is_web] / weight[is_web].sum()

    opens = np.full((p_all, 7), 9, dtype=np.int8)
    closes = np.full((p_all, 7), 18, dtype=np.int8)
    opens[:, 5], closes[:, 5] = 10, 15
    opens[:, 6], closes[:, 6] = 0, 0
    opens[0], closes[0] = 8, 22
    opens[is_web], closes[is_web] = 6, 23

    alternatives, km = _nearest(p_lat, p_lon, p_lat, p_lon, is_web, other=True)
    shops, shop_km = _nearest(lat, lon, p_lat, p_lon, is_web, other=False)

    n_sites = distributors * sites_per_distributor
    site_distributor = (np.arange(n_sites) // sites_per_distributor).astype(np.int8)
    pharmacy_site = np.stack(
        [d * sites_per_distributor + np.arange(p_all) % sites_per_distributor for d in range(distributors)], axis=1
    ).astype(np.int16)

    rows = GROUPS[:groups]
    n_articles = max(articles, len(rows))
    article_group = np.sort(np.arange(n_articles) % len(rows)).astype(np.int16)
    nth = np.arange(n_articles) - np.searchsorted(article_group, article_group)
    # Two by two the articles of a group are one substance; such a pair may be exchanged, but never insulin.
    substance = np.cumsum(nth % 2 == 0) - 1
    is_pair = np.bincount(substance)[substance] == 2
    exchange = np.where(
        is_pair & np.isin(article_group, [g for g, r in enumerate(rows) if r[0] != "A10A"]), substance, -1
    )
    share = 0.5 + rng.random(n_articles)
    share = share / np.bincount(article_group, weights=share)[article_group]
    age_weight = 0.2 + rng.random((len(rows), len(AGE_BANDS)))

    return Network(
        name=f"small-{pharmacies}-{ecommerce}",
        fingerprint=f"small-{pharmacies}-{ecommerce}-{counties}-{municipalities}-{owners}-{distributors}"
        f"-{sites_per_distributor}-{groups}-{articles}-{people}-{backup_power_h}-{seed}",
        county_code=COUNTY_CODES[:counties],
        county_name=tuple(f"Län {c}" for c in COUNTY_CODES[:counties]),
        county_letter=tuple("ABCDE"[:counties]),
        municipality_code=tuple(f"{COUNTY_CODES[county_of[m]]}{80 + m // counties}" for m in range(municipalities)),
        municipality_name=tuple(f"Kommun {m}" for m in range(municipalities)),
        municipality_county=county_of,
        municipality_population=population,
        municipality_lat=lat,
        municipality_lon=lon,
        municipality_shops=shops,
        municipality_shop_km=shop_km,
        municipality_age_share=np.tile([0.21, 0.34, 0.25, 0.14, 0.06], (municipalities, 1)),
        prescriber_minutes=(population // 20).astype(np.int32),
        owner_id=(*(f"kedja-{'abcdefgh'[o]}" for o in range(owners)), *(("nat-a",) if ecommerce else ())),
        owner_name=(*(f"Kedja {'ABCDEFGH'[o]}" for o in range(owners)), *(("E-handelsapotek A",) if ecommerce else ())),
        pharmacy_id=tuple(f"apotek-{p:04d}" for p in range(p_all)),
        pharmacy_name=tuple(f"{'E-handelsapotek' if is_web[p] else 'Apotek'} {p}" for p in range(p_all)),
        pharmacy_owner=owner,
        pharmacy_municipality=place,
        pharmacy_lat=p_lat,
        pharmacy_lon=p_lon,
        pharmacy_is_ecommerce=is_web,
        pharmacy_attraction=attraction,
        pharmacy_opens_h=opens,
        pharmacy_closes_h=closes,
        pharmacy_pharmacists=np.where(is_web, 4, 1 + np.arange(p_all) % 3).astype(np.int16),
        pharmacy_backup_power_h=np.full(p_all, backup_power_h, dtype=np.int16),
        pharmacy_estimated=np.ones(p_all, dtype=bool),
        alternatives=alternatives,
        alternative_km=km,
        distributor_id=tuple(f"distributor-{d + 1}" for d in range(distributors)),
        distributor_name=tuple(f"Distributör {d + 1}" for d in range(distributors)),
        site_id=tuple(
            f"distributor-{d + 1}-lager-{s + 1}" for d in range(distributors) for s in range(sites_per_distributor)
        ),
        site_name=tuple(
            f"Distributör {d + 1}, lager {s + 1}" for d in range(distributors) for s in range(sites_per_distributor)
        ),
        site_distributor=site_distributor,
        site_municipality=(np.arange(n_sites) % municipalities).astype(np.int16),
        site_picks_per_day=np.full(n_sites, NOT_SAID, dtype=np.int64),
        site_loads_per_day=np.full(n_sites, NOT_SAID, dtype=np.int64),
        site_receives_per_day=np.full(n_sites, NOT_SAID, dtype=np.int64),
        pharmacy_site=pharmacy_site,
        pharmacy_delivery_h=(8 + (np.arange(p_all)[:, None] + np.arange(distributors)[None, :]) % 6).astype(np.int8),
        group_id=tuple(r[0] for r in rows),
        group_name_sv=tuple(r[1] for r in rows),
        group_name_en=tuple(r[2] for r in rows),
        group_is_goods=np.array([r[3] for r in rows]),
        group_tier=np.array([r[4] for r in rows], dtype=np.int8),
        group_pack_days=np.array([r[5] for r in rows], dtype=np.int16),
        group_people=np.array([round(r[6] * people) for r in rows], dtype=np.int64),
        group_lines_per_person=np.array([r[7] for r in rows]),
        group_one_off_per_year=np.array([round(r[8] * people) for r in rows], dtype=np.int64),
        group_age_weight=age_weight,
        group_pair=np.array([r[9] for r in rows], dtype=np.int16),
        group_is_cold=np.array([r[10] for r in rows]),
        group_is_narcotic=np.array([r[11] for r in rows]),
        group_is_animal=np.zeros(len(rows), dtype=bool),
        substance_id=tuple(f"substans-{z}" for z in range(substance[-1] + 1)),
        substance_name_sv=tuple(f"Substans {z}" for z in range(substance[-1] + 1)),
        substance_name_en=tuple(f"Substance {z}" for z in range(substance[-1] + 1)),
        supplier_id=("foretag-a", "foretag-b"),
        supplier_name=("Företag A", "Företag B"),
        article_id=tuple(f"{rows[g][0]}/{n + 1}" for g, n in zip(article_group, nth, strict=True)),
        article_group=article_group,
        article_share=share,
        article_substance=substance.astype(np.int16),
        article_exchange=exchange.astype(np.int16),
        article_cover_days=np.full(n_articles, NOT_SAID, dtype=np.int32),
        article_supplier=(nth % 2).astype(np.int16),
        article_distributor=(np.arange(n_articles) % distributors).astype(np.int8),
        dormant_prescriptions=people,
        estimated={"pharmacies": 1.0},
        estimated_by_county=np.ones(counties),
        sources=("handmade for tests",),
    )


def _nearest(lat, lon, of_lat, of_lon, is_web, *, other):
    """(n, 8) indices of the nearest shops and their distance in km; -1 and 0 where there are fewer.

    other: the points are the pharmacies themselves, and none is its own neighbour.
    """
    shops = np.full((lat.size, N_NEAREST), -1, dtype=np.int32)
    km = np.zeros((lat.size, N_NEAREST), dtype=np.float32)
    for p in range(lat.size):
        d = np.hypot((of_lat - lat[p]) * 111.2, (of_lon - lon[p]) * 111.2 * np.cos(np.radians(lat[p])))
        near = [q for q in np.argsort(d, kind="stable") if not is_web[q] and not (other and q == p)][:N_NEAREST]
        shops[p, : len(near)] = near
        km[p, : len(near)] = d[near]
    return shops, km
