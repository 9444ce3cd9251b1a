"""Pages of the toolbox: a run asked for, waited for, refused and mended, read, judged, compared, anchored."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.factories.logged_in import browser
from tests.factories.tool_folders import FAULTY, SOUND, zipped
from tests.pilot.cast import Cast
from xianxing.pilot.parties.models import User
from xianxing.pilot.tools.domain.running import carry_out
from xianxing.pilot.tools.models import FindingReview, RunFinding, ToolRun
from xianxing.toolbox.anchoring import commitment_to, digest_of_answer

pytestmark = [pytest.mark.django_db, pytest.mark.clause("3.3.2")]
RUN = re.compile(r"/tools/runs/[-0-9a-f]{36}/$")


@pytest.fixture
def cast(assembled: Cast) -> Cast:
    return assembled


def upload(files: dict[str, str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("folder.zip", zipped(files, below="核查/").read(), "application/zip")


def run_by(user: User, files: dict[str, str] = SOUND, **said: str) -> tuple[Client, str]:
    """A browser of this person, and the address of a run that has ended."""
    client = browser(user)
    answer = client.post(
        "/tools/related-parties/new/",
        {"title": "关联交易核查", "source": "upload", "folder": upload(files), **said},
    )
    assert answer.status_code == 302, answer.content.decode()
    carry_out(ToolRun.objects.latest("asked_at").pk)
    return client, answer["Location"]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_index_names_the_tools_with_their_clauses(cast: Cast) -> None:
    page = text(browser(cast.wen), "/tools/")
    assert page.count('class="clause-mark"') == 4
    assert "关联" in page and "场外衍生品" in page and "尚无运行" in page


def test_a_run_waits_tells_how_far_it_is_and_then_shows_what_was_found(cast: Cast) -> None:
    client = browser(cast.wen)
    sent = client.post(
        "/tools/related-parties/new/", {"title": "一季度", "source": "upload", "folder": upload(SOUND)}
    )
    address = sent["Location"]
    assert RUN.search(address)
    assert "data-progress" in text(client, address)
    assert client.get(f"{address}?format=json").json()["state"] == "waiting"
    carry_out(ToolRun.objects.get().pk)
    page = text(client, address)
    assert "data-progress" not in page and "一季度" in page and "已完成" in page
    assert f"{address}findings/0/" in page
    assert client.get(f"{address}?format=json").json()["state"] == "done"


def test_a_run_shows_what_it_keeps_of_its_organ_s_room_and_which_runs_keep_most(cast: Cast) -> None:
    _other, elsewhere = run_by(cast.chen)
    client, address = run_by(cast.wen)
    page = text(client, address)
    said = re.search(r"本次运行占用 (.+?)；本单位全部运行共占用 (.+?)，限额 5.0.GB（0.0%）", page)
    assert said and said[1] == said[2]
    table = page.partition('aria-label="占用空间最多的运行"')[2].partition("</table>")[0]
    assert address in table and said[1] in table and elsewhere not in table


def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast) -> None:
    client = browser(cast.wen)
    for said in ({"title": "一季度"}, {"title": "一季度", "folder": SimpleUploadedFile("a.zip", b"no zip")}):
        answer = client.post("/tools/related-parties/new/", {"source": "upload", **said})
        assert answer.status_code == 422
        assert 'value="一季度"' in answer.content.decode()
    assert not ToolRun.objects.exists()


def test_a_refused_folder_shows_every_problem_and_takes_the_mended_one(cast: Cast) -> None:
    client, address = run_by(cast.wen, FAULTY)
    page = text(client, address)
    assert page.count('<th scope="row">') == 3
    for cell in ("4千万", "counterparty", "<td>3</td>"):
        assert cell in page
    sent = client.post(f"{address}mend/", {"folder": upload(SOUND)})
    carry_out(ToolRun.objects.latest("asked_at").pk)
    assert "第 2 次提交" in text(client, sent["Location"])
    assert "mend/" not in text(client, address)


def test_a_finding_shows_its_rule_and_the_cells_of_its_rows(cast: Cast) -> None:
    client, address = run_by(cast.wen)
    rows = {row.rule: row.place for row in RunFinding.objects.order_by("-place")}
    place = rows["rp-approval"]
    page = text(client, f"{address}findings/{place}/")
    assert "40000000" in page and "施行期间" in page and "依据的数据行" in page
    listed = text(client, f"{address}findings/?rule=rp-approval")
    assert "rp-approval" in listed
    other = next(name for name in rows if name != "rp-approval")
    assert f'href="{address}findings/{rows[other]}/"' not in listed


def test_a_finding_is_overruled_with_a_reason_and_the_share_counts_it(cast: Cast) -> None:
    client, address = run_by(cast.wen)
    place = f"{address}findings/0/"
    assert client.post(place, {"act": "overrule", "reason": " "}).status_code == 422
    assert client.post(place, {"act": "overrule", "reason": "该笔已另行审议"})["Location"] == place
    assert "该笔已另行审议" in text(client, place)
    client.post(place, {"act": "uphold", "reason": "复核后维持"})
    client.post(f"{address}findings/1/", {"act": "overrule", "reason": "数据行有误"})
    assert [row.number for row in FindingReview.objects.order_by("pk")] == [1, 2, 1]
    page = text(client, "/tools/related-parties/")
    assert "0.013 – 0.987" in page  # one of two upheld, exactly


def test_an_anchored_run_is_proved_by_its_statement_and_says_nothing_in_public(
    cast: Cast, client: Client, settings: Settings
) -> None:
    wen, address = run_by(cast.wen)
    assert wen.post(f"{address}anchor/")["Location"] == address
    told = wen.get(f"{address}anchor.json").json()
    answer = json.loads(b"".join(wen.get(f"{address}files/result.json")))
    assert told["statement"]["output"] == digest_of_answer(answer)
    assert commitment_to(told["statement"], bytes.fromhex(told["salt"])) == told["commitment"]
    public = client.get(f"/log/publications/{told['place']}.json").content.decode()
    assert told["commitment"][:16] in public
    assert "related-parties" not in public and told["statement"]["output"] not in public
    again = wen.post(f"{address}anchor/")
    assert again.status_code == 422 and "本次运行已存证" in again.content.decode()


def test_a_run_is_compared_with_an_earlier_one(cast: Cast) -> None:
    _client, before = run_by(cast.wen)
    client, address = run_by(cast.tang, {**SOUND, "own_list.csv": "entity\nP\nC\n"})
    key = before.rstrip("/").rpartition("/")[2]
    page = text(client, f"{address}compare/?with={key}")
    assert "有变化的表：" in page and "<code>own_list</code>" in page and "<code>trades</code>" not in page
    assert "规则集相同" in page


def test_rules_are_shown_with_their_versions_and_as_of_a_day(cast: Cast) -> None:
    client = browser(cast.wen)
    page = text(client, "/tools/inspection/rules/")
    assert "rowgroup" in page and "尚未核实" in page
    assert text(client, "/tools/inspection/rules/?as_of=2019-01-01").count("<tbody>") < page.count("<tbody>")
    assert client.get("/tools/inspection/rules/?as_of=x").status_code == 422
    assert "ISDA" in text(client, "/tools/derivatives/rules/")
    assert "counterparty" in text(client, "/tools/related-parties/schema/")
    assert client.get("/tools/nothing/rules/").status_code == 404


def test_an_erased_run_keeps_its_page_and_says_what_went(cast: Cast) -> None:
    client, address = run_by(cast.wen)
    assert f'action="{address}erase/"' in text(client, address)
    assert client.post(f"{address}erase/", {"reason": " "}).status_code == 422
    assert client.post(f"{address}erase/", {"reason": "误传材料"})["Location"] == address
    page = text(client, address)
    assert "误传材料" in page and str(ToolRun.objects.get().output) in page and f"{address}erase/" not in page
    for below in ("findings/", "findings/0/", "compare/", "folder.zip", "files/result.json", "lists/trades/"):
        assert client.get(f"{address}{below}").status_code == 404
