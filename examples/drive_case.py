"""Drive a filing through the whole pilot by the programming interface, with nothing but Python's own library.

    xianxing serve                                             # the demonstration, in another window
    .venv/bin/python examples/drive_case.py --exit normalise end extend force    # a filing for each exit
    .venv/bin/python examples/drive_case.py --until notice

It speaks for the invented people of the demonstration: `xianxing demo` gives their tokens and codes and
moves the clock. Every act goes the way of a person: permission, second factor, second person, letters as
evidence. An act is chosen by its name in the procedure; what it asks is read from the interface and answered
from `ANSWERS`, or by its kind.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# Who acts, by the office held: names of the demonstration's cast.
PEOPLE = {
    "author": "周若岚", "reviewer": "罗景行", "compliance": "顾明谦", "signatory": "沈伯衡",
    "partner": "宁远航", "partner_reviewer": "卢思齐", "clerk": "温如玉", "second_clerk": "唐一鸣",
    "risk": "许静怡", "head": "方仲明", "bureau": "高岚", "expert": "沈知远",
}  # fmt: skip
CODES = 20  # of the second factor, that a person is given at once
# What is answered where the procedure asks; a value that a step doesn't ask for is left out.
ANSWERS: dict[str, Any] = {
    "completeness": "complete", "eligibility": "eligible", "innovation_basis": "none",
    "exemption": "not_needed", "parallel_approval": "not_needed", "departments": "took_part",
    "finding": "none_found", "department_view": "supports", "consultation_view": "agrees",
    "end_ground": "own_request", "force_ground": "breach_of_commitments", "extension_length": 6, "granted_months": 12,
}  # fmt: skip
SHEET = ["project.name", "content.overview"]
BEFORE = [  # person, step; confirmed by the second clerk where two are asked
    ("author", "freeze"), ("reviewer", "review_unit"), ("partner_reviewer", "review_unit"),
    ("reviewer", "review_as_lead"), ("compliance", "sign_compliance_as_lead"), ("signatory", "give_consent"),
    ("partner", "give_consent"), ("author", "file"), ("clerk", "register_local"), ("clerk", "pass_formality"),
    ("risk", "complete_risk_assessment"), ("clerk", "invite_experts"), ("expert", "give_opinion"),
    ("clerk", "close_opinions"), ("clerk", "invite_departments"), ("clerk", "give_department_view"),
    ("clerk", "evaluate_additionally"), ("head", "select"),
    ("clerk", "pass_evaluation"), ("signatory", "confirm_public_sheet"), ("partner", "confirm_public_sheet"),
    ("clerk", "open_notice"),
]  # fmt: skip
NOTICE = [
    ("head", "record_finding"), ("clerk", "record_consultation"), ("head", "allow_start"),
    ("clerk", "publish_formally"),
]  # fmt: skip
EXITS = {
    "normalise": [
        ("signatory", "report_when_needed"), ("signatory", "open_exit_by_institution"),
        ("signatory", "assess_exit_oneself"), ("clerk", "finish_exit_assessment"),
        ("head", "decide_normalise"), ("clerk", "invite_business_departments"), ("clerk", "give_business_view"),
        ("clerk", "give_technology_view"),
        ("head", "conclude_exit_consultation"), ("signatory", "take_into_regular_system"),
        ("head", "close_normalised"), ("signatory", "file_work_report"), ("clerk", "enter_exit_in_register"),
    ],
    "end": [
        ("signatory", "open_exit_by_institution"), ("signatory", "assess_exit_oneself"),
        ("clerk", "finish_exit_assessment"), ("head", "decide_end"), ("clerk", "give_technology_view"),
        ("head", "conclude_exit_consultation"), ("signatory", "carry_out_exit_plan"), ("head", "close_ended"),
        ("clerk", "enter_exit_in_register"),
    ],
    "extend": [
        ("signatory", "open_exit_by_institution"), ("signatory", "assess_exit_oneself"),
        ("clerk", "finish_exit_assessment"), ("head", "decide_extend"), ("clerk", "give_technology_view"),
        ("head", "conclude_exit_consultation"), ("head", "resume_extended"),
    ],
    "force": [
        ("head", "open_exit_by_group"), ("head", "suspend"), ("head", "order_rectification"),
        ("clerk", "assess_exit_without_institution"),
        ("clerk", "finish_exit_assessment"), ("head", "decide_force"), ("clerk", "give_technology_view"),
        ("head", "conclude_exit_consultation"), ("clerk", "verify_exit"), ("head", "close_forced"),
    ],
}  # fmt: skip
ENDS = {"normalise": "normalised", "end": "ended", "extend": "running", "force": "forced_out"}


@dataclass
class People:
    """Tokens and codes of everybody, by office, asked of the demonstration together."""

    command: str
    tokens: dict[str, str] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)

    def header(self, office: str) -> dict[str, str]:
        """The token, as every request carries it."""
        self.tokens = self.tokens or dict(zip(PEOPLE, self._demo("token"), strict=True))
        return {"Authorization": f"Bearer {self.tokens[office]}"}

    def code(self, office: str) -> str:
        """The next code of the second factor; each is good for one act."""
        if not self.codes.get(office):
            said = self._demo("otp", "--count", str(CODES))
            self.codes = {one: said[at * CODES :][:CODES] for at, one in enumerate(PEOPLE)}
        return self.codes[office].pop(0)

    def _demo(self, *words: str) -> list[str]:
        asked = [self.command, "demo", *words, "--", *PEOPLE.values()]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()


@dataclass
class Driver:
    """The interface at an address, and everybody who acts there."""

    root: str
    people: People
    case: str = ""

    def ask(self, office: str, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """A request in somebody's name: the status and the JSON that came back."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        kind = {} if isinstance(body, bytes) or body is None else {"Content-Type": "application/json"}
        asked = urllib.request.Request(  # noqa: S310 — the address is the operator's own
            self.root + path, data, {**self.people.header(office), **kind, **headers}, method=method
        )
        try:
            with urllib.request.urlopen(asked, timeout=120) as answer:  # noqa: S310
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"null")

    def upload(self, office: str, path: str, name: str, content: bytes) -> Any:
        """Send one file as a form does; gives what the interface made of it."""
        line = uuid.uuid4().hex
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{line}--\r\n".encode()
        status, made = self.ask(
            office, "POST", path, body, **{"Content-Type": f"multipart/form-data; boundary={line}"}
        )
        return self.good(f"upload {name}", status, made)

    def good(self, what: str, status: int, said: Any) -> Any:
        """What came back, unless it was a refusal: that ends the program and says why."""
        if status >= 400:
            raise SystemExit(f"{what}: {status} {said}")
        return said

    def write_opinion(self, office: str) -> None:
        """Sign the undertaking, before which an expert reads nothing, and keep an opinion to be given."""
        status, text = self.ask(office, "GET", f"/cases/{self.case}/undertaking")
        digest = self.good("undertaking", status, text)["digest"]
        self.signed(office, f"/cases/{self.case}/undertaking", {"digest": digest}, needed=True)
        said = {"words": "演示：技术路线可行（虚构）。", "scores": {"technical_risk": 4}}
        reasons = {"technical_risk": "风险逐项列明，阈值齐全。"}
        kept = self.ask(office, "PUT", f"/cases/{self.case}/opinion", {**said, "reasons": reasons})
        self.good("opinion", *kept)

    def act(self, office: str, step: str) -> None:
        """Take a step as it is offered; a second clerk confirms it where two people are asked."""
        status, open_now = self.ask(office, "GET", f"/cases/{self.case}/steps")
        offered = {one["step"]: one for one in self.good("steps", status, open_now)}
        if step not in offered:
            raise SystemExit(f"{step} is not open to {PEOPLE[office]}; open are: {', '.join(offered)}")
        _status, case = self.ask(office, "GET", f"/cases/{self.case}")
        wanted = offered[step]
        body = {"step": step, "seq": case["seq"], **self.given(office, wanted)}
        done = self.signed(office, f"/cases/{self.case}/acts", body, needed=wanted["second_factor"])
        if "pending" in done:
            done = self.signed("second_clerk", f"/pending/{done['pending']}/confirm", {}, needed=True)
        print(f"{done['event']['name']} → {done['state']}", flush=True)

    def signed(self, office: str, path: str, body: dict[str, Any], *, needed: bool) -> Any:
        """An act with a fresh code where one is needed; a code that time has overtaken is asked for anew."""
        for turn in range(2):
            code = {"otp": self.people.code(office)} if needed else {}
            key = {"Idempotency-Key": uuid.uuid4().hex}
            status, done = self.ask(office, "POST", path, {**body, **code}, **key)
            if not (needed and turn == 0 and status == 422 and done["code"] == "step-up"):
                break
            self.people.codes.clear()
        return self.good(path, status, done)

    def given(self, office: str, step: dict[str, Any]) -> dict[str, Any]:
        """What a step asks, answered: choices from `ANSWERS`, checklists ticked whole, the rest by kind."""
        answers: dict[str, Any] = {}
        for name, ask in step["asks"].items():
            met = all(ANSWERS.get(fact, answers.get(fact)) in values for fact, values in ask["when"].items())
            if ask["optional"] or not met:
                continue
            answers[name] = self.answer(name, ask)
        said: dict[str, Any] = {"answers": answers, "reason": "演示：按程序办理（虚构）。"}
        if "experts" in step["members"]:
            said["members"] = {"experts": [self.me("expert")]}
        if "departments" in step["members"]:
            said["members"] = {"departments": ["演示市地方金融管理局（虚构）"]}
        if "business_departments" in step["members"]:
            said["members"] = {"business_departments": ["演示机构监管部门（虚构）"]}
        if step["evidence"]:
            letter = self.upload(office, "/files", "letter.pdf", b"%PDF-1.4 a letter of the demonstration")
            said["evidence"] = [letter["id"]]
        return said

    def answer(self, name: str, ask: dict[str, Any]) -> Any:
        """One answer."""
        if name in ANSWERS:
            return ANSWERS[name]
        if ask["kind"] == "checklist":
            return dict.fromkeys(ask["items"], True)
        if ask["kind"] in ("choice", "item"):
            return ask["values"][0]
        if ask["kind"] == "number":
            return 1
        if ask["kind"] == "date":
            return (self.now().date() + timedelta(days=365)).isoformat()
        if ask["kind"] == "instant":
            return self.now().isoformat()
        return "演示（虚构）"

    def me(self, office: str) -> str:
        """The number under which the case knows a person."""
        status, said = self.ask(office, "GET", "/me")
        return str(self.good("me", status, said)["person"])

    def now(self) -> datetime:
        """The demonstration's clock."""
        status, said = self.ask("clerk", "GET", "/me")
        return datetime.fromisoformat(self.good("me", status, said)["now"])

    def clock(self, day: date) -> None:
        """Set the demonstration's clock to the morning of a day."""
        subprocess.run(
            [self.people.command, "demo", "clock", f"{day.isoformat()}T09:30"],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def due(self) -> date:
        """The last day of what runs in the case now."""
        _status, case = self.ask("clerk", "GET", f"/cases/{self.case}")
        return min(date.fromisoformat(duty["due"]) for duty in case["duties"] if duty["due"])


def packed(folder: Path) -> bytes:
    """A folder as zip."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder).as_posix())
    return kept.getvalue()


def drive(driver: Driver, folder: Path, way_out: str, until: str) -> str:
    """One filing from its folder to its exit, or to an earlier stage; gives the state reached."""
    made = driver.upload("author", "/filings?call=demonstration-2024-1", "filing.zip", packed(folder))
    driver.case = made["id"]
    driver.good("accept", *driver.ask("partner", "POST", f"/filings/{driver.case}/accept"))
    for office, step in BEFORE:
        if step == "confirm_public_sheet" and office == "signatory":
            sheet = {"locations": SHEET}
            driver.good("sheet", *driver.ask("author", "PUT", f"/cases/{driver.case}/public-sheet", sheet))
        if step == "give_opinion":
            driver.write_opinion(office)
        driver.act(office, step)
    if until != "notice":
        driver.clock(driver.due() + timedelta(days=1))
        for office, step in NOTICE:
            driver.act(office, step)
    if until == "exit":
        for office, step in EXITS[way_out]:
            driver.act(office, step)
    _status, case = driver.ask("clerk", "GET", f"/cases/{driver.case}")
    return str(case["state"])


def main() -> int:
    """Read the command line and drive; 1 where the case didn't come where it should."""
    words = argparse.ArgumentParser(description="Drive a filing through the whole pilot.")
    words.add_argument("--url", default="http://127.0.0.1:8000")
    words.add_argument("--xianxing", default=str(Path(sys.executable).with_name("xianxing")))
    words.add_argument("--folder", type=Path, default=HERE / "related-party-tool")
    words.add_argument("--exit", choices=EXITS, default=["normalise"], dest="ways_out", nargs="+")
    words.add_argument("--until", choices=("notice", "trial", "exit"), default="exit")
    chosen = words.parse_args()
    driver = Driver(f"{chosen.url}/api/v1", People(chosen.xianxing))
    for way_out in chosen.ways_out:
        state = drive(driver, chosen.folder, way_out, chosen.until)
        print(f"{driver.case}: {state}", flush=True)
        wanted = {"notice": "public_notice", "trial": "running", "exit": ENDS[way_out]}[chosen.until]
        if state != wanted:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
