"""What the lists of an answer are called in the reader's language, beside the names of the contract."""

from __future__ import annotations

from xianxing.i18n import gettext


def list_label(name: str) -> str:
    """The list in words; one that isn't known bears the name that the tool gives it."""
    return {**_of_groups(), **_of_inspections(), **_of_derivatives(), **_of_firms()}.get(name, name)


def _of_groups() -> dict[str, str]:
    return {
        "look_through": gettext("Look-through by method"),
        "related_parties": gettext("Related parties by regime and limb"),
        "list_diff": gettext("Differences from the firm's own list"),
        "trades": gettext("Levels of the trades"),
        "recusals": gettext("Who must stay out of a vote"),
        "price_anomalies": gettext("Prices off their reference"),
        "candidates": gettext("Possible ties, as hints only"),
        "ledger": gettext("Ledger of related trades"),
        "group_entities": gettext("Entities of the group's map"),
        "group_ties": gettext("Ties of the group's map"),
        "group_left_out": gettext("Entities that the map leaves out"),
    }


def _of_inspections() -> dict[str, str]:
    return {
        "episodes": gettext("Episodes beyond a limit"),
        "breach_days": gettext("Days beyond a limit"),
        "reverse_trades": gettext("Reverse trades on one day"),
        "direction_tests": gettext("Tests of price differences"),
        "cross_trades": gettext("Trades between products of the manager"),
        "chains": gettext("Chains through a counterparty"),
        "reverse_statement": gettext("Statement on reverse trades"),
        "sample": gettext("Sample for checks by hand"),
        "days": gettext("Days and products checked"),
    }


def _of_derivatives() -> dict[str, str]:
    return {
        "suitability": gettext("Suitability by counterparty"),
        "margins": gettext("Margin required, posted and short"),
        "wall": gettext("Notional that knocks in at each level"),
        "wall_by_dealer": gettext("The same by dealer"),
        "hedging": gettext("Days to hedge after a shock"),
        "reverse_stress": gettext("Smallest falls that exceed turnover"),
        "concentration": gettext("Concentration"),
        "shares": gettext("Largest shares"),
        "prices": gettext("Values and Greeks of snowballs"),
        "by_spot": gettext("Greeks by spot"),
        "engines": gettext("Values by engine"),
        "lives": gettext("Lives of snowballs"),
        "saccr": gettext("Exposures by SA-CCR"),
        "simm": gettext("Initial margin by SIMM"),
        "market": gettext("Prices and turnover used"),
    }


def _of_firms() -> dict[str, str]:
    return {
        "evaluations": gettext("Results by firm and scheme"),
        "history": gettext("Each firm under all versions"),
        "by_version": gettext("Results by version"),
        "plans": gettext("Cheapest ways to qualify"),
        "size": gettext("Sizes of firms"),
        "sectors": gettext("Linkages of sectors"),
        "demand": gettext("Output for final demand"),
        "shocks": gettext("Effects of a change of demand"),
        "multipliers": gettext("Multipliers between sectors"),
        "nodes": gettext("Betweenness in the supply network"),
        "betweenness": gettext("How betweenness was computed"),
        "single_source": gettext("Dependence on a single supplier"),
        "single_source_open": gettext("Buyers whose dependence can't be told"),
        "map_links": gettext("Links of the supply map"),
        "map_left_out": gettext("What the supply map leaves out"),
        "set_aside": gettext("Facts set aside"),
    }
