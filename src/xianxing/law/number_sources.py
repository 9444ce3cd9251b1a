"""Where a number of the procedure was read: as `settings.toml` says, or as who changes it says anew."""

from __future__ import annotations

from collections.abc import Iterator

Data = dict[str, object]
READ = ("source", "effective_from", "checked_until")
RESTS = ("basis", "practice")


def follow_numbers(base: Data, over: Data, own_settings: Data, settings: Data) -> Data:
    """The procedure below an overlay, with the sources of those numbers that the overlay sets itself.

    Where a parameter's `law` names a number whose `values` stand in the overlay's own settings, its source
    and days are those of the latest value in `settings` (both laid together); where the overlay states the
    number's `basis` or `clause`, it rests on that. The same goes for a parameter to which the overlay gives
    another `law`. A value without a source keeps the one below. What the overlay's own procedure (`over`)
    states is laid over it afterwards. `base` stays as it is.
    """
    parameters, mine = _table(base, "parameter"), _table(over, "parameter")
    changed = dict(parameters)
    for key in parameters:
        below, above = _table(parameters, key), _table(mine, key)
        law = above.get("law", below.get("law"))
        own, number = _number(own_settings, law), _number(settings, law)
        if number and below:
            other = law != below.get("law")
            rests = (other or _states(own, "basis", "clause")) and not _states(above, *RESTS)
            changed[key] = _followed(below, number, other or _states(own, "values"), rests)
    return {**base, "parameter": changed} if changed != parameters else base


def borrowed(below: Data, own: Data, settings: Data) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Numbers that an overlay's procedure (`own`) changes, with what it keeps of where the old one was read.

    Those whose value stands in `settings` are told there, with their own source.
    """
    for key, row in _table(own, "parameter").items():
        old = _table(_table(below, "parameter"), key)
        if isinstance(row, dict) and old and "value" in row and row["value"] != old.get("value"):
            kept = tuple(one for one in READ if one in old and one not in row)
            if kept and not _number(settings, row.get("law", old.get("law"))):
                yield key, kept


def _followed(parameter: Data, number: Data, read: bool, rests: bool) -> Data:
    followed = dict(parameter)
    latest = _latest(number)
    if read and latest:
        source = latest.get("source")
        named = source.get("zh") if isinstance(source, dict) else source
        told = {"source": named or parameter.get("source"), "effective_from": latest.get("since")}
        _put(followed, READ, {**told, "checked_until": latest.get("checked_until")})
    if rests and number.get("basis") == "guide":
        _put(followed, RESTS, {"basis": [number.get("clause")]})
    elif rests:
        _put(followed, RESTS, {"practice": True})
    return followed


def _put(row: Data, keys: tuple[str, ...], told: Data) -> None:
    for key in keys:
        row.pop(key, None)
    row.update({key: value for key, value in told.items() if value is not None})


def _states(row: Data, *keys: str) -> bool:
    return any(key in row for key in keys)


def _latest(number: Data) -> Data:
    """The value of a number with the latest start; {} where there is none."""
    listed = number.get("values")
    dated = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return max(dated, key=lambda item: str(item.get("since", "")), default={})


def _number(settings: Data, law: object) -> Data:
    key = str(law)
    return _table(_table(settings, "parameter"), key) or _table(_table(settings, "setting"), key)


def _table(data: Data, key: str) -> Data:
    found = data.get(key)
    return found if isinstance(found, dict) else {}
